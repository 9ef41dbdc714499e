// Cuts a jq program into tokens, named as jq's error messages name them.

export interface Token {
  /** IDENT, FIELD, LITERAL, FORMAT, STRING, $end, a keyword, an operator, or `'c'`. */
  readonly kind: string;
  readonly text: string;
  readonly at: number;
  /** Where the last part of it begins, for STRING. */
  readonly end?: number;
  /** For STRING: text and the programs inside of `\( )`. */
  readonly parts?: readonly (string | { readonly tokens: readonly Token[] })[];
}

/** Mistakes in a program, each with the place it is shown at. */
export class JqSyntaxError extends Error {
  readonly problems: readonly { readonly message: string; readonly at: number }[];
  constructor(problems: readonly { readonly message: string; readonly at: number }[]) {
    super(problems[0]?.message ?? '');
    this.problems = problems;
  }
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'as import include module def if then else elif end reduce foreach try catch label and or ' +
    'not __loc__ break'
  )
    .split(' ')
    .filter((word) => word !== 'not'),
);

const OPERATOR = /\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\./y;
const SINGLE = '.?=;:,|+-*/%$<>()[]{}';
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /(?:[a-zA-Z_]\w*::)*[a-zA-Z_]\w*/y;
const FIELD = /\.[a-zA-Z_]\w*/y;
const FORMAT = /@[a-zA-Z0-9_]+/y;

const QUOTE_EXPECTED = 'expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END';

export function syntaxError(unexpected: string, expecting: string, at: number): JqSyntaxError {
  const message = `syntax error, unexpected ${unexpected}${expecting && `, ${expecting}`}`;
  return new JqSyntaxError([{ message: `${message} (Unix shell quoting issues?)`, at }]);
}

export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    const tokens = this.#until('');
    const last = tokens[tokens.length - 1];
    const blanks = /\s+$/.exec(this.#source)?.index;
    tokens.push({ kind: '$end', text: '', at: blanks ?? last?.end ?? last?.at ?? 0 });
    return tokens;
  }

  /** Tokens up to an unopened `close`, which is taken; or to the end of the source. */
  #until(close: string): Token[] {
    const tokens: Token[] = [];
    const open: string[] = [];
    for (;;) {
      this.#skip();
      const at = this.#at;
      const c = this.#source[at];
      if (c === undefined) {
        if (close !== '') tokens.push({ kind: '$end', text: '', at: tokens.at(-1)?.at ?? at });
        return tokens;
      }
      if (c === '"') {
        tokens.push(this.#string());
        continue;
      }
      if ('([{'.includes(c)) open.push({ '(': ')', '[': ']', '{': '}' }[c] ?? '');
      else if (')]}'.includes(c)) {
        const expected = open.pop();
        if (expected === undefined && c === close) {
          this.#at++;
          return tokens;
        }
        if (expected !== c) {
          this.#at++;
          tokens.push({ kind: 'INVALID_CHARACTER', text: c, at });
          continue;
        }
      }
      tokens.push(this.#token(c, at));
    }
  }

  #skip(): void {
    for (;;) {
      const c = this.#source[this.#at];
      if (c === ' ' || c === '\t' || c === '\n' || c === '\r') this.#at++;
      else if (c === '#') {
        const end = this.#source.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#source.length : end;
      } else return;
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#source)?.[0];
    if (text !== undefined) this.#at += text.length;
    return text;
  }

  #token(c: string, at: number): Token {
    const number = this.#take(NUMBER);
    if (number !== undefined) return { kind: 'LITERAL', text: number, at };
    const field = this.#take(FIELD);
    if (field !== undefined) return { kind: 'FIELD', text: field.slice(1), at };
    const word = this.#take(WORD);
    if (word !== undefined) return { kind: KEYWORDS.has(word) ? word : 'IDENT', text: word, at };
    const format = this.#take(FORMAT);
    if (format !== undefined) return { kind: 'FORMAT', text: format, at };
    const op = this.#take(OPERATOR);
    if (op !== undefined) return { kind: op, text: op, at };
    this.#at++;
    return { kind: SINGLE.includes(c) ? `'${c}'` : 'INVALID_CHARACTER', text: c, at };
  }

  #string(): Token {
    const source = this.#source;
    const start = this.#at++;
    const parts: (string | { tokens: Token[] })[] = [];
    let text = '';
    let textAt = this.#at;
    for (;;) {
      const c = source[this.#at];
      if (c === undefined) throw syntaxError('$end', QUOTE_EXPECTED, text === '' ? start : textAt);
      if (c === '"') break;
      if (c !== '\\') {
        text += c;
        this.#at++;
        continue;
      }
      const next = source[this.#at + 1] ?? '';
      if (next === '(') {
        this.#at += 2;
        if (text !== '') parts.push(text);
        text = '';
        const tokens = this.#until(')');
        const end = tokens.at(-1);
        if (end?.kind !== '$end') tokens.push({ kind: 'close', text: ')', at: this.#at - 1 });
        parts.push({ tokens });
        if (end?.kind === '$end') return { kind: 'STRING', text: '', at: start, parts };
        textAt = this.#at;
        continue;
      }
      text += this.#escape(next, textAt);
    }
    const end = this.#at++;
    if (text !== '' || parts.length === 0) parts.push(text);
    return { kind: 'STRING', text: '', at: start, end, parts };
  }

  #escape(next: string, at: number): string {
    if (next === 'u') {
      const hex = this.#source.slice(this.#at + 2, this.#at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(hex)) {
        this.#at += 6;
        return String.fromCharCode(Number.parseInt(hex, 16));
      }
    }
    const plain = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '/': '/', '\\': '\\', '"': '"' }[
      next
    ];
    if (plain === undefined) {
      const message = 'Invalid escape at line 1, column 4 (while parsing';
      throw new JqSyntaxError([{ message: `${message} '"\\${next}"')`, at }]);
    }
    this.#at += 2;
    return plain;
  }
}
