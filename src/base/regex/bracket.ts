// Bracket expressions (`[^a-z[:digit:]]`) as JavaScript character classes, and the sets behind the
// POSIX class names as the C library has them for UTF-8.

const BLANK = ' \\t\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u205f\\u3000';
const VISIBLE = '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}';

/** The insides of a JavaScript class (with the u flag) for each POSIX class. */
export const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}\\p{Nl}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: `${BLANK}\\n\\v\\f\\r\\u2028\\u2029`,
  blank: BLANK,
  punct: '\\p{P}\\p{S}',
  cntrl: '\\p{Cc}\\u2028\\u2029',
  print: `${VISIBLE} `,
  graph: VISIBLE,
  xdigit: '0-9A-Fa-f',
};

/** What `\w` and `\s` stand for. */
export const WORD = '\\p{L}\\p{N}_';
export const SPACE = CLASSES.space ?? '';

/** A bracket expression: its JavaScript source and where the text goes on, or an error text. */
export type Bracket =
  | { readonly source: string; readonly end: number }
  | { readonly error: string };

export const UNMATCHED_BRACKET = 'Unmatched [, [^, [:, [., or [=';

export interface BracketRules {
  /** Backslash escapes inside (`[\n]`, `[\]]`), by the letter after it. */
  readonly escape?: (letter: string) => string | undefined;
  readonly ignoreCase: boolean;
}

/** Reads the bracket expression whose `[` is at `start`. */
export function readBracket(text: string, start: number, rules: BracketRules): Bracket {
  let at = start + 1;
  const isNegated = text[at] === '^';
  if (isNegated) at++;
  let source = '';
  let from: string | undefined;
  let isRange = false;
  for (let isFirst = true; ; isFirst = false) {
    if (at >= text.length) return { error: UNMATCHED_BRACKET };
    if (text[at] === ']' && !isFirst) break;
    const item = readItem(text, at, rules);
    if ('error' in item) return item;
    at = item.end;
    if (item.set !== undefined) {
      if (isRange) return { error: 'Invalid range end' };
      source += (from === undefined ? '' : escapeInClass(from)) + item.set;
      from = undefined;
      continue;
    }
    const { char } = item;
    if (isRange && from !== undefined) {
      if (codePoint(from) > codePoint(char)) return { error: 'Invalid range end' };
      source += `${escapeInClass(from)}-${escapeInClass(char)}`;
      from = undefined;
      isRange = false;
      continue;
    }
    if (char === '-' && item.isPlain && from !== undefined && text[at] !== ']') {
      isRange = true;
      continue;
    }
    if (from !== undefined) source += escapeInClass(from);
    from = char;
  }
  if (from !== undefined) source += escapeInClass(from);
  return { source: `[${isNegated ? '^' : ''}${source}]`, end: at + 1 };
}

type Item =
  | { readonly error: string }
  | { readonly end: number; readonly set: string; readonly char?: undefined }
  | {
      readonly end: number;
      readonly set?: undefined;
      readonly char: string;
      readonly isPlain: boolean;
    };

function readItem(text: string, at: number, rules: BracketRules): Item {
  const c = text[at];
  const next = text[at + 1];
  if (c === '[' && (next === ':' || next === '.' || next === '=')) {
    const close = text.indexOf(`${next}]`, at + 2);
    if (close < 0) return { error: UNMATCHED_BRACKET };
    const name = text.slice(at + 2, close);
    if (next !== ':') {
      if ([...name].length !== 1) return { error: 'Invalid collation character' };
      return { end: close + 2, char: name, isPlain: false };
    }
    let set = CLASSES[name];
    if (set === undefined) return { error: 'Invalid character class name' };
    if (rules.ignoreCase && (name === 'upper' || name === 'lower')) set = '\\p{Lu}\\p{Ll}';
    return { end: close + 2, set };
  }
  if (c === '\\' && rules.escape !== undefined && next !== undefined) {
    const char = rules.escape(next);
    if (char !== undefined) return { end: at + 2, char, isPlain: false };
  }
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { end: at + char.length, char, isPlain: true };
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function escapeInClass(char: string): string {
  if (/[\\\]^[-]/.test(char)) return `\\${char}`;
  return char;
}
