// The syntax tree of an awk program.

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  | Target
  /** A target in parentheses: same value, but nothing to assign to. */
  | { readonly kind: 'group'; readonly inner: Expression }
  | { readonly kind: 'grouping'; readonly list: readonly Expression[] }
  | { readonly kind: 'assign'; readonly op: string; readonly target: Target; value: Expression }
  | { readonly kind: 'cond'; test: Expression; yes: Expression; no: Expression }
  | { readonly kind: 'logic'; readonly op: '&&' | '||'; left: Expression; right: Expression }
  | { readonly kind: 'binary'; readonly op: string; left: Expression; right: Expression }
  | { readonly kind: 'unary'; readonly op: '!' | '-' | '+'; readonly operand: Expression }
  | { readonly kind: 'match'; readonly negated: boolean; left: Expression; right: Expression }
  | { readonly kind: 'in'; readonly subscripts: readonly Expression[]; readonly array: string }
  | {
      readonly kind: 'step';
      readonly by: 1 | -1;
      readonly prefix: boolean;
      readonly target: Target;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | Getline;

/** What can be assigned to. */
export type Target =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'element'; readonly array: string; readonly subscripts: readonly Expression[] }
  | { readonly kind: 'field'; readonly index: Expression };

export interface Getline {
  readonly kind: 'getline';
  /** Where the line comes from: the main input, a file, a command. */
  readonly from: 'input' | 'file' | 'command';
  readonly source?: Expression | undefined;
  readonly target?: Target | undefined;
}

export interface Redirection {
  readonly kind: '>' | '>>' | '|';
  readonly to: Expression;
}

export type Statement =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'print'; readonly args: readonly Expression[]; readonly to?: Redirection }
  | { readonly kind: 'printf'; readonly args: readonly Expression[]; readonly to?: Redirection }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'if'; test: Expression; yes: Statement; no?: Statement | undefined }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly test: Expression; readonly body: Statement }
  | For
  | { readonly kind: 'for-in'; readonly variable: string; array: string; body: Statement }
  | { readonly kind: 'delete'; array: string; subscripts?: readonly Expression[] | undefined }
  | { readonly kind: 'next' | 'break' | 'continue' | 'nextfile' }
  | { readonly kind: 'exit' | 'return'; readonly value?: Expression | undefined };

interface For {
  readonly kind: 'for';
  readonly init?: Statement | undefined;
  readonly test?: Expression | undefined;
  readonly step?: Statement | undefined;
  readonly body: Statement;
}

export interface AwkFunction {
  readonly name: string;
  readonly params: readonly string[];
  body: Statement;
  readonly line: number;
}

export interface Rule {
  readonly pattern?: Expression | undefined;
  /** The second pattern of a range. */
  readonly until?: Expression | undefined;
  /** undefined prints the record. */
  readonly action?: Statement | undefined;
}

export interface Program {
  readonly begin: readonly Statement[];
  readonly end: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
  /** Names used as arrays outside of functions' parameters. */
  readonly arrays: ReadonlySet<string>;
}
