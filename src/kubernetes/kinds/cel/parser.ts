// From tokens to the tree of a CEL expression.
import { CelProblem, type Token, tokensOf } from './lexer';

export type Node =
  | { readonly kind: 'literal'; readonly value: unknown; readonly isFloat?: boolean }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'select'; readonly of: Node; readonly field: string; readonly at: number }
  | { readonly kind: 'index'; readonly of: Node; readonly key: Node }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly on: Node | undefined;
      readonly args: readonly Node[];
    }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Node, Node])[] }
  | { readonly kind: 'unary'; readonly op: string; readonly of: Node }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'choice'; readonly test: Node; readonly yes: Node; readonly no: Node };

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Parses an expression. @throws CelProblem */
export function parseCel(source: string): Node {
  const parser = new Parser(tokensOf(source));
  const node = parser.expression();
  parser.end();
  return node;
}

class Parser {
  #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(): Node {
    const test = this.#binary(0);
    if (!this.#take('?')) return test;
    const yes = this.#binary(0);
    this.#expect(':');
    return { kind: 'choice', test, yes, no: this.expression() };
  }

  end(): void {
    const token = this.#peek();
    if (token.kind !== 'end') throw this.#unexpected(token, '<EOF>');
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(text: string): boolean {
    const token = this.#peek();
    if (token.text !== text || token.kind === 'string') return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected(this.#peek(), `'${text}'`);
  }

  #unexpected(token: Token, wanted: string): CelProblem {
    const found = token.kind === 'end' ? "'<EOF>'" : `'${token.text}'`;
    const verb = token.kind === 'end' ? 'mismatched' : 'extraneous';
    return new CelProblem(`Syntax error: ${verb} input ${found} expecting ${wanted}`, token.at);
  }

  #binary(level: number): Node {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const op = operators.find((one) => this.#take(one));
      if (op === undefined) return left;
      left = { kind: 'binary', op, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Node {
    for (const op of ['!', '-']) {
      if (this.#take(op)) return { kind: 'unary', op, of: this.#unary() };
    }
    return this.#member();
  }

  #member(): Node {
    let node = this.#primary();
    for (;;) {
      if (this.#take('.')) {
        const token = this.#peek();
        if (token.kind !== 'identifier') throw this.#unexpected(token, 'IDENTIFIER');
        this.#next++;
        const field = token.text.replace(/`/g, '');
        if (this.#take('(')) {
          node = { kind: 'call', name: field, on: node, args: this.#list(')') };
        } else node = { kind: 'select', of: node, field, at: token.at - 1 };
      } else if (this.#take('[')) {
        const key = this.expression();
        this.#expect(']');
        node = { kind: 'index', of: node, key };
      } else if (isTypeName(node) && this.#take('{')) node = this.#struct();
      else return node;
    }
  }

  #list(end: string): readonly Node[] {
    const items: Node[] = [];
    while (!this.#take(end)) {
      items.push(this.expression());
      if (this.#take(',')) continue;
      this.#expect(end);
      break;
    }
    return items;
  }

  /** The fields of a constructed object, as a map. */
  #struct(): Node {
    const entries: [Node, Node][] = [];
    while (!this.#take('}')) {
      const token = this.#peek();
      this.#next++;
      this.#expect(':');
      const name = token.text.replace(/`/g, '');
      entries.push([{ kind: 'literal', value: name }, this.expression()]);
      this.#take(',');
    }
    return { kind: 'map', entries };
  }

  #primary(): Node {
    const token = this.#peek();
    this.#next++;
    if (token.kind === 'string') return { kind: 'literal', value: token.value };
    if (token.kind === 'number') {
      return { kind: 'literal', value: token.value, isFloat: /[.eE]/.test(token.text) };
    }
    if (token.kind === 'identifier') return this.#named(token);
    if (token.text === '(') {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', items: this.#list(']') };
    if (token.text === '{') return this.#map();
    const starts =
      "{'[', '{', '(', ')', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
    throw this.#unexpected(token, starts);
  }

  #named(token: Token): Node {
    const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
    if (Object.hasOwn(words, token.text)) return { kind: 'literal', value: words[token.text] };
    if (this.#take('(')) {
      return { kind: 'call', name: token.text, on: undefined, args: this.#list(')') };
    }
    return { kind: 'name', name: token.text, at: token.at };
  }

  #map(): Node {
    const entries: [Node, Node][] = [];
    while (!this.#take('}')) {
      const key = this.expression();
      this.#expect(':');
      entries.push([key, this.expression()]);
      if (this.#take(',')) continue;
      this.#expect('}');
      break;
    }
    return { kind: 'map', entries };
  }
}

/** Whether a chain of names can be a type: `Object`, `Object.metadata`. */
function isTypeName(node: Node): boolean {
  if (node.kind === 'name') return /^[A-Z]/.test(node.name);
  return node.kind === 'select' && isTypeName(node.of);
}
