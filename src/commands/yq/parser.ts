// Parses yq expressions. Loosest first: `,`, then `or` and `and`, `|`, assignments and comparisons,
// arithmetic with `//`: the order of yq, which is not jq's.
import { type Token, tokenize, YqSyntaxError } from './lexer';

export type Ast =
  | { readonly kind: 'self' | 'recurse' | 'recurse-keys' | 'empty' }
  | { readonly kind: 'value'; readonly value: null | boolean | number | string }
  | { readonly kind: 'text'; readonly parts: readonly (string | Ast)[] }
  | { readonly kind: 'key'; readonly target: Ast; readonly key: Ast; readonly quiet: boolean }
  | { readonly kind: 'each'; readonly target: Ast; readonly quiet: boolean }
  | { readonly kind: 'slice'; target: Ast; from?: Ast | undefined; to?: Ast | undefined }
  | { readonly kind: 'array'; readonly body?: Ast | undefined }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Ast, Ast])[] }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Ast[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'bind'; readonly source: Ast; readonly name: string; readonly body: Ast }
  | { readonly kind: 'reduce'; source: Ast; name: string; init: Ast; update: Ast };

/** @throws YqSyntaxError */
export function parseExpression(source: string): Ast {
  const parser = new Parser(tokenize(source));
  return parser.program();
}

const LEVELS: readonly ReadonlySet<string>[] = [
  new Set([',']),
  new Set(['or', 'and']),
  new Set(['|']),
  new Set(['=', '|=', '+=', '-=', '*=', '//=', '==', '!=', '<', '>', '<=', '>=']),
  new Set(['+', '-', '*', '/', '%', '//']),
];

/** What `PLACE NAME = VALUE` sets at a place. */
const ATTRIBUTES = new Set(
  (
    'style tag comments lineComment line_comment headComment head_comment footComment ' +
    'foot_comment anchor alias'
  ).split(' '),
);

/** Operators that can't be given anything. */
const WITHOUT_ARGUMENTS = new Set(
  (
    'path key parent length keys to_entries from_entries reverse sort unique tag type kind ' +
    'line column'
  ).split(' '),
);

class Parser {
  #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  program(): Ast {
    if (this.#isAtEnd()) return { kind: 'self' };
    const body = this.#level(0);
    if (!this.#isAtEnd()) this.#fail();
    return body;
  }

  get #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #isAtEnd(): boolean {
    return this.#peek.kind === 'end';
  }

