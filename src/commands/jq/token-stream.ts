// The jq parser's view of its tokens, and how it complains.
import { syntaxError, type Token } from './lexer';

export class TokenStream {
  readonly source: string;
  readonly tokens: readonly Token[];
  at = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  get token(): Token {
    return this.tokens[this.at] as Token;
  }

  is(kind: string): boolean {
    return this.token.kind === kind;
  }

  next(): Token {
    const token = this.token;
    if (this.at < this.tokens.length - 1) this.at++;
    return token;
  }

  accept(kind: string): boolean {
    if (!this.is(kind)) return false;
    this.next();
    return true;
  }

  expect(kind: string, expecting = ''): Token {
    if (!this.is(kind)) this.fail(expecting);
    return this.next();
  }

  fail(expecting = ''): never {
    const { kind, at } = this.token;
    const name =
      kind === 'STRING' ? 'QQSTRING_START' : kind === 'close' ? 'QQSTRING_INTERP_END' : kind;
    throw syntaxError(name, expecting, at);
  }
}
