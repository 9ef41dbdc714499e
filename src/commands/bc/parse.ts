// Reading bc programs.
import {
  type Argument,
  type Expression,
  type Statement,
  SyntaxProblem,
  type Token,
  tokens,
} from './syntax';

const ASSIGN = ['=', '+=', '-=', '*=', '/=', '%=', '^='];
const RELATIONS = ['==', '<=', '>=', '!=', '<', '>'];

/** Reads a program piece by piece: each call gives the statements of the next line. */
export class Reader {
  #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  /** undefined at the end. @throws SyntaxProblem; the rest of the line is skipped then. */
  nextLine(): Statement[] | undefined {
    while (this.#is('newline') || this.#isText(';')) this.#at++;
    if (this.#is('end')) return undefined;
    try {
      const statements: Statement[] = [];
      for (;;) {
        if (!this.#is('newline') && !this.#is('end') && !this.#isText(';')) {
          statements.push(this.#statement());
        }
        if (this.#isText(';')) {
          this.#at++;
          continue;
        }
        const last = statements[statements.length - 1];
        if (this.#is('newline') || this.#is('end')) return statements;
        if (last?.kind === 'define' || last?.kind === 'block') continue;
        throw this.#problem();
      }
    } catch (error) {
      while (!this.#is('newline') && !this.#is('end')) this.#at++;
      throw error;
    }
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', line: 0 };
  }

  #problem(): SyntaxProblem {
    const { kind, line } = this.#token;
    return new SyntaxProblem(kind === 'newline' ? line + 1 : line);
  }

  #is(kind: Token['kind']): boolean {
    return this.#token.kind === kind;
  }

  #isText(text: string): boolean {
    return this.#token.text === text && this.#token.kind !== 'string';
  }

  #accept(text: string): boolean {
    if (!this.#isText(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#problem();
  }

  #skipNewlines(): void {
    while (this.#is('newline')) this.#at++;
  }

  #statement(): Statement {
    const { kind, text } = this.#token;
    if (kind === 'string') {
      this.#at++;
      return { kind: 'string', text: text.slice(1, -1) };
    }
    if (text === '{') return this.#block();
    if (kind === 'name') {
      const keyword = this.#keyword(text);
      if (keyword !== undefined) return keyword;
    }
    return { kind: 'expression', value: this.#expression() };
  }

  #block(): Statement {
    this.#expect('{');
    const statements: Statement[] = [];
    for (;;) {
      while (this.#is('newline') || this.#isText(';')) this.#at++;
      if (this.#accept('}')) return { kind: 'block', statements };
      statements.push(this.#statement());
      if (!this.#is('newline') && !this.#isText(';') && !this.#isText('}')) {
        const last = statements[statements.length - 1];
        if (
          last?.kind !== 'block' &&
          last?.kind !== 'if' &&
          last?.kind !== 'for' &&
          last?.kind !== 'while'
        )
          throw this.#problem();
      }
    }
  }

  #keyword(text: string): Statement | undefined {
    switch (text) {
      case 'break':
      case 'continue':
      case 'quit':
      case 'halt':
        this.#at++;
        return { kind: text };
      case 'auto':
        throw this.#problem();
      case 'print':
        this.#at++;
        return this.#print();
      case 'return': {
        this.#at++;
        const isEmpty = this.#is('newline') || this.#isText(';') || this.#isText('}');
        return { kind: 'return', value: isEmpty ? undefined : this.#expression() };
      }
      case 'if': {
        this.#at++;
        this.#expect('(');
        const test = this.#expression();
        this.#expect(')');
        this.#skipNewlines();
        const then = this.#statement();
        const before = this.#at;
        while (this.#is('newline') || this.#isText(';')) this.#at++;
        if (!this.#accept('else')) {
          this.#at = before;
          return { kind: 'if', test, then, else: undefined };
        }
        this.#skipNewlines();
        return { kind: 'if', test, then, else: this.#statement() };
      }
      case 'while': {
        this.#at++;
        this.#expect('(');
        const test = this.#expression();
        this.#expect(')');
        this.#skipNewlines();
        return { kind: 'while', test, body: this.#statement() };
      }
      case 'for':
        this.#at++;
        return this.#for();
      case 'define':
        this.#at++;
        return this.#define();
      default:
        return undefined;
    }
  }

  #print(): Statement {
    const items: (Expression | string)[] = [];
    do {
      if (this.#is('string')) {
        items.push(this.#token.text.slice(1, -1));
        this.#at++;
      } else items.push(this.#expression());
    } while (this.#accept(','));
    return { kind: 'print', items };
  }

  #for(): Statement {
    this.#expect('(');
    const part = (end: string) => {
      const value = this.#isText(end) ? undefined : this.#expression();
      this.#expect(end);
      return value;
    };
    const start = part(';');
    const test = part(';');
    const step = part(')');
    this.#skipNewlines();
    return { kind: 'for', start, test, step, body: this.#statement() };
  }

  #define(): Statement {
    this.#accept('void');
    const name = this.#name();
    this.#expect('(');
    const parameters = this.#isText(')') ? [] : this.#names();
    this.#expect(')');
    this.#skipNewlines();
    this.#expect('{');
    while (this.#is('newline') || this.#isText(';')) this.#at++;
    let locals: string[] = [];
    if (this.#accept('auto')) locals = this.#names();
    const statements: Statement[] = [];
    for (;;) {
      while (this.#is('newline') || this.#isText(';')) this.#at++;
      if (this.#accept('}')) break;
      statements.push(this.#statement());
    }
    return { kind: 'define', definition: { name, parameters, locals, body: statements } };
  }

  #name(): string {
    const { kind, text } = this.#token;
    if (kind !== 'name') throw this.#problem();
    this.#at++;
    return text;
  }

  #names(): string[] {
    const names: string[] = [];
    do {
      let name = this.#name();
      if (this.#accept('[')) {
        this.#expect(']');
        name += '[]';
      }
      names.push(name);
    } while (this.#accept(','));
    return names;
  }

  #expression(): Expression {
    return this.#or();
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#accept('||')) left = { kind: 'binary', operator: '||', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#accept('&&')) left = { kind: 'binary', operator: '&&', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    if (this.#accept('!')) return { kind: 'unary', operator: '!', operand: this.#not() };
    return this.#relation();
  }

  #relation(): Expression {
    let left = this.#assignment();
    for (;;) {
      const operator = RELATIONS.find((r) => this.#isText(r));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#assignment() };
    }
  }

  #assignment(): Expression {
    const left = this.#sum();
    const operator = ASSIGN.find((a) => this.#isText(a));
    if (operator === undefined) return left;
    if (left.kind !== 'variable' && left.kind !== 'element') throw this.#problem();
    this.#at++;
    return { kind: 'assign', operator, target: left, value: this.#assignment() };
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      const operator = ['+', '-'].find((o) => this.#isText(o));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#product() };
    }
  }

  #product(): Expression {
    let left = this.#power();
    for (;;) {
      const operator = ['*', '/', '%'].find((o) => this.#isText(o));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#power() };
    }
  }

  #power(): Expression {
    const left = this.#unary();
    if (!this.#accept('^')) return left;
    return { kind: 'binary', operator: '^', left, right: this.#power() };
  }

  #unary(): Expression {
    if (this.#accept('-')) return { kind: 'unary', operator: '-', operand: this.#unary() };
    for (const operator of ['++', '--'] as const) {
      if (!this.#accept(operator)) continue;
      const target = this.#primary();
      if (target.kind !== 'variable' && target.kind !== 'element') throw this.#problem();
      return { kind: 'step', operator, isPrefix: true, target };
    }
    const value = this.#primary();
    for (const operator of ['++', '--'] as const) {
      if (!this.#isText(operator)) continue;
      if (value.kind !== 'variable' && value.kind !== 'element') throw this.#problem();
      this.#at++;
      return { kind: 'step', operator, isPrefix: false, target: value };
    }
    return value;
  }

  #primary(): Expression {
    const { kind, text } = this.#token;
    if (kind === 'number') {
      this.#at++;
      return { kind: 'number', text };
    }
    if (this.#accept('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return { kind: 'parens', inner };
    }
    if (this.#accept('.')) return { kind: 'variable', name: 'last' };
    if (kind !== 'name') throw this.#problem();
    this.#at++;
    if (this.#isText('(')) {
      this.#at++;
      const args = this.#isText(')') ? [] : this.#arguments();
      this.#expect(')');
      return { kind: 'call', name: text, args };
    }
    if (this.#accept('[')) {
      const index = this.#expression();
      this.#expect(']');
      return { kind: 'element', name: text, index };
    }
    return { kind: 'variable', name: text };
  }

  #arguments(): Argument[] {
    const args: Argument[] = [];
    do {
      const { kind, text } = this.#token;
      const [open, close] = [this.#tokens[this.#at + 1], this.#tokens[this.#at + 2]];
      if (kind === 'name' && open?.text === '[' && close?.text === ']') {
        this.#at += 3;
        args.push({ kind: 'array', name: text });
      } else args.push(this.#expression());
    } while (this.#accept(','));
    return args;
  }
}
