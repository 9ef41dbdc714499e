// Cuts an awk program into tokens. Whether `/` divides or begins a pattern follows from the token
// before it.

export type TokenKind =
  | 'number'
  | 'string'
  | 'regex'
  | 'name'
  | 'call'
  | 'builtin'
  | 'keyword'
  | 'op'
  | 'newline'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The text; for strings and patterns what they mean. */
  readonly text: string;
  readonly line: number;
  /** A `}` that closes nothing. */
  readonly isExtra?: boolean;
}

/** A mistake in the program: all that is printed after `awk: `. */
export class AwkSyntaxError extends Error {}

const KEYWORDS = new Set(
  (
    'BEGIN END if else while for do break continue next nextfile exit return delete in ' +
    'function func print printf getline'
  ).split(' '),
);

export const BUILTINS: ReadonlySet<string> = new Set(
  (
    'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand ' +
    'srand tolower toupper system close fflush strftime systime mktime'
  ).split(' '),
);

const OPERATORS = new RegExp(
  '(?:\\*\\*=|\\*\\*|&&|\\|\\||\\+\\+|--|\\+=|-=|\\*=|/=|%=|\\^=|==|<=|>=|!=|>>|!~|' +
    '[{}()[\\];,+\\-*/%^!<>|?:~$=])',
  'y',
);
const NUMBER = /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/** @throws AwkSyntaxError */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  #source: string;
  #at = 0;
  #line = 1;
  #tokens: Token[] = [];
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    while (this.#at < this.#source.length) this.#next();
    this.#push('newline', '\n');
    this.#line++;
    this.#push('end', '');
    return this.#tokens;
  }

  #push(kind: TokenKind, text: string): void {
    this.#tokens.push({ kind, text, line: this.#line });
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#source)?.[0];
    if (text !== undefined) this.#at += text.length;
    return text;
  }

  #next(): void {
    const c = this.#source[this.#at] ?? '';
    if (c === ' ' || c === '\t' || c === '\r') {
      this.#at++;
      return;
    }
    if (c === '\n') {
      this.#at++;
      this.#push('newline', '\n');
      this.#line++;
      return;
    }
    if (c === '\\' && /^\\\r?\n/.test(this.#source.slice(this.#at, this.#at + 3))) {
      this.#at = this.#source.indexOf('\n', this.#at) + 1;
      this.#line++;
      return;
    }
    if (c === '#') {
      const end = this.#source.indexOf('\n', this.#at);
      this.#at = end < 0 ? this.#source.length : end;
      return;
    }
    if (c === '"') {
      this.#string();
      return;
    }
    if (c === '/' && !this.#afterOperand()) {
      this.#regex();
      return;
    }
    const number = this.#take(NUMBER);
    if (number !== undefined) {
      this.#push('number', number);
      return;
    }
    const name = this.#take(NAME);
    if (name !== undefined) {
      this.#word(name);
      return;
    }
    const op = this.#take(OPERATORS);
    if (op === undefined) throw new AwkSyntaxError(`${this.#line}: unexpected character '${c}'`);
    if (op === '{') this.#depth++;
    if (op === '}' && --this.#depth < 0) {
      this.#tokens.push({ kind: 'op', text: op, line: this.#line, isExtra: true });
    } else this.#push('op', op);
  }

  #word(name: string): void {
    if (KEYWORDS.has(name)) this.#push('keyword', name === 'func' ? 'function' : name);
    else if (BUILTINS.has(name)) this.#push('builtin', name);
    else this.#push(this.#source[this.#at] === '(' ? 'call' : 'name', name);
  }

  #afterOperand(): boolean {
    const last = this.#tokens[this.#tokens.length - 1];
    if (last === undefined) return false;
    if (['number', 'string', 'name', 'builtin'].includes(last.kind)) return true;
    return last.kind === 'op' && [')', ']', '++', '--', '$'].includes(last.text);
  }

  #string(): void {
    const source = this.#source;
    const start = ++this.#at;
    let raw = '';
    for (;;) {
      const c = source[this.#at];
      if (c === undefined || c === '\n') {
        const shown = source.slice(start, this.#at).slice(0, 10);
        throw new AwkSyntaxError(`line ${this.#line}: runaway string constant "${shown} ...`);
      }
      if (c === '"') break;
      if (c === '\\' && source[this.#at + 1] === '\n') {
        this.#at += 2;
        this.#line++;
        continue;
      }
      if (c === '\\') {
        raw += c;
        this.#at++;
      }
      raw += source[this.#at++] ?? '';
    }
    this.#at++;
    this.#push('string', unescapeText(raw));
  }

  #regex(): void {
    const source = this.#source;
    const start = ++this.#at;
    let isBracket = false;
    for (;;) {
      const c = source[this.#at];
      if (c === undefined || c === '\n') {
        const shown = source.slice(start, this.#at).slice(0, 10);
        throw new AwkSyntaxError(`line ${this.#line}: runaway regular expression /${shown} ...`);
      }
      if (c === '/' && !isBracket) break;
      if (c === '\\') this.#at++;
      else if (c === '[' && !isBracket) {
        isBracket = true;
        if (source[this.#at + 1] === '^') this.#at++;
        if (source[this.#at + 1] === ']') this.#at++;
      } else if (c === ']') isBracket = false;
      this.#at++;
    }
    const text = source.slice(start, this.#at++).replaceAll('\\/', '/');
    this.#push('regex', text);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Escape sequences in strings, -v and assignments; an unknown one keeps its backslash. */
export function unescapeText(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g,
    (all, octal?: string, hex?: string, char?: string) => {
      if (octal !== undefined) return byteText(Number.parseInt(octal, 8) & 255);
      if (hex !== undefined) return byteText(Number.parseInt(hex, 16));
      return ESCAPES[char ?? ''] ?? all;
    },
  );
}

function byteText(byte: number): string {
  return String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte);
}
