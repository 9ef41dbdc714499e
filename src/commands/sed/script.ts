// What a sed script is made of.
import type { Regex } from '../../base/regex';

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'last' }
  /** Without a regex: the last one used. */
  | { readonly kind: 'regex'; readonly regex: Regex | undefined };

export type RangeEnd =
  | Address
  | { readonly kind: 'plus'; readonly count: number }
  | { readonly kind: 'multiple'; readonly of: number };

/** A part of a replacement: text, a group (0 is &), or a change of case. */
export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'case'; readonly change: 'U' | 'L' | 'u' | 'l' | 'E' };

export interface Substitution {
  readonly regex: Regex | undefined;
  readonly replacement: readonly ReplacementPart[];
  readonly isGlobal: boolean;
  readonly number: number;
  readonly print: number;
  readonly evaluate: boolean;
  readonly file: string | undefined;
}

export interface Command {
  readonly name: string;
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
  readonly isNegated: boolean;
  /** Text of a i c, label, file name, or the table of y as pairs. */
  readonly text: string;
  readonly number: number | undefined;
  readonly substitution: Substitution | undefined;
  readonly map: ReadonlyMap<string, string> | undefined;
  /** For `{`: the index after its `}`; for b t T: where to go on. Set when all is read. */
  target: number;
  /** State of a range: the line it ends at, or until an address matches. */
  range: { isActive: boolean; isClosed: boolean; end: number };
}
