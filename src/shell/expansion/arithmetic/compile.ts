// Parses arithmetic text: C's operators, precedence climbing.
import { ArithmeticError, type Integer, type Node, type VariableNode } from './nodes';

const operators = [
  ...['<<=', '>>=', '**', '<<', '>>', '<=', '>=', '==', '!=', '&&', '||', '++', '--'],
  ...['+=', '-=', '*=', '/=', '%=', '&=', '^=', '|='],
  ...['+', '-', '*', '/', '%', '<', '>', '=', '!', '~', '&', '|', '^', '(', ')', '?', ':', ','],
];

const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};

const assignments = new Set([
  ...['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|='],
]);

interface Lexeme {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
  readonly value?: Integer;
  readonly subscript?: string | undefined;
}

/** @throws ArithmeticError */
export function compileArithmetic(text: string): Node | undefined {
  return new Compiler(text).compile();
}

class Compiler {
  readonly text: string;
  #position = 0;
  #token: Lexeme = { kind: 'end', text: '', at: 0 };
  /** Where errors point: the last token that is not the end. */
  #lastAt = 0;

  constructor(text: string) {
    this.text = text;
    this.#token = this.#read();
  }

  compile(): Node | undefined {
    if (this.#isAtEnd) return undefined;
    const node = this.#comma();
    if (!this.#isAtEnd) throw this.#error('syntax error in expression');
    return node;
  }

  get #isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  #error(what: string, at = this.#lastAt): ArithmeticError {
    return new ArithmeticError(this.text, what, at);
  }

  #read(): Lexeme {
    const { text } = this;
    while (/\s/.test(text.charAt(this.#position))) this.#position++;
    const at = this.#position;
    const c = text.charAt(at);
    if (c === '') return { kind: 'end', text: '', at };
    this.#lastAt = at;
    if (/[0-9]/.test(c)) return this.#readNumber(at);
    if (/[A-Za-z_]/.test(c)) return this.#readName(at);
    const operator = operators.find((o) => text.startsWith(o, at));
    if (operator === undefined) {
      const what = this.#isOperandExpected ? 'operand expected' : 'invalid arithmetic operator';
      throw this.#error(`syntax error: ${what}`, at);
    }
    this.#position = at + operator.length;
    return { kind: 'operator', text: operator, at };
  }

  #isOperandExpected = true;

  #readNumber(at: number): Lexeme {
    const digits = /^[0-9A-Za-z_#@]+/.exec(this.text.slice(at))?.[0] ?? '';
    this.#position = at + digits.length;
    return { kind: 'number', text: digits, at, value: this.#number(digits) };
  }

  #number(digits: string): Integer {
    const hash = digits.indexOf('#');
    let base = 10;
    let rest = digits;
    if (hash >= 0) {
      base = Number(digits.slice(0, hash));
      rest = digits.slice(hash + 1);
      if (base < 2 || base > 64) throw this.#error('invalid arithmetic base');
      if (rest === '') throw this.#error('invalid integer constant');
    } else if (/^0[xX]/.test(digits)) {
      base = 16;
      rest = digits.slice(2);
    } else if (digits.startsWith('0') && digits.length > 1) {
      base = 8;
      rest = digits.slice(1);
    }
    let value = 0n;
    for (const c of rest) {
      const digit = digitValue(c, base);
      if (c === '#') throw this.#error('invalid number');
      if (digit >= base) throw this.#error('value too great for base');
      value = BigInt.asIntN(64, value * BigInt(base) + BigInt(digit));
    }
    const small = Number(value);
    return Number.isSafeInteger(small) ? small : value;
  }

  #readName(at: number): Lexeme {
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(this.text.slice(at))?.[0] ?? '';
    this.#position = at + name.length;
    let subscript: string | undefined;
    if (this.text.charAt(this.#position) === '[') {
      const end = closingBracket(this.text, this.#position);
      if (end < 0) throw this.#error('bad array subscript');
      subscript = this.text.slice(this.#position + 1, end);
      this.#position = end + 1;
    }
    return { kind: 'name', text: name, at, subscript };
  }

  #advance(): Lexeme {
    const token = this.#token;
    this.#isOperandExpected = token.kind === 'operator' && token.text !== ')';
    this.#token = this.#read();
    return token;
  }

  #isOperator(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  #comma(): Node {
    let left = this.#assignment();
    while (this.#isOperator(',')) {
      this.#advance();
      left = { kind: 'comma', left, right: this.#assignment() };
    }
    return left;
  }

  #assignment(): Node {
    const target = this.#choice();
    if (this.#token.kind !== 'operator' || !assignments.has(this.#token.text)) return target;
    if (target.kind !== 'variable') throw this.#error('attempted assignment to non-variable');
    const rightAt = this.#position;
    const operator = this.#advance().text.slice(0, -1);
    return { kind: 'assign', target, operator, value: this.#assignment(), rightAt };
  }

  #choice(): Node {
    const test = this.#binary(1);
    if (!this.#isOperator('?')) return test;
    this.#advance();
    if (this.#isAtEnd || this.#isOperator(':')) {
      throw this.#error('expression expected');
    }
    const yes = this.#comma();
    if (!this.#isOperator(':')) throw this.#error("`:' expected for conditional expression");
    this.#advance();
    if (this.#isAtEnd) throw this.#error('expression expected');
    return { kind: 'choice', test, yes, no: this.#assignment() };
  }

  #binary(least: number): Node {
    let left = this.#unary();
    for (;;) {
      const { kind, text } = this.#token;
      const level = kind === 'operator' ? precedence[text] : undefined;
      if (level === undefined || level < least) return left;
      const rightAt = this.#position;
      this.#advance();
      const right = this.#binary(text === '**' ? level : level + 1);
      if (text === '&&') left = { kind: 'and', left, right };
      else if (text === '||') left = { kind: 'or', left, right };
      else left = { kind: 'binary', operator: text, left, right, rightAt };
    }
  }

  #unary(): Node {
    const token = this.#token;
    if (token.kind === 'operator') {
      if (token.text === '++' || token.text === '--') return this.#prefixStep();
      if ('!~+-'.includes(token.text) && token.text.length === 1) {
        this.#advance();
        return { kind: 'unary', operator: token.text, operand: this.#unary() };
      }
    }
    return this.#primary();
  }

  /** `++x`; before anything but a name it is two signs. */
  #prefixStep(): Node {
    const { text } = this.#advance();
    if (this.#token.kind !== 'name') {
      const sign = text.charAt(0);
      const operand: Node = { kind: 'unary', operator: sign, operand: this.#unary() };
      return { kind: 'unary', operator: sign, operand };
    }
    const target = this.#variable(this.#advance());
    return { kind: 'step', target, by: text === '++' ? 1 : -1, isPrefix: true };
  }

  #variable(token: Lexeme): VariableNode {
    return { kind: 'variable', name: token.text, subscript: token.subscript };
  }

  #primary(): Node {
    const token = this.#token;
    if (token.kind === 'number') {
      this.#advance();
      return { kind: 'number', value: token.value ?? 0 };
    }
    if (token.kind === 'name') {
      const target = this.#variable(this.#advance());
      if (this.#isOperator('++') || this.#isOperator('--')) {
        const by = this.#advance().text === '++' ? 1 : -1;
        this.#isOperandExpected = false;
        return { kind: 'step', target, by, isPrefix: false };
      }
      return target;
    }
    if (token.kind === 'operator' && token.text === '(') {
      this.#advance();
      const inner = this.#comma();
      if (!this.#isOperator(')')) throw this.#error("missing `)'");
      this.#advance();
      return inner;
    }
    throw this.#error('syntax error: operand expected');
  }
}

function digitValue(c: string, base: number): number {
  if (c >= '0' && c <= '9') return c.charCodeAt(0) - 48;
  if (c >= 'a' && c <= 'z') return c.charCodeAt(0) - 87;
  if (c >= 'A' && c <= 'Z') return c.charCodeAt(0) - (base <= 36 ? 55 : 29);
  return c === '@' ? 62 : 63;
}

function closingBracket(text: string, open: number): number {
  for (let i = open, depth = 0; i < text.length; i++) {
    if (text[i] === '[') depth++;
    else if (text[i] === ']' && --depth === 0) return i;
  }
  return -1;
}
