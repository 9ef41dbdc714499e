/** Cuts a Go template into tokens, with the lexer's messages. */

/** Kinds of tokens. */
export type TokenKind =
  | 'eof'
  | 'error'
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | '('
  | ')'
  | 'char'
  | 'bool'
  | 'number'
  | 'constant'
  | 'string'
  | 'raw'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'dot'
  | 'nil'
  | 'keyword';

/** One token; pos is its offset. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly pos: number;
  readonly line: number;
}

const KEYWORDS: readonly string[] = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
];
const SPACE = /^[ \t\r\n]+/;
const WORD = /^[_\p{L}\p{Nd}]*/u;
const WITH_RADIX = '0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+';
const DECIMAL = '(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?';
const NUMBER = new RegExp(`^[+-]?(?:${WITH_RADIX}|${DECIMAL})`);

/** All tokens of a template; the last one is `eof` or an `error`. */
export function lexTemplate(source: string): readonly Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly source: string;
  private readonly tokens: Token[] = [];
  private at = 0;
  private line = 1;
  private parens = 0;

  constructor(source: string) {
    this.source = source;
  }

  run(): readonly Token[] {
    while (this.lexText() && this.lexAction());
    return this.tokens;
  }

  private push(kind: TokenKind, length: number): true {
    const text = this.source.slice(this.at, this.at + length);
    this.tokens.push({ kind, text, pos: this.at, line: this.line });
    this.skip(length);
    return true;
  }

  private skip(length: number): void {
    const end = this.at + length;
    for (let i = this.source.indexOf('\n', this.at); i >= 0 && i < end; this.line++) {
      i = this.source.indexOf('\n', i + 1);
    }
    this.at = end;
  }

  private fail(message: string): false {
    this.tokens.push({ kind: 'error', text: message, pos: this.at, line: this.line });
    return false;
  }

  /** Text up to the next action; false at the end. */
  private lexText(): boolean {
    const open = this.source.indexOf('{{', this.at);
    const end = open < 0 ? this.source.length : open;
    const isTrimmed = open >= 0 && /^-[ \t\r\n]/.test(this.source.slice(open + 2, open + 4));
    const text = this.source.slice(this.at, end);
    const length = isTrimmed ? text.replace(/[ \t\r\n]+$/, '').length : text.length;
    if (length > 0) this.push('text', length);
    this.skip(end - this.at);
    if (open >= 0) return this.lexLeft(isTrimmed);
    this.push('eof', 0);
    return false;
  }

  private lexLeft(isTrimmed: boolean): boolean {
    const inside = this.at + (isTrimmed ? 4 : 2);
    if (!this.source.startsWith('/*', inside)) {
      this.push('left', 2);
      if (isTrimmed) this.skip(2);
      this.parens = 0;
      return true;
    }
    const close = this.source.indexOf('*/', inside);
    this.skip(inside - this.at);
    if (close < 0) return this.fail('unclosed comment');
    this.skip(close + 2 - this.at);
    const right = this.rightDelimiter();
    if (right === null) return this.fail('comment ends before closing delimiter');
    this.closeDelimiter(right);
    return this.lexText();
  }

  /** Whether `}}` or ` -}}` follows, and which; null when neither. */
  private rightDelimiter(): 'plain' | 'trim' | null {
    if (/^[ \t\r\n]-\}\}/.test(this.source.slice(this.at, this.at + 4))) return 'trim';
    return this.source.startsWith('}}', this.at) ? 'plain' : null;
  }

  private closeDelimiter(right: 'plain' | 'trim'): void {
    this.skip(right === 'trim' ? 4 : 2);
    if (right !== 'trim') return;
    this.skip(SPACE.exec(this.source.slice(this.at))?.[0].length ?? 0);
  }

  /** The inside of an action; false after an error. */
  private lexAction(): boolean {
    for (;;) {
      const right = this.rightDelimiter();
      if (right !== null) {
        if (this.parens > 0) return this.fail('unclosed left paren');
        this.tokens.push({ kind: 'right', text: '}}', pos: this.at, line: this.line });
        this.closeDelimiter(right);
        return true;
      }
      if (!this.lexToken()) return false;
    }
  }

  private lexToken(): boolean {
    const char = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    if (this.at >= this.source.length) return this.fail('unclosed action');
    const rest = this.source.slice(this.at);
    const space = SPACE.exec(rest)?.[0];
    if (space) return this.lexSpace(space);
    if (char === '=') return this.push('assign', 1);
    if (char === ':') return rest[1] === '=' ? this.push('declare', 2) : this.fail('expected :=');
    if (char === '|') return this.push('pipe', 1);
    if (char === '"' || char === "'") return this.lexQuoted(char);
    if (char === '`') {
      const end = rest.indexOf('`', 1);
      return end < 0 ? this.fail('unterminated raw quoted string') : this.push('raw', end + 1);
    }
    if (char === '$') return this.lexName('variable', rest);
    if (char === '.' && !/^\.[0-9]/.test(rest)) return this.lexName('field', rest);
    if (/^[-+.0-9]/.test(char)) return this.lexNumber(rest);
    if (/^[_\p{L}\p{Nd}]/u.test(char)) return this.lexWord(rest);
    if (char === '(') {
      this.parens++;
      return this.push('(', 1);
    }
    if (char === ')') {
      if (--this.parens < 0) return this.fail('unexpected right paren');
      return this.push(')', 1);
    }
    if (char > ' ' && char <= '~') return this.push('char', 1);
    return this.fail(`unrecognized character in action: ${codePoint(char)}`);
  }

  /** A blank that belongs to ` -}}` is not a token. */
  private lexSpace(space: string): true {
    const isBeforeTrim = this.source.startsWith('-}}', this.at + space.length);
    if (!isBeforeTrim) return this.push('space', space.length);
    if (space.length > 1) this.push('space', space.length - 1);
    return true;
  }

  private lexQuoted(quote: string): boolean {
    for (let i = this.at + 1; ; i++) {
      const char = this.source[i];
      if (char === '\\' && this.source[i + 1] !== '\n') i++;
      else if (char === undefined || char === '\n') {
        const what = quote === '"' ? 'quoted string' : 'character constant';
        return this.fail(`unterminated ${what}`);
      } else if (char === quote) {
        return this.push(quote === '"' ? 'string' : 'constant', i + 1 - this.at);
      }
    }
  }

  /** `.field`, `$variable`, or a lone `.` or `$`. */
  private lexName(kind: 'field' | 'variable', rest: string): boolean {
    const word = WORD.exec(rest.slice(1))?.[0] ?? '';
    const length = word.length + 1;
    const bad = this.badTerminator(length);
    if (bad !== null) return this.fail(`bad character ${bad}`);
    return this.push(kind === 'field' && word === '' ? 'dot' : kind, length);
  }

  private lexNumber(rest: string): boolean {
    // A lone sign counts as a number here and is refused by the parser.
    const text = (NUMBER.exec(rest) ?? /^[-+]/.exec(rest))?.[0] ?? '';
    const after = rest.slice(text.length);
    if (text === '' || /^[_\p{L}\p{Nd}]/u.test(after)) {
      const shown = rest.slice(0, text.length + (after === '' ? 0 : 1));
      return this.fail(`bad number syntax: ${JSON.stringify(shown)}`);
    }
    return this.push('number', text.length);
  }

  private lexWord(rest: string): boolean {
    const word = WORD.exec(rest)?.[0] ?? '';
    const bad = this.badTerminator(word.length);
    if (bad !== null) return this.fail(`bad character ${bad}`);
    if (KEYWORDS.includes(word)) return this.push('keyword', word.length);
    if (word === 'nil') return this.push('nil', word.length);
    const isBool = word === 'true' || word === 'false';
    return this.push(isBool ? 'bool' : 'identifier', word.length);
  }

  /** What wrongly follows a word, as Go shows a character; null when it may end there. */
  private badTerminator(length: number): string | null {
    const at = this.at + length;
    if (at >= this.source.length || this.source.startsWith('}}', at)) return null;
    const char = String.fromCodePoint(this.source.codePointAt(at) ?? 0);
    return ' \t\r\n.,|:)('.includes(char) ? null : codePoint(char);
  }
}

function codePoint(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${hex} '${char}'`;
}
