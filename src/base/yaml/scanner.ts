/**
 * Cuts YAML text into tokens by the rules of libyaml (which Go's yaml follows), including its
 * notion
 * of simple keys and indentation, so that mistakes are found at the same place with the same words.
 */

import { scanBlockScalar, scanPlain, scanQuoted } from './scan-scalar';
import { scanAnchor, scanDirective, scanTag } from './scan-word';

/** A place in the text; line and column count from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Kinds of tokens; block collections begin and end with invisible ones. */
export type TokenKind =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | '?'
  | ':'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** One token; text is a scalar's value, an anchor's name or a tag. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: Mark;
  readonly end: Mark;
  readonly text: string;
  /** Scalars only: written without quotes or block indicator. */
  readonly isPlain: boolean;
}

/**
 * A mistake in YAML text; caught at this folder's border. `goLine` is what Go prints, 0 for none.
 */
export class YamlMistake extends Error {
  readonly goLine: number;
  readonly mark: Mark;

  constructor(message: string, mark: Mark, goLine: number) {
    super(message);
    this.mark = mark;
    this.goLine = goLine;
  }
}

interface SimpleKey {
  readonly required: boolean;
  readonly tokenNumber: number;
  readonly mark: Mark;
}

const BLANKS = ' \t';
const BREAKS = '\r\n\u0085\u2028\u2029';
const NOT_PLAIN = '-?:,[]{}#&*!|>\'"%@`';

/** Pull scanner: {@link peek} looks at the next token, {@link next} takes it. */
export class Scanner {
  readonly text: string;
  index = 0;
  line = 0;
  column = 0;
  flowLevel = 0;
  indent = -1;
  simpleKeyAllowed = true;
  /** Anchors the parser has met; aliases must follow them. */
  readonly anchors = new Set<string>();
  private readonly indents: number[] = [];
  private readonly simpleKeys: (SimpleKey | null)[] = [null];
  private tokens: Token[] = [];
  private head = 0;
  private taken = 0;
  private ended = false;

