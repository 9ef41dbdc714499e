// POSIX basic and extended regular expressions, with GNU's extensions, translated to JavaScript
// (flags u and s). Differences kept in mind: `*` first in a BRE is literal, alternatives match the
// longest (see needsLongest), and what is wrong is told in the C library's words.
import { readBracket, SPACE, WORD } from './bracket';

/** Whose rules apply where POSIX leaves it open. `posix`: regcomp, as bash's =~ and expr. */
export type Dialect = 'posix' | 'grep' | 'sed' | 'awk';

export interface Translation {
  readonly source: string;
  readonly groups: number;
  /** Alternatives of which JavaScript might take a shorter one than POSIX. */
  readonly needsLongest: boolean;
  readonly warnings: readonly string[];
}

export interface TranslateRules {
  readonly isExtended: boolean;
  readonly dialect: Dialect;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

/** Translates, or returns the error's text. */
export function translate(text: string, rules: TranslateRules): Translation | string {
  const parser = new Parser(text, rules);
  try {
    const { source } = parser.alternatives(0);
    const { groups, needsLongest, warnings } = parser;
    return { source, groups, needsLongest, warnings };
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

class Problem extends Error {}

/** A piece of the result. `literal` is set while it stands for exactly that text. */
interface Piece {
  source: string;
  literal: string | undefined;
  /** Its first character when that is certain. */
  first: string | undefined;
}

const WORD_START = `(?<![${WORD}])(?=[${WORD}])`;
const WORD_END = `(?<=[${WORD}])(?![${WORD}])`;
const BOUNDARY = `(?:${WORD_START}|${WORD_END})`;
const INSIDE = `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`;

const SPECIAL_ESCAPES: Readonly<Record<string, string>> = {
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  b: BOUNDARY,
  B: INSIDE,
  '<': WORD_START,
  '>': WORD_END,
  '`': '(?<![\\s\\S])',
  "'": '(?![\\s\\S])',
};

const CONTROL_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  f: '\f',
  v: '\v',
  a: '\u0007',
  r: '\r',
};

class Parser {
  groups = 0;
  needsLongest = false;
  readonly warnings: string[] = [];
  #text: string;
  #rules: TranslateRules;
  #at = 0;
  #closed = new Set<number>();

  constructor(text: string, rules: TranslateRules) {
    this.#text = text;
    this.#rules = rules;
  }

  alternatives(depth: number): { source: string } {
    const branches: Piece[] = [this.#branch(depth)];
    while (this.#takeBar()) branches.push(this.#branch(depth));
    if (depth === 0 && this.#at < this.#text.length) throw new Problem('Unmatched ) or \\)');
    if (branches.length === 1) return { source: branches[0]?.source ?? '' };
    return { source: this.#order(branches, depth).join('|') };
  }

  /** Literal alternatives: the longest first. Others: noted when a shorter one might win. */
  #order(branches: readonly Piece[], depth: number): string[] {
    const texts = branches.map((b) => b.literal ?? '');
    if (branches.every((b) => b.literal !== undefined)) {
      // What follows a group may need the shorter one after all.
      const isPrefix = texts.some((a) => texts.some((b) => b !== a && b.startsWith(a)));
      if (depth > 0 && isPrefix) this.needsLongest = true;
      return [...branches]
        .sort((a, b) => (b.literal ?? '').length - (a.literal ?? '').length)
        .map((b) => b.source);
    }
    const firsts = branches.map((b) => b.first?.toLowerCase());
    if (firsts.some((f, i) => f === undefined || firsts.indexOf(f) !== i)) this.needsLongest = true;
    return branches.map((b) => b.source);
  }

  #takeBar(): boolean {
    const bar = this.#rules.isExtended ? '|' : '\\|';
    if (!this.#text.startsWith(bar, this.#at)) return false;
    this.#at += bar.length;
    return true;
  }

  #isAt(token: string): boolean {
    return this.#text.startsWith(token, this.#at);
  }

  #isAtBranchEnd(depth: number): boolean {
    const { isExtended, dialect } = this.#rules;
    if (this.#at >= this.#text.length) return true;
    if (this.#isAt(isExtended ? '|' : '\\|')) return true;
    if (!this.#isAt(isExtended ? ')' : '\\)')) return false;
    return depth > 0 || !isExtended || dialect === 'sed' || dialect === 'awk';
  }

  #branch(depth: number): Piece {
    const out: Piece = { source: '', literal: '', first: undefined };
    for (let isStart = true; !this.#isAtBranchEnd(depth); ) {
      const before = this.#at;
      const atom = this.#atom(depth, isStart);
      const isAnchor = atom.source === '^' || atom.source === '(?<![^\\n])';
      const repeated = this.#repeats(atom, isAnchor && !this.#rules.isExtended);
      if (before === 0 || out.source === '') out.first = repeated.first;
      out.source += repeated.source;
      out.literal =
        out.literal === undefined || repeated.literal === undefined
          ? undefined
          : out.literal + repeated.literal;
      isStart = isAnchor && isStart;
    }
    return out;
  }

  /** Quantifiers after an atom. After the `^` of a BRE a `*` is literal. */
  #repeats(atom: Piece, isLiteralStar: boolean): Piece {
    let piece = atom;
    let isSimple = true;
    while (this.#at < this.#text.length) {
      if (isLiteralStar && this.#isAt('*')) break;
      const quantifier = this.#quantifier();
      if (quantifier === undefined) break;
      const isPlain = isSimple && isOneAtom(piece.source);
      const source = (isPlain ? piece.source : `(?:${piece.source})`) + quantifier;
      const isOptional = /^[*?]|^\{0/.test(quantifier);
      piece = { source, literal: undefined, first: isOptional ? undefined : piece.first };
      isSimple = false;
    }
    return piece;
  }

  #quantifier(): string | undefined {
    const { isExtended } = this.#rules;
    if (this.#isAt('*')) return this.#take(1, '*');
    for (const mark of ['+', '?']) {
      if (this.#isAt(isExtended ? mark : `\\${mark}`)) return this.#take(isExtended ? 1 : 2, mark);
    }
    if (this.#isAt(isExtended ? '{' : '\\{')) return this.#interval();
    return undefined;
  }

  #take<T>(count: number, value: T): T {
    this.#at += count;
    return value;
  }

  #interval(): string | undefined {
    const { isExtended, dialect } = this.#rules;
    const open = isExtended ? 1 : 2;
    const close = isExtended ? '}' : '\\}';
    const end = this.#text.indexOf(close, this.#at + open);
    const inside = end < 0 ? '' : this.#text.slice(this.#at + open, end);
    const m = /^(\d*)(,?)(\d*)$/.exec(inside);
    const isValid = m !== null && inside !== '' && (m[1] !== '' || m[2] !== '');
    if (!isValid) {
      if (isExtended && (dialect === 'grep' || dialect === 'awk')) return undefined;
      if (end < 0 && /^\d*,?\d*$/.test(this.#text.slice(this.#at + open))) {
        throw new Problem('Unmatched \\{');
      }
      throw new Problem('Invalid content of \\{\\}');
    }
    const min = Number(m[1] || '0');
    const max = m[3] !== '' ? Number(m[3]) : m[2] === ',' ? Number.POSITIVE_INFINITY : min;
    if (max < min) throw new Problem('Invalid content of \\{\\}');
    if (min > 32767 || (max > 32767 && Number.isFinite(max))) {
      throw new Problem('Regular expression too big');
    }
    this.#at = end + close.length;
    return max === min ? `{${min}}` : `{${min},${Number.isFinite(max) ? max : ''}}`;
  }

  #atom(depth: number, isStart: boolean): Piece {
    const { isExtended } = this.#rules;
    const c = this.#text[this.#at] ?? '';
    if (c === '\\') return this.#escape(depth, isStart);
    if (c === '[') return this.#bracket();
    if (c === '.') return this.#take(1, set('.'));
    if (c === '*' && isStart && !isExtended) return this.#take(1, literal('*'));
    if (c === '^' && (isExtended || isStart)) return this.#take(1, set(this.#lineStart()));
    if (c === '$' && (isExtended || this.#isLastInBre())) {
      return this.#take(1, set(this.#rules.multiline ? '(?![^\\n])' : '$'));
    }
    if (isExtended && c === '(') return this.#group(depth, 1);
    if (isExtended && isStart && '*+?{'.includes(c)) return this.#leadingQuantifier(c);
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    return this.#take(char.length, literal(char));
  }

  #lineStart(): string {
    return this.#rules.multiline ? '(?<![^\\n])' : '^';
  }

  #isLastInBre(): boolean {
    const rest = this.#text.slice(this.#at + 1);
    return rest === '' || rest.startsWith('\\)') || rest.startsWith('\\|');
  }

  #leadingQuantifier(c: string): Piece {
    const { dialect } = this.#rules;
    if (dialect === 'awk') return this.#take(1, literal(c));
    if (dialect !== 'grep') throw new Problem('Invalid preceding regular expression');
    if (c === '{') {
      const before = this.#at;
      if (this.#interval() === undefined) return this.#take(1, literal('{'));
      this.warnings.push(`{...} at start of expression`);
      return this.#at > before ? set('') : literal('{');
    }
    this.warnings.push(`${c} at start of expression`);
    return this.#take(1, set(''));
  }

  #group(depth: number, size: number): Piece {
    this.#at += size;
    const number = ++this.groups;
    const { source } = this.alternatives(depth + 1);
    const close = this.#rules.isExtended ? ')' : '\\)';
    if (!this.#isAt(close)) throw new Problem('Unmatched ( or \\(');
    this.#at += close.length;
    this.#closed.add(number);
    return set(`(${source})`);
  }

  #escape(depth: number, isStart: boolean): Piece {
    const { isExtended, dialect } = this.#rules;
    const next = this.#text[this.#at + 1];
    if (next === undefined) throw new Problem('Trailing backslash');
    if (!isExtended) {
      if (next === '(') return this.#group(depth, 2);
      if (next === '{') {
        if (!isStart) throw new Problem('Invalid preceding regular expression');
        if (dialect === 'grep') return this.#take(2, literal('{'));
        throw new Problem('Invalid preceding regular expression');
      }
      if (isStart && (next === '+' || next === '?')) return this.#take(2, literal(next));
    }
    if (next >= '1' && next <= '9' && dialect !== 'awk') {
      if (!this.#closed.has(Number(next))) throw new Problem('Invalid back reference');
      return this.#take(2, set(`(?:\\${next})`));
    }
    const control = CONTROL_ESCAPES[next];
    if (control !== undefined && (dialect === 'sed' || dialect === 'awk')) {
      return this.#take(2, literal(control));
    }
    const special = SPECIAL_ESCAPES[next];
    if (special !== undefined) return this.#take(2, set(special));
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at + 1) ?? 0);
    return this.#take(1 + char.length, literal(char));
  }

  #bracket(): Piece {
    const { dialect, ignoreCase } = this.#rules;
    const escapeLetter =
      dialect === 'sed'
        ? (letter: string) => CONTROL_ESCAPES[letter]
        : dialect === 'awk'
          ? (letter: string) => CONTROL_ESCAPES[letter] ?? letter
          : undefined;
    const got = readBracket(this.#text, this.#at, {
      ignoreCase,
      ...(escapeLetter === undefined ? {} : { escape: escapeLetter }),
    });
    if ('error' in got) throw new Problem(got.error);
    if (dialect === 'grep' && /^\[:[^[\]]*:\]$/.test(this.#text.slice(this.#at, got.end))) {
      throw new Problem('character class syntax is [[:space:]], not [:space:]');
    }
    this.#at = got.end;
    return set(got.source);
  }
}

function isOneAtom(source: string): boolean {
  if ([...source].length === 1) return source !== '^' && source !== '$';
  if (/^\\.$/u.test(source)) return true;
  if (/^\[(?:[^\]\\]|\\.)*\]$/u.test(source)) return true;
  return /^\([^()?][^()]*\)$/.test(source);
}

/** A piece that is not one known text. */
function set(source: string): Piece {
  return { source, literal: undefined, first: undefined };
}

function literal(char: string): Piece {
  const source = /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
  return { source, literal: char, first: char };
}
