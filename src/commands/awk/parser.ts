// Parses an awk program: rules, functions, statements. Expressions are in parse-expression.ts.
import type { AwkFunction, Expression, Program, Redirection, Rule, Statement } from './ast';
import { AwkSyntaxError } from './lexer';
import { ExpressionParser } from './parse-expression';

/** @throws AwkSyntaxError whose message follows `awk: `. */
export function parseProgram(source: string): Program {
  return new Parser(source).program();
}

class Parser extends ExpressionParser {
  #loops = 0;
  #place: 'begin' | 'rule' | 'function' = 'rule';

  program(): Program {
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (;;) {
      while (this.isNewline() || this.isOp(';')) this.advance();
      if (this.peek().kind === 'end') break;
      if (this.peek().kind === 'keyword' && this.peek().text === 'function') {
        const made = this.#function();
        functions.set(made.name, made);
      } else this.#rule(begin, end, rules);
    }
    this.#checkCalls(functions);
    return { begin, end, rules, functions, arrays: this.arrays };
  }

  #checkCalls(functions: ReadonlyMap<string, AwkFunction>): void {
    for (const { name, count, line } of this.calls) {
      const known = functions.get(name);
      const last = this.lastLine;
      if (known === undefined) {
        throw new AwkSyntaxError(`line ${last}: function ${name} never defined`);
      }
      if (count > known.params.length) {
        throw new AwkSyntaxError(`line ${line}: too many arguments in call to ${name}`);
      }
    }
  }

  #function(): AwkFunction {
    this.advance();
    const token = this.advance();
    if (token.kind !== 'name' && token.kind !== 'call') this.fail(token);
    const params: string[] = [];
    this.expectOp('(');
    while (!this.isOp(')')) {
      const param = this.advance();
      if (param.kind !== 'name' || param.text === token.text) this.fail(param);
      if (params.includes(param.text)) {
        const text = `${param.text} is duplicated in argument list`;
        throw new AwkSyntaxError(`line ${param.line}: ${text}`);
      }
      params.push(param.text);
      if (this.isOp(',')) {
        this.advance();
        this.skipNewlines();
      } else if (!this.isOp(')')) this.fail(this.peek());
    }
    this.advance();
    this.skipNewlines();
    this.enterFunction(params);
    this.#place = 'function';
    const body = this.#block();
    this.leaveFunction();
    return { name: token.text, params, body, line: token.line };
  }

  #rule(begin: Statement[], end: Statement[], rules: Rule[]): void {
    const token = this.peek();
    if (token.kind === 'keyword' && (token.text === 'BEGIN' || token.text === 'END')) {
      this.advance();
      this.#place = 'begin';
      if (!this.isOp('{')) this.fail(this.peek());
      (token.text === 'BEGIN' ? begin : end).push(this.#block());
      return;
    }
    this.#place = 'rule';
    let pattern: Expression | undefined;
    let until: Expression | undefined;
    if (!this.isOp('{')) {
      pattern = this.expression();
      if (this.isOp(',')) {
        this.advance();
        this.skipNewlines();
        until = this.expression();
      }
    }
    const action = this.isOp('{') ? this.#block() : undefined;
    if (action === undefined && !this.isNewline() && !this.isOp(';')) this.fail(this.peek());
    rules.push({ pattern, until, action });
  }

  #block(): Statement {
    this.expectOp('{');
    const body: Statement[] = [];
    for (;;) {
      while (this.isNewline() || this.isOp(';')) this.advance();
      if (this.isOp('}')) break;
      body.push(this.#statement());
    }
    this.advance();
    return { kind: 'block', body };
  }

  /** The end of a simple statement: `;`, a newline, or a `}` that is left there. */
  #terminator(): void {
    if (this.isOp('}')) return;
    if (!this.isOp(';') && !this.isNewline()) this.fail(this.peek());
    this.advance();
  }

  #body(): Statement {
    this.skipNewlines();
    if (this.isOp(';')) {
      this.advance();
      return { kind: 'block', body: [] };
    }
    return this.#statement();
  }

  #loopBody(): Statement {
    this.#loops++;
    const body = this.#body();
    this.#loops--;
    return body;
  }

  #statement(): Statement {
    if (this.isOp('{')) return this.#block();
    const token = this.peek();
    if (token.kind !== 'keyword' || token.text === 'getline') return this.#simple();
    switch (token.text) {
      case 'if':
        return this.#if();
      case 'while': {
        this.advance();
        this.expectOp('(');
        const test = this.expression();
        this.expectOp(')');
        return { kind: 'while', test, body: this.#loopBody() };
      }
      case 'do':
        return this.#do();
      case 'for':
        return this.#for();
      default:
        return this.#simple();
    }
  }

  #if(): Statement {
    this.advance();
    this.expectOp('(');
    const test = this.expression();
    this.expectOp(')');
    const yes = this.#body();
    const mark = this.mark();
    while (this.isNewline() || this.isOp(';')) this.advance();
    if (this.peek().kind === 'keyword' && this.peek().text === 'else') {
      this.advance();
      return { kind: 'if', test, yes, no: this.#body() };
    }
    this.reset(mark);
    return { kind: 'if', test, yes };
  }

  #do(): Statement {
    this.advance();
    const body = this.#loopBody();
    while (this.isNewline() || this.isOp(';')) this.advance();
    const token = this.advance();
    if (token.text !== 'while') this.fail(token);
    this.expectOp('(');
    const test = this.expression();
    this.expectOp(')');
    this.#terminator();
    return { kind: 'do', test, body };
  }

  #for(): Statement {
    this.advance();
    this.expectOp('(');
    const mark = this.mark();
    const [variable, word, array, close] = [1, 2, 3, 4].map(() => this.advance());
    if (variable?.kind === 'name' && word?.text === 'in' && close?.text === ')') {
      if (array?.kind !== 'name') this.fail(array ?? this.peek());
      this.noteArray(array.text, array.line);
      const body = this.#loopBody();
      return { kind: 'for-in', variable: variable.text, array: array.text, body };
    }
    this.reset(mark);
    const init = this.isOp(';') ? undefined : this.#simpleCore();
    this.expectOp(';');
    this.skipNewlines();
    const test = this.isOp(';') ? undefined : this.expression();
    this.expectOp(';');
    this.skipNewlines();
    const step = this.isOp(')') ? undefined : this.#simpleCore();
    this.expectOp(')');
    return { kind: 'for', init, test, step, body: this.#loopBody() };
  }

  #simple(): Statement {
    const statement = this.#simpleCore();
    this.#terminator();
    return statement;
  }

  #simpleCore(): Statement {
    const token = this.peek();
    if (token.kind !== 'keyword' || token.text === 'getline') {
      return { kind: 'expression', expression: this.expression() };
    }
    this.advance();
    const complain = (text: string): never => {
      throw new AwkSyntaxError(`line ${token.line}: ${text}`);
    };
    switch (token.text) {
      case 'print':
      case 'printf':
        return this.#print(token.text, complain);
      case 'next':
      case 'nextfile':
        if (this.#place === 'begin') complain(`improper use of ${token.text}`);
        return { kind: token.text };
      case 'break':
      case 'continue':
        if (this.#loops === 0) complain(`${token.text} statement outside of loop`);
        return { kind: token.text };
      case 'exit':
        return { kind: 'exit', value: this.#optionalValue() };
      case 'return':
        if (this.#place !== 'function') complain('return outside function body');
        return { kind: 'return', value: this.#optionalValue() };
      case 'delete': {
        const name = this.advance();
        if (name.kind !== 'name') this.fail(name);
        this.noteArray(name.text, name.line);
        if (!this.isOp('[')) return { kind: 'delete', array: name.text };
        return { kind: 'delete', array: name.text, subscripts: this.subscripts() };
      }
      default:
        return this.fail(token);
    }
  }

  #optionalValue(): Expression | undefined {
    if (this.isOp(';') || this.isOp('}') || this.isNewline()) return undefined;
    return this.expression();
  }

  #print(kind: 'print' | 'printf', complain: (text: string) => never): Statement {
    const args = this.printArguments();
    if (kind === 'printf' && args.length === 0) complain('no arguments in call to printf');
    const token = this.peek();
    if (token.kind === 'op' && ['>', '>>', '|'].includes(token.text)) {
      this.advance();
      const to: Redirection = {
        kind: token.text as Redirection['kind'],
        to: this.redirectionTarget(),
      };
      return { kind, args, to };
    }
    return { kind, args };
  }
}