  constructor(text: string) {
    this.text = text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  peek(): Token {
    this.fill();
    const token = this.tokens[this.head];
    return token ?? this.make('stream-end', this.mark());
  }

  next(): Token {
    const token = this.peek();
    if (this.head < this.tokens.length) {
      this.head++;
      this.taken++;
    }
    if (this.head > 64) {
      this.tokens = this.tokens.slice(this.head);
      this.head = 0;
    }
    return token;
  }

  /** The character at an offset from here; '' after the end. */
  char(offset = 0): string {
    return this.text[this.index + offset] ?? '';
  }

  isBlank(offset = 0): boolean {
    const c = this.text[this.index + offset];
    return c !== undefined && BLANKS.includes(c);
  }

  isBreak(offset = 0): boolean {
    const c = this.text[this.index + offset];
    return c !== undefined && BREAKS.includes(c);
  }

  isBlankOrEnd(offset = 0): boolean {
    const c = this.text[this.index + offset];
    return c === undefined || BLANKS.includes(c) || BREAKS.includes(c);
  }

  isEnd(): boolean {
    return this.index >= this.text.length;
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  /** Passes one line break and gives it as a scalar keeps it. */
  takeBreak(): string {
    const c = this.char();
    this.index += c === '\r' && this.char(1) === '\n' ? 2 : 1;
    this.line++;
    this.column = 0;
    return c === '\u2028' || c === '\u2029' ? c : '\n';
  }

  /** `---` or `...` as a word at the start of a line. */
  isDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const three = this.text.slice(this.index, this.index + 3);
    return (three === '---' || three === '...') && this.isBlankOrEnd(3);
  }

  /** A scanner's mistake: Go reports the line where scanning stopped. */
  fail(message: string, context: Mark = this.mark()): never {
    const line = this.line !== 0 ? this.line + 1 : context.line;
    throw new YamlMistake(message, this.mark(), line);
  }

  make(kind: TokenKind, start: Mark, text = '', isPlain = false): Token {
    return { kind, start, end: this.mark(), text, isPlain };
  }

  private fill(): void {
    for (;;) {
      let more = this.head >= this.tokens.length;
      if (!more) {
        this.dropStaleKeys();
        more = this.simpleKeys.some((key) => key !== null && key.tokenNumber === this.taken);
      }
      if (!more || this.ended) return;
      this.fetch();
    }
  }

  private push(token: Token): void {
    this.tokens.push(token);
  }

  private fetch(): void {
    this.skipToToken();
    this.dropStaleKeys();
    this.unroll(this.column);
    if (this.isEnd()) {
      this.fetchEnd();
      return;
    }
    const c = this.char();
    if (this.column === 0 && c === '%') {
      this.leaveBlocks();
      this.push(scanDirective(this));
      return;
    }
    if (this.isDocumentIndicator()) {
      this.leaveBlocks();
      this.pushSymbol(c === '-' ? 'document-start' : 'document-end', 3);
      return;
    }
    if (this.fetchIndicator(c)) return;
    const isWord = !this.isBlankOrEnd() && !NOT_PLAIN.includes(c);
    const isDash = c === '-' && !this.isBlank(1);
    const isMark = this.flowLevel === 0 && (c === '?' || c === ':') && !this.isBlankOrEnd(1);
    if (!isWord && !isDash && !isMark) this.fail('found character that cannot start any token');
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    this.push(scanPlain(this));
  }

  /** Handles everything that begins with an indicator; false when it is a plain scalar. */
  private fetchIndicator(c: string): boolean {
    const isInFlow = this.flowLevel > 0;
    if (c === '[' || c === '{') this.fetchFlowStart(c);
    else if (c === ']' || c === '}') this.fetchFlowEnd(c);
    else if (c === ',') this.fetchFlowEntry();
    else if (c === '-' && this.isBlankOrEnd(1)) this.fetchBlockEntry();
    else if (c === '?' && (isInFlow || this.isBlankOrEnd(1))) this.fetchKey();
    else if (c === ':' && (isInFlow || this.isBlankOrEnd(1))) this.fetchValue();
    else if (c === '*' || c === '&' || c === '!' || c === "'" || c === '"') {
      this.saveSimpleKey();
      this.simpleKeyAllowed = false;
      if (c === '!') this.push(scanTag(this));
      else if (c === '*' || c === '&') this.push(scanAnchor(this, c));
      else this.push(scanQuoted(this, c));
    } else if ((c === '|' || c === '>') && !isInFlow) {
      this.removeSimpleKey();
      this.simpleKeyAllowed = true;
      this.push(scanBlockScalar(this, c === '|'));
    } else return false;
    return true;
  }

  private skipToToken(): void {
    for (;;) {
      const tabsToo = this.flowLevel > 0 || !this.simpleKeyAllowed;
      while (this.char() === ' ' || (tabsToo && this.char() === '\t')) this.skip();
      if (this.char() === '#') while (!this.isEnd() && !this.isBreak()) this.skip();
      if (!this.isBreak()) return;
      this.takeBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  private pushSymbol(kind: TokenKind, length = 1): void {
    const start = this.mark();
    this.skip(length);
    this.push(this.make(kind, start));
  }

  private leaveBlocks(): void {
    this.unroll(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
  }

  private fetchEnd(): void {
    if (this.column !== 0) {
      this.column = 0;
      this.line++;
    }
    this.unroll(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.ended = true;
    this.push(this.make('stream-end', this.mark()));
  }

  private fetchFlowStart(c: '[' | '{'): void {
    this.saveSimpleKey();
    this.simpleKeys.push(null);
    this.flowLevel++;
    this.simpleKeyAllowed = true;
    this.pushSymbol(c);
  }

  private fetchFlowEnd(c: ']' | '}'): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.simpleKeys.pop();
    }
    this.simpleKeyAllowed = false;
    this.pushSymbol(c);
  }

  private fetchFlowEntry(): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.pushSymbol(',');
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) {
        this.fail('block sequence entries are not allowed in this context');
      }
      this.roll(this.column, 'block-sequence', this.mark());
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.pushSymbol('-');
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fail('mapping keys are not allowed in this context');
      this.roll(this.column, 'block-mapping', this.mark());
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.pushSymbol('?');
  }

  private fetchValue(): void {
    const key = this.simpleKeys[this.simpleKeys.length - 1] ?? null;
    if (key) {
      const at = this.head + key.tokenNumber - this.taken;
      const token: Token = { kind: '?', start: key.mark, end: key.mark, text: '', isPlain: false };
      this.tokens.splice(at, 0, token);
      this.roll(key.mark.column, 'block-mapping', key.mark, at);
      this.simpleKeys[this.simpleKeys.length - 1] = null;
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) this.fail('mapping values are not allowed in this context');
        this.roll(this.column, 'block-mapping', this.mark());
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.pushSymbol(':');
  }

  /** Opens a block collection when the column is deeper than the current one. */
  private roll(column: number, kind: TokenKind, mark: Mark, at = this.tokens.length): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.tokens.splice(at, 0, { kind, start: mark, end: mark, text: '', isPlain: false });
  }

  /** Closes the block collections that are deeper than the column. */
  private unroll(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.push(this.make('block-end', this.mark()));
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private saveSimpleKey(): void {
    if (!this.simpleKeyAllowed) return;
    const required = this.flowLevel === 0 && this.indent === this.column;
    this.removeSimpleKey();
    this.simpleKeys[this.simpleKeys.length - 1] = {
      required,
      tokenNumber: this.taken + (this.tokens.length - this.head),
      mark: this.mark(),
    };
  }

  private removeSimpleKey(): void {
    const key = this.simpleKeys[this.simpleKeys.length - 1];
    if (key?.required) this.fail("could not find expected ':'", key.mark);
    this.simpleKeys[this.simpleKeys.length - 1] = null;
  }

  /** A simple key must be on one line and within 1024 characters of its colon. */
  private dropStaleKeys(): void {
    for (let i = 0; i < this.simpleKeys.length; i++) {
      const key = this.simpleKeys[i];
      if (!key) continue;
      if (key.mark.line >= this.line && key.mark.index + 1024 >= this.index) continue;
      if (key.required) this.fail("could not find expected ':'", key.mark);
      this.simpleKeys[i] = null;
    }
  }
}
