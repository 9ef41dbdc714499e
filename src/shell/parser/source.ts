// The text being parsed: a position, line numbers, and what goes wrong on the way.
import type { HereDocument, SyntaxFailure } from '../ast';

/** Thrown inside the parser only; its border turns it into a SyntaxFailure value. */
export class SyntaxProblem {
  readonly failure: SyntaxFailure;

  constructor(failure: SyntaxFailure) {
    this.failure = failure;
  }
}

export interface ParserOptions {
  readonly firstLine?: number;
  /** Every position counts as on the first line (bodies of here-documents). */
  readonly isOneLine?: boolean;
  readonly aliases?: ReadonlyMap<string, string> | undefined;
  readonly isExtglob?: boolean;
  readonly dialect?: Dialect;
}

/** Which shell's grammar and messages: dash knows no `[[`, arrays or process substitution. */
export type Dialect = 'bash' | 'dash' | 'ash';

/** A pending here-document: its body follows the line that names it. */
export interface PendingHere {
  readonly document: HereDocument;
  readonly line: number;
}

/** Mutable reading position over a text. */
export class Source {
  text: string;
  position = 0;
  readonly options: ParserOptions;
  readonly pendingHere: PendingHere[] = [];
  readonly warnings: string[] = [];
  #seenPosition = 0;
  #seenLine: number;

  constructor(text: string, options: ParserOptions) {
    this.text = text;
    this.options = options;
    this.#seenLine = options.firstLine ?? 1;
  }

  get isBash(): boolean {
    return (this.options.dialect ?? 'bash') === 'bash';
  }

  /** dash has none of what bash and busybox add to POSIX. */
  get isPlain(): boolean {
    return this.options.dialect === 'dash';
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The character `offset` ahead, '' past the end. */
  peek(offset = 0): string {
    return this.text.charAt(this.position + offset);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  get line(): number {
    return this.lineAt(this.position);
  }

  lineAt(position: number): number {
    if (this.options.isOneLine) return this.#seenLine;
    let from = this.#seenPosition;
    let line = this.#seenLine;
    if (position >= from) {
      for (let at = this.text.indexOf('\n', from); at >= 0 && at < position; ) {
        line++;
        at = this.text.indexOf('\n', at + 1);
      }
      this.#seenPosition = position;
      this.#seenLine = line;
      return line;
    }
    while (from > position) if (this.text[--from] === '\n') line--;
    return line;
  }

  /** The number that errors at the end of the text carry: one past the last line. */
  get endLine(): number {
    const last = this.lineAt(this.text.length);
    return this.text.endsWith('\n') ? last : last + 1;
  }

  /** Replaces what was read since `start` (an alias) and goes back there. */
  splice(start: number, replacement: string): void {
    this.lineAt(start);
    this.text = this.text.slice(0, start) + replacement + this.text.slice(this.position);
    this.position = start;
  }

  /** Skips blanks and line continuations. */
  skipBlanks(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.position);
      if (c === 32 || c === 9) this.position++;
      else if (c === 92 && this.text.charCodeAt(this.position + 1) === 10) this.position += 2;
      else return;
    }
  }

  /** `unexpected EOF while looking for matching ...`. */
  unclosed(closer: string, line: number): SyntaxProblem {
    if (!this.isBash) return this.#plainUnclosed(closer, line);
    const message = `unexpected EOF while looking for matching \`${closer}'`;
    return new SyntaxProblem({ line, message, isIncomplete: true });
  }

  /** dash's words for it. */
  #plainUnclosed(closer: string, line: number): SyntaxProblem {
    let what = 'Unterminated quoted string';
    if (closer === '}') what = 'Missing }';
    else if (closer === '`') what = 'EOF in backquote substitution';
    else if (closer === ')') what = 'end of file unexpected (expecting ")")';
    const head = this.isPlain ? 'Syntax error' : 'syntax error';
    const text = this.isPlain ? what : what.replace('Unterminated', 'unterminated');
    return new SyntaxProblem({ line, message: `${head}: ${text}`, isIncomplete: true });
  }

  unexpectedEnd(): SyntaxProblem {
    const message = 'syntax error: unexpected end of file';
    return new SyntaxProblem({ line: this.endLine, message, isIncomplete: true });
  }

  /** `syntax error near unexpected token`, with the line that the token ends on. */
  unexpected(token: string, position: number): SyntaxProblem {
    const message = `syntax error near unexpected token \`${token}'`;
    return this.problem(message, position);
  }

  problem(message: string, position: number, showsLine = true): SyntaxProblem {
    const start = this.text.lastIndexOf('\n', position - 1) + 1;
    const end = this.text.indexOf('\n', position);
    const sourceLine = this.text.slice(start, end < 0 ? undefined : end);
    return new SyntaxProblem({
      line: this.lineAt(position),
      message,
      sourceLine: showsLine ? sourceLine : undefined,
      isIncomplete: false,
    });
  }
}
