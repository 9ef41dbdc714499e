// Regular expressions as Unix tools have them, run by JavaScript's engine. One place for bash's =~,
// grep, sed, awk, expr and find, so that they agree on classes, errors and what matches.
import { WORD } from './bracket';
import { translatePerl } from './perl';
import { type Dialect, translate } from './posix';

export type { Dialect } from './posix';

export interface RegexFlags {
  readonly ignoreCase?: boolean;
  /** `^` and `$` match at each line (sed's M). */
  readonly multiline?: boolean;
  /** The match must be a whole word or the whole text (grep's -w and -x). */
  readonly whole?: 'word' | 'text' | undefined;
  /** Whose rules apply where POSIX leaves it open; `posix` (regcomp) by default. */
  readonly dialect?: Dialect;
}

/** A compiled expression, or why there is none (in the C library's words). */
export type Compiled =
  | { readonly regex: Regex; readonly error?: undefined }
  | { readonly regex?: undefined; readonly error: string };

interface RegexParts {
  readonly source: string;
  readonly flags: string;
  readonly groups: number;
  readonly needsLongest: boolean;
  readonly keep?: number | undefined;
  readonly warnings: readonly string[];
}

/** A compiled regular expression. Holds no state between calls. */
export class Regex {
  /** How many groups it has. */
  readonly groups: number;
  /** What GNU grep warns about. */
  readonly warnings: readonly string[];
  #search: RegExp;
  #parts: RegexParts;
  #exact: RegExp | undefined;

  constructor(parts: RegexParts) {
    this.#parts = parts;
    this.groups = parts.groups;
    this.warnings = parts.warnings;
    this.#search = new RegExp(parts.source, `g${parts.flags}`);
  }

  /** The JavaScript source, for those who build on it (flags: u, s). */
  get source(): string {
    return this.#parts.source;
  }

  test(text: string): boolean {
    this.#search.lastIndex = 0;
    return this.#search.test(text);
  }

  /** The leftmost (and there the longest) match at or after `from`. `^` is the text's start. */
  exec(text: string, from = 0): RegExpExecArray | null {
    this.#search.lastIndex = from;
    const found = this.#search.exec(text);
    if (found === null) return null;
    if (this.#parts.keep !== undefined) return this.#afterKeep(found, this.#parts.keep);
    return this.#parts.needsLongest ? this.#longest(text, found) : found;
  }

  /** Tries ends beyond the one JavaScript found, the farthest first. */
  #longest(text: string, found: RegExpExecArray): RegExpExecArray {
    this.#exact ??= new RegExp(`(?:${this.#parts.source})(?![\\s\\S])`, `y${this.#parts.flags}`);
    const end = found.index + found[0].length;
    const last = Math.min(text.length, found.index + 2000);
    for (let to = last; to > end; to--) {
      this.#exact.lastIndex = found.index;
      const longer = this.#exact.exec(to === text.length ? text : text.slice(0, to));
      if (longer !== null) return longer;
    }
    return found;
  }

  /** The match as it is after `\K`. */
  #afterKeep(found: RegExpExecArray, keep: number): RegExpExecArray {
    const start = found.indices?.[keep]?.[0] ?? found.index;
    found[0] = found[0].slice(start - found.index);
    found.index = start;
    return found;
  }
}

/** Compiled expressions by what they were made from: a cache of pure results. */
const cache = new Map<string, Compiled>();
const CACHE_SIZE = 256;

/** A basic regular expression. */
export function compileBre(text: string, flags: RegexFlags = {}): Compiled {
  return compile('B', text, flags);
}

/** An extended regular expression. */
export function compileEre(text: string, flags: RegexFlags = {}): Compiled {
  return compile('E', text, flags);
}

/** A Perl-compatible one (grep -P); errors in PCRE's words. */
export function compilePerl(text: string, flags: RegexFlags = {}): Compiled {
  return compile('P', text, flags);
}

/** One that matches the text itself. */
export function compileFixed(text: string, flags: RegexFlags = {}): Compiled {
  return compile('F', text, flags);
}

function compile(kind: 'B' | 'E' | 'P' | 'F', text: string, flags: RegexFlags): Compiled {
  const { ignoreCase = false, multiline = false, dialect = 'posix', whole } = flags;
  const key = `${kind}${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dialect}${whole} ${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const compiled = build(kind, text, { ignoreCase, multiline, dialect, whole });
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

interface BuildFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dialect: Dialect;
  readonly whole: 'word' | 'text' | undefined;
}

function wrap(source: string, whole: BuildFlags['whole']): string {
  if (whole === 'text') return `^(?:${source})$`;
  if (whole === 'word') return `(?<![${WORD}])(?:${source})(?![${WORD}])`;
  return source;
}

function build(kind: 'B' | 'E' | 'P' | 'F', text: string, flags: BuildFlags): Compiled {
  const jsFlags = `us${flags.ignoreCase ? 'i' : ''}`;
  if (kind === 'F') {
    const source = wrap(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags.whole);
    const parts = { source, flags: jsFlags, groups: 0, needsLongest: false, warnings: [] };
    return { regex: new Regex(parts) };
  }
  if (kind === 'P') return buildPerl(text, flags);
  const got = translate(text, { ...flags, isExtended: kind === 'E' });
  if (typeof got === 'string') return { error: got };
  const source = wrap(got.source, flags.whole);
  const hasAssertion = /\$|\(\?[!=]/.test(source);
  const needsLongest = got.needsLongest && !hasAssertion;
  try {
    return { regex: new Regex({ ...got, source, needsLongest, flags: jsFlags }) };
  } catch {
    return { error: 'Invalid regular expression' };
  }
}

function buildPerl(text: string, flags: BuildFlags): Compiled {
  const got = translatePerl(text);
  if (typeof got === 'string') return { error: got };
  const isInsensitive = flags.ignoreCase || got.ignoreCase;
  const jsFlags = `u${flags.multiline ? 'm' : ''}${isInsensitive ? 'i' : ''}${got.keep === undefined ? '' : 'd'}`;
  const { keep } = got;
  const source = wrap(got.source, flags.whole);
  try {
    const parts = { source, keep, flags: jsFlags, groups: 0, needsLongest: false, warnings: [] };
    return { regex: new Regex(parts) };
  } catch (error) {
    return { error: perlComplaint(String(error)) };
  }
}

function perlComplaint(message: string): string {
  if (/nothing to repeat/i.test(message)) return 'quantifier does not follow a repeatable item';
  if (/unterminated group/i.test(message)) return 'missing closing parenthesis';
  if (/range out of order/i.test(message)) return 'range out of order in character class';
  return 'unrecognized character follows \\';
}
