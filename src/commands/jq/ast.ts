// The syntax tree of a jq program.

export type Ast =
  | { readonly kind: 'identity' | 'recurse' | 'loc-file' }
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'field'; readonly target: Ast; key: Ast; readonly optional?: boolean }
  | { readonly kind: 'iterate'; readonly target: Ast; readonly optional?: boolean }
  | Slice
  | { readonly kind: 'try'; readonly body: Ast; readonly handler?: Ast | undefined }
  | { readonly kind: 'pipe' | 'comma' | 'alternative'; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'and' | 'or'; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'assign'; readonly op: string; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'negate'; readonly operand: Ast }
  | { readonly kind: 'if'; readonly test: Ast; readonly yes: Ast; readonly no?: Ast | undefined }
  | { readonly kind: 'array'; readonly body?: Ast | undefined }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Ast, Ast])[] }
  | { readonly kind: 'string'; readonly parts: readonly (string | Ast)[]; readonly format: string }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; args: readonly Ast[]; readonly at: number }
  | { readonly kind: 'bind'; readonly source: Ast; patterns: readonly Pattern[]; body: Ast }
  | { readonly kind: 'reduce'; source: Ast; pattern: Pattern; init: Ast; update: Ast }
  | Foreach
  | { readonly kind: 'function'; readonly definition: Definition; readonly rest: Ast }
  | { readonly kind: 'label'; readonly name: string; readonly body: Ast }
  | { readonly kind: 'break'; readonly name: string; readonly at: number }
  | { readonly kind: 'location'; readonly line: number };

interface Slice {
  readonly kind: 'slice';
  readonly target: Ast;
  readonly from?: Ast | undefined;
  readonly to?: Ast | undefined;
  readonly optional?: boolean;
}

interface Foreach {
  readonly kind: 'foreach';
  readonly source: Ast;
  readonly pattern: Pattern;
  readonly init: Ast;
  readonly update: Ast;
  readonly extract?: Ast | undefined;
}

export interface Definition {
  readonly name: string;
  /** With `$` in front where the parameter is a value. */
  readonly params: readonly string[];
  readonly body: Ast;
}

export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly PatternEntry[] };

export interface PatternEntry {
  /** The key; a variable of that name is bound too when `binds` is set. */
  readonly key: Ast;
  readonly binds?: string | undefined;
  readonly value?: Pattern | undefined;
}
