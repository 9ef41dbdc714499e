// The parser's view of the tokens: looking ahead, going back, and mawk's words for what is wrong.
import { AwkSyntaxError, type Token, tokenize } from './lexer';

/** Tokens with a position, and which names are arrays. */
export class TokenStream {
  readonly arrays = new Set<string>();
  #scalars = new Map<string, number>();
  #tokens: readonly Token[];
  #at = 0;
  parens = 0;
  #braces = 0;
  #locals: ReadonlySet<string> = new Set();

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  get lastLine(): number {
    return this.#tokens[this.#tokens.length - 1]?.line ?? 1;
  }

  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] as Token;
  }

  advance(): Token {
    const token = this.peek();
    if (this.#at < this.#tokens.length - 1) this.#at++;
    if (token.kind === 'op') {
      if (token.text === '(') this.parens++;
      else if (token.text === ')') this.parens--;
      else if (token.text === '{') this.#braces++;
      else if (token.text === '}') this.#braces--;
    }
    return token;
  }

  mark(): readonly [number, number, number] {
    return [this.#at, this.parens, this.#braces];
  }

  reset([at, parens, braces]: readonly [number, number, number]): void {
    this.#at = at;
    this.parens = parens;
    this.#braces = braces;
  }

  isOp(text: string): boolean {
    const token = this.peek();
    return token.kind === 'op' && token.text === text;
  }

  isNewline(): boolean {
    return this.peek().kind === 'newline';
  }

  skipNewlines(): void {
    while (this.isNewline()) this.advance();
  }

  expectOp(text: string): void {
    if (!this.isOp(text)) this.fail(this.peek());
    this.advance();
  }

  /** What mawk says when this token can't stand here. */
  fail(token: Token): never {
    const where = (line: number): string => `line ${line}: `;
    const atEnd = token.kind === 'end';
    if (token.kind === 'newline' || atEnd) {
      const name = atEnd ? 'end of file' : 'end of line';
      const lines: string[] = [];
      if (this.parens > 0) lines.push(`${where(token.line)}missing ) near ${name}`);
      else if (this.#braces > 0 && atEnd) lines.push(`${where(token.line)}missing } near ${name}`);
      else lines.push(`${where(token.line)}syntax error at or near ${name}`);
      if (this.parens > 0 && !atEnd && this.#braces > 0) {
        lines.push(`${where(this.lastLine)}missing } near end of file`);
      }
      throw new AwkSyntaxError(lines.join('\n'));
    }
    if (token.text === '}' && token.kind === 'op' && this.parens > 0 && !token.isExtra) {
      throw new AwkSyntaxError(`${where(token.line)}missing ) near }`);
    }
    if (token.isExtra) {
      const next = this.#tokens.slice(this.#tokens.indexOf(token) + 1).find((t) => t.text !== '}');
      const after = next === undefined || next.kind === 'newline' ? 'end of line' : next.text;
      throw new AwkSyntaxError(
        `${where(token.line)}extra '}'\n${where(token.line)}syntax error at or near ${after}`,
      );
    }
    let shown = token.text;
    if (token.kind === 'string') shown = `"${token.text}"`;
    else if (token.kind === 'regex') shown = `/${token.text}/`;
    else if (token.text === '**' || token.text === '**=') shown = '*';
    throw new AwkSyntaxError(`${where(token.line)}syntax error at or near ${shown}`);
  }

  enterFunction(params: readonly string[]): void {
    this.#locals = new Set(params);
  }

  leaveFunction(): void {
    this.#locals = new Set();
  }

  /** Remembers that a global name is an array. @throws when it is used as a scalar too. */
  noteArray(name: string, line: number): void {
    if (this.#locals.has(name)) return;
    if (this.#scalars.has(name)) {
      throw new AwkSyntaxError(`line ${line}: illegal reference to variable ${name}`);
    }
    this.arrays.add(name);
  }

  noteScalar(name: string, line: number): void {
    if (this.#locals.has(name)) return;
    if (this.arrays.has(name)) {
      throw new AwkSyntaxError(`line ${line}: illegal reference to array ${name}`);
    }
    this.#scalars.set(name, line);
  }
}