  #fail(): never {
    throw new YqSyntaxError('bad expression, please check expression syntax');
  }

  #is(text: string): boolean {
    const { kind } = this.#peek;
    return this.#peek.text === text && (kind === 'op' || kind === 'word');
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail();
  }

  #level(level: number): Ast {
    const ops = LEVELS[level];
    if (ops === undefined) return this.#postfix();
    let left = this.#level(level + 1);
    for (;;) {
      const { kind, text } = this.#peek;
      if (kind !== 'op' && kind !== 'word') return left;
      if (this.#is('as') && level === 2) {
        left = this.#bind(left);
        continue;
      }
      if (
        level === 3 &&
        ATTRIBUTES.has(text) &&
        /^\|?=$/.test(this.#tokens[this.#at + 1]?.text ?? '')
      ) {
        this.#at++;
        const attribute: Ast = { kind: 'call', name: text, args: [] };
        left = { kind: 'binary', op: '|', left, right: attribute };
        continue;
      }
      const isMerge = text.startsWith('*') && ops.has(text.endsWith('=') ? '*=' : '*');
      if (!ops.has(text) && !isMerge) return left;
      this.#at++;
      left = { kind: 'binary', op: text, left, right: this.#level(level + 1) };
    }
  }

  #bind(source: Ast): Ast {
    this.#expect('as');
    const name = this.#peek.text;
    if (this.#peek.kind !== 'variable') this.#fail();
    this.#at++;
    if (this.#accept('ireduce')) {
      this.#expect('(');
      const init = this.#level(0);
      this.#expect(';');
      const update = this.#level(0);
      this.#expect(')');
      return { kind: 'reduce', source, name, init, update };
    }
    this.#expect('|');
    return { kind: 'bind', source, name, body: this.#level(1) };
  }

  #postfix(): Ast {
    let term = this.#primary();
    for (;;) {
      if (this.#peek.kind === 'path') {
        const key: Ast = { kind: 'value', value: this.#peek.text };
        this.#at++;
        term = { kind: 'key', target: term, key, quiet: this.#accept('?') };
      } else if (this.#is('[')) term = this.#brackets(term);
      else if (this.#is('.') && this.#tokens[this.#at + 1]?.text === '[') this.#at++;
      else if (this.#accept('?')) continue;
      else return term;
    }
  }

  #brackets(target: Ast): Ast {
    this.#expect('[');
    if (this.#accept(']')) return { kind: 'each', target, quiet: this.#accept('?') };
    if (this.#accept(':')) {
      const to = this.#level(0);
      this.#expect(']');
      return { kind: 'slice', target, to };
    }
    const key = this.#level(0);
    if (this.#accept(':')) {
      const to = this.#is(']') ? undefined : this.#level(0);
      this.#expect(']');
      return { kind: 'slice', target, from: key, to };
    }
    this.#expect(']');
    return { kind: 'key', target, key, quiet: this.#accept('?') };
  }

  #primary(): Ast {
    const token = this.#peek;
    this.#at++;
    switch (token.kind) {
      case 'path': {
        const key: Ast = { kind: 'value', value: token.text };
        return { kind: 'key', target: { kind: 'self' }, key, quiet: this.#accept('?') };
      }
      case 'number':
        return { kind: 'value', value: Number(token.text) };
      case 'string':
        return this.#string(token);
      case 'variable':
        return { kind: 'variable', name: token.text };
      case 'word':
        return this.#word(token.text);
      case 'op':
        return this.#operator(token.text);
      default:
        return this.#fail();
    }
  }

  #string(token: Token): Ast {
    const parts = (token.parts ?? []).map((p) =>
      typeof p === 'string' ? p : parseExpression(p.source),
    );
    const [only = ''] = parts;
    if (parts.length < 2 && typeof only === 'string') return { kind: 'value', value: only };
    return { kind: 'text', parts };
  }

  #operator(text: string): Ast {
    switch (text) {
      case '.':
        return this.#is('[') ? this.#brackets({ kind: 'self' }) : { kind: 'self' };
      case '..':
        return { kind: 'recurse' };
      case '...':
        return { kind: 'recurse-keys' };
      case '(': {
        const inner = this.#level(0);
        this.#expect(')');
        return inner;
      }
      case '-': {
        const operand = this.#postfix();
        if (operand.kind === 'value' && typeof operand.value === 'number') {
          return { kind: 'value', value: -operand.value };
        }
        return { kind: 'binary', op: '-', left: { kind: 'value', value: 0 }, right: operand };
      }
      case '[': {
        if (this.#accept(']')) return { kind: 'array' };
        const body = this.#level(0);
        this.#expect(']');
        return { kind: 'array', body };
      }
      case '{':
        return this.#map();
      default:
        return this.#fail();
    }
  }

  #map(): Ast {
    const entries: (readonly [Ast, Ast])[] = [];
    if (this.#accept('}')) return { kind: 'map', entries };
    do {
      const token = this.#peek;
      let key: Ast;
      if (token.kind === 'word') {
        this.#at++;
        key = { kind: 'value', value: token.text };
      } else key = this.#level(4);
      this.#expect(':');
      entries.push([key, this.#level(1)]);
    } while (this.#accept(','));
    this.#expect('}');
    return { kind: 'map', entries };
  }

  #word(name: string): Ast {
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (name === 'null') return { kind: 'value', value: null };
    if (name === 'empty') return { kind: 'empty' };
    const args: Ast[] = [];
    if (WITHOUT_ARGUMENTS.has(name)) {
      if (this.#is('(')) this.#fail();
    } else if (this.#accept('(')) {
      if (name === 'env' || name === 'strenv') {
        args.push({ kind: 'value', value: this.#peek.text });
        this.#at++;
      } else {
        do args.push(this.#level(0));
        while (this.#accept(';'));
      }
      this.#expect(')');
    }
    return { kind: 'call', name, args };
  }
}
