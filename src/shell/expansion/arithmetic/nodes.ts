// What arithmetic text is compiled to.

/** A 64-bit integer: a number while it is exact, else a bigint. */
export type Integer = number | bigint;

export type Node =
  | { readonly kind: 'number'; readonly value: Integer }
  | VariableNode
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Node }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
      /** Where the right operand starts: division by 0 names it. */
      readonly rightAt: number;
    }
  | { readonly kind: 'and' | 'or' | 'comma'; readonly left: Node; readonly right: Node }
  | {
      readonly kind: 'choice';
      readonly test: Node;
      readonly yes: Node;
      readonly no: Node;
    }
  | {
      readonly kind: 'assign';
      readonly target: VariableNode;
      readonly operator: string;
      readonly value: Node;
      readonly rightAt: number;
    }
  | {
      readonly kind: 'step';
      readonly target: VariableNode;
      readonly by: 1 | -1;
      readonly isPrefix: boolean;
    };

export interface VariableNode {
  readonly kind: 'variable';
  readonly name: string;
  readonly subscript?: string | undefined;
}

/** Thrown for what is wrong in an expression; the text names expression and offending token. */
export class ArithmeticError {
  readonly message: string;
  readonly expression: string;
  readonly what: string;

  constructor(expression: string, what: string, at: number) {
    this.expression = expression;
    this.what = what;
    const text = expression.trimStart();
    const token = expression.slice(at);
    this.message = `${text}: ${what}${token === '' ? '' : ` (error token is "${token}")`}`;
  }
}
