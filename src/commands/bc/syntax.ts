// bc's language: what programs are made of, and their tokens.

export type Expression =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'element'; readonly name: string; readonly index: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Argument[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly target: Place;
      readonly value: Expression;
    }
  | {
      readonly kind: 'step';
      readonly operator: '++' | '--';
      readonly isPrefix: boolean;
      readonly target: Place;
    }
  | { readonly kind: 'parens'; readonly inner: Expression };

export type Place = Extract<Expression, { kind: 'variable' | 'element' }>;
/** An argument: an expression or a whole array. */
export type Argument = Expression | { readonly kind: 'array'; readonly name: string };

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'print'; readonly items: readonly (Expression | string)[] }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly then: Statement;
      readonly else: Statement | undefined;
    }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly start: Expression | undefined;
      readonly test: Expression | undefined;
      readonly step: Expression | undefined;
      readonly body: Statement;
    }
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
  | { readonly kind: 'define'; readonly definition: Definition }
  | { readonly kind: 'break' | 'continue' | 'quit' | 'halt' | 'nothing' };

export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly locals: readonly string[];
  readonly body: readonly Statement[];
}

/** Where the text stops making sense. */
export class SyntaxProblem extends Error {
  readonly line: number;
  constructor(line: number) {
    super('syntax error');
    this.line = line;
  }
}

/** A token and the line it is on. */
export interface Token {
  readonly kind: 'number' | 'name' | 'string' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const TOKEN = new RegExp(
  [
    '[ \\t\\r]+|\\\\\\n|/\\*[\\s\\S]*?\\*/|#[^\\n]*',
    '(?<number>(?:[0-9A-F]|\\\\\\n)+(?:\\.(?:[0-9A-F]|\\\\\\n)*)?|\\.(?:[0-9A-F]|\\\\\\n)+)',
    '(?<name>[a-z][a-z0-9_]*)',
    '(?<string>"[^"]*")',
    '(?<operator>\\+\\+|--|&&|\\|\\||[-+*/%^<>=!]=|[-+*/%^<>=!(){}[\\];,.])',
    '(?<newline>\\n)',
  ].join('|'),
  'y',
);

/** The tokens of a text; what is none becomes an operator that nobody expects. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const m = TOKEN.exec(text);
    if (m === null) {
      out.push({ kind: 'operator', text: text[at] ?? '', line });
      at++;
      continue;
    }
    at = TOKEN.lastIndex;
    for (const kind of ['number', 'name', 'string', 'operator', 'newline'] as const) {
      const got = m.groups?.[kind];
      if (got !== undefined) out.push({ kind, text: got.replaceAll('\\\n', ''), line });
    }
    line += m[0].split('\n').length - 1;
  }
  out.push({ kind: 'end', text: '', line });
  return out;
}
