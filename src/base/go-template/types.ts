/** What templates are made of, and what functions for them look like. */

/** A mistake: in the template's text, or reported by a function while it runs. */
export class TemplateError extends Error {}

/** What a function may ask of the running template. */
export interface FunctionContext {
  /** Runs another template of the set and gives its output. @throws TemplateError */
  readonly include: (name: string, data: unknown) => string;
}

/** A function that templates can call. Missing values and nil arrive as null. */
export interface TemplateFunction {
  readonly min: number;
  /** Infinity for variadic functions. */
  readonly max: number;
  /** How many of the first arguments must be strings. */
  readonly strings?: number;
  /** @throws TemplateError with the function's own message */
  readonly call: (args: readonly unknown[], context: FunctionContext) => unknown;
}

/** Functions by name. */
export type FunctionTable = ReadonlyMap<string, TemplateFunction>;

/** A node of an expression; pos is its offset in the text. */
export type Expression =
  | { readonly kind: 'dot' | 'nil'; readonly pos: number }
  | {
      readonly kind: 'literal';
      readonly pos: number;
      readonly value: unknown;
      readonly text: string;
    }
  | { readonly kind: 'field'; readonly pos: number; readonly names: readonly string[] }
  | {
      readonly kind: 'variable';
      readonly pos: number;
      readonly name: string;
      readonly names: readonly string[];
    }
  | { readonly kind: 'function'; readonly pos: number; readonly name: string }
  | { readonly kind: 'pipe'; readonly pos: number; readonly pipe: Pipe }
  | {
      readonly kind: 'chain';
      readonly pos: number;
      readonly of: Expression;
      readonly names: readonly string[];
    };

/** An operand or a call: a word and its arguments. */
export interface Command {
  readonly pos: number;
  readonly args: readonly Expression[];
}

/** Commands joined by `|`, perhaps assigned to variables. */
export interface Pipe {
  readonly pos: number;
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
}

/** What `if`, `with` and `range` have. */
export interface Branch {
  readonly pos: number;
  readonly pipe: Pipe;
  readonly body: readonly Piece[];
  readonly otherwise: readonly Piece[] | null;
}

/** A piece of a template. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pos: number; readonly pipe: Pipe }
  | (Branch & { readonly kind: 'if' | 'with' })
  | (Branch & { readonly kind: 'range' })
  | {
      readonly kind: 'template';
      readonly pos: number;
      readonly name: string;
      readonly pipe: Pipe | null;
    }
  | { readonly kind: 'break' | 'continue'; readonly pos: number };

/** A parsed template and the text its positions refer to. */
export interface Template {
  readonly name: string;
  /** The name that messages show: that of the file it was parsed from. */
  readonly parseName: string;
  readonly source: string;
  readonly pieces: readonly Piece[];
}
