// Parses awk's expressions by precedence climbing, with mawk's error texts.
import type { Expression, Target } from './ast';
import { ARGUMENT_COUNTS, findTarget, isTarget } from './grammar';
import { AwkSyntaxError, type Token } from './lexer';
import { TokenStream } from './token-stream';

const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>=']);
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
/** Expressions; the statement parser extends it. */
export class ExpressionParser extends TokenStream {
  /** User functions that are called, to be checked when all are known. */
  readonly calls: { name: string; count: number; line: number }[] = [];
  /** `>` redirects here (arguments of print outside of parentheses). */
  #noGreater = false;

  expression(): Expression {
    const before = this.#noGreater;
    this.#noGreater = false;
    const result = this.#assignment();
    this.#noGreater = before;
    return result;
  }

  /** Arguments of print: a list, or a list in parentheses. */
  printArguments(): Expression[] {
    if (this.#endsPrint()) return [];
    if (this.isOp('(')) {
      const mark = this.mark();
      this.advance();
      const list = this.#list(')');
      this.expectOp(')');
      if (this.#endsPrint()) return list;
      this.reset(mark);
    }
    const before = this.#noGreater;
    this.#noGreater = true;
    const list = [this.#assignment()];
    while (this.isOp(',')) {
      this.advance();
      this.skipNewlines();
      list.push(this.#assignment());
    }
    this.#noGreater = before;
    return list;
  }

  #endsPrint(): boolean {
    const token = this.peek();
    if (token.kind === 'newline' || token.kind === 'end') return true;
    return token.kind === 'op' && [';', '}', '>', '>>', '|'].includes(token.text);
  }

  /** Where print goes: everything up to the statement's end, without `>` and `|`. */
  redirectionTarget(): Expression {
    const before = this.#noGreater;
    this.#noGreater = true;
    const target = this.#concatenation();
    this.#noGreater = before;
    return target;
  }

  subscripts(): Expression[] {
    this.expectOp('[');
    const list = this.#list(']');
    if (list.length === 0) this.fail(this.peek());
    this.expectOp(']');
    return list;
  }

  #list(close: string): Expression[] {
    const list: Expression[] = [];
    this.skipNewlines();
    if (this.isOp(close)) return list;
    for (;;) {
      list.push(this.expression());
      if (!this.isOp(',')) return list;
      this.advance();
      this.skipNewlines();
    }
  }

  #assignment(): Expression {
    const left = this.#conditional();
    const token = this.peek();
    if (token.kind === 'op' && ASSIGNMENTS.has(token.text)) {
      const place = findTarget(left);
      if (place === undefined) this.fail(token);
      this.advance();
      this.skipNewlines();
      const value = this.#assignment();
      return place.rebuild({ kind: 'assign', op: token.text, target: place.target, value });
    }
    return left;
  }

  #conditional(): Expression {
    const test = this.#or();
    if (!this.isOp('?')) return test;
    this.advance();
    this.skipNewlines();
    const yes = this.#assignment();
    this.skipNewlines();
    this.expectOp(':');
    this.skipNewlines();
    return { kind: 'cond', test, yes, no: this.#assignment() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.isOp('||')) {
      this.advance();
      this.skipNewlines();
      left = { kind: 'logic', op: '||', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.isOp('&&')) {
      this.advance();
      this.skipNewlines();
      left = { kind: 'logic', op: '&&', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#match();
    while (this.peek().kind === 'keyword' && this.peek().text === 'in') {
      this.advance();
      const name = this.advance();
      if (name.kind !== 'name') this.fail(name);
      this.noteArray(name.text, name.line);
      const subscripts = left.kind === 'grouping' ? left.list : [left];
      left = { kind: 'in', subscripts, array: name.text };
    }
    if (left.kind === 'grouping') this.fail(this.peek());
    return left;
  }

  #match(): Expression {
    let left = this.#comparison();
    while (this.isOp('~') || this.isOp('!~')) {
      const negated = this.advance().text === '!~';
      left = { kind: 'match', negated, left, right: this.#comparison() };
    }
    return left;
  }

  #comparison(): Expression {
    let left = this.#concatenation();
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'op' || !COMPARISONS.has(token.text)) return left;
      if (token.text === '>' && this.#noGreater) return left;
      this.advance();
      left = { kind: 'binary', op: token.text, left, right: this.#concatenation() };
    }
  }

  #concatenation(): Expression {
    let left = this.#additive();
    while (left.kind !== 'grouping' && this.#startsOperand()) {
      left = { kind: 'binary', op: ' ', left, right: this.#additive() };
    }
    return left;
  }

  #startsOperand(): boolean {
    const token = this.peek();
    if (['number', 'string', 'name', 'call', 'builtin', 'regex'].includes(token.kind)) return true;
    return token.kind === 'op' && ['$', '(', '++', '--', '!', '-', '+'].includes(token.text);
  }

  #additive(): Expression {
    let left = this.#multiplicative();
    while (this.isOp('+') || this.isOp('-')) {
      const op = this.advance().text;
      left = { kind: 'binary', op, left, right: this.#multiplicative() };
    }
    return left;
  }

  #multiplicative(): Expression {
    let left = this.#unary();
    while (this.isOp('*') || this.isOp('/') || this.isOp('%')) {
      const op = this.advance().text;
      left = { kind: 'binary', op, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    const token = this.peek();
    if (token.kind === 'op' && ['!', '-', '+'].includes(token.text)) {
      this.advance();
      return { kind: 'unary', op: token.text as '!' | '-' | '+', operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Expression {
    const left = this.#piped();
    if (!this.isOp('^')) return left;
    this.advance();
    return { kind: 'binary', op: '^', left, right: this.#unary() };
  }

  /** `"command" | getline`, as often as it is repeated. */
  #piped(): Expression {
    let left = this.#postfix();
    while (this.isOp('|') && this.peek(1).text === 'getline') {
      this.advance();
      this.advance();
      const target = this.#optionalTarget();
      left = { kind: 'getline', from: 'command', source: left, target };
    }
    return left;
  }

  #postfix(): Expression {
    const operand = this.#primary();
    if ((this.isOp('++') || this.isOp('--')) && isTarget(operand)) {
      const by = this.advance().text === '++' ? 1 : -1;
      return { kind: 'step', by, prefix: false, target: operand };
    }
    return operand;
  }

  #primary(): Expression {
    const token = this.advance();
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return { kind: 'string', value: token.text };
      case 'regex':
        return { kind: 'regex', source: token.text };
      case 'name':
        return this.#name(token);
      case 'call': {
        this.expectOp('(');
        const args = this.#list(')');
        this.expectOp(')');
        this.calls.push({ name: token.text, count: args.length, line: token.line });
        return { kind: 'call', name: token.text, args };
      }
      case 'builtin':
        return this.#builtin(token);
      case 'keyword':
        return token.text === 'getline' ? this.#getline() : this.fail(token);
      case 'op':
        return this.#operator(token);
      default:
        return this.fail(token);
    }
  }

  #name(token: Token): Expression {
    if (this.isOp('[')) {
      this.noteArray(token.text, token.line);
      return { kind: 'element', array: token.text, subscripts: this.subscripts() };
    }
    // An array may stand alone only as an argument, which the call checks.
    const next = this.peek();
    const isArgument = next.kind === 'op' && (next.text === ',' || next.text === ')');
    if (!isArgument || !this.parens) this.noteScalar(token.text, token.line);
    return { kind: 'variable', name: token.text };
  }

  #operator(token: Token): Expression {
    if (token.text === '$') {
      const step = this.isOp('++') || this.isOp('--');
      const index = step || this.isOp('-') || this.isOp('+') ? this.#unary() : this.#primary();
      return { kind: 'field', index };
    }
    if (token.text === '++' || token.text === '--') {
      const operand = this.peek();
      const target = this.#primary();
      if (!isTarget(target)) this.fail(operand);
      return { kind: 'step', by: token.text === '++' ? 1 : -1, prefix: true, target };
    }
    if (token.text === '!' || token.text === '-' || token.text === '+') {
      return { kind: 'unary', op: token.text, operand: this.#unary() };
    }
    if (token.text !== '(') this.fail(token);
    const list = this.#list(')');
    if (list.length === 0) this.fail(this.peek());
    this.expectOp(')');
    const [first] = list;
    if (list.length === 1 && first !== undefined) {
      return isTarget(first) ? { kind: 'group', inner: first } : first;
    }
    return { kind: 'grouping', list };
  }

  #builtin(token: Token): Expression {
    const name = token.text;
    let args: Expression[] = [];
    if (this.isOp('(')) {
      this.advance();
      args = this.#list(')');
      this.expectOp(')');
    } else if (name !== 'length') this.fail(this.peek());
    const [least, most] = ARGUMENT_COUNTS[name] ?? [0, 255];
    if (args.length < least || args.length > most) {
      throw new AwkSyntaxError(`line ${token.line}: wrong number of arguments in call to ${name}`);
    }
    const second = args[1];
    if (name === 'split' && second?.kind === 'variable') this.noteArray(second.name, token.line);
    return { kind: 'builtin', name, args };
  }

  #getline(): Expression {
    const target = this.#optionalTarget();
    if (!this.isOp('<')) return { kind: 'getline', from: 'input', target };
    this.advance();
    return { kind: 'getline', from: 'file', source: this.#postfix(), target };
  }

  #optionalTarget(): Target | undefined {
    const token = this.peek();
    if (token.kind !== 'name' && !(token.kind === 'op' && token.text === '$')) return undefined;
    const operand = this.#primary();
    return isTarget(operand) ? operand : this.fail(token);
  }
}
