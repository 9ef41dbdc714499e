// The expressions of `test` and `[`.
import {
  binaryOperators,
  compareFiles,
  compareNumbers,
  isBefore,
  testUnary,
  unaryOperators,
} from './file-tests';
import type { Shell } from './shell';

/** Wrong use: status 2. */
export class TestProblem {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** @throws TestProblem */
export function evaluateTest(shell: Shell, args: readonly string[]): boolean {
  return byCount(shell, args);
}

function byCount(shell: Shell, args: readonly string[]): boolean {
  const [a = '', b = '', c = '', d = ''] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (unaryOperators.has(a)) return testUnary(shell, a, b);
      throw problem(shell, a, 'unary operator expected');
    case 3:
      if (b === '==' && !shell.isBash) throw problem(shell, a, '');
      if (binaryOperators.has(b)) return testBinary(shell, a, b, c);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !byCount(shell, [b, c]);
      if (a === '(' && c === ')') return b !== '';
      throw problem(shell, b, 'binary operator expected');
    case 4:
      if (a === '!') return !byCount(shell, [b, c, d]);
      if (a === '(' && d === ')') return byCount(shell, [b, c]);
  }
  return new Expression(shell, args).run();
}

function problem(shell: Shell, text: string, what: string): TestProblem {
  if (shell.isBash) return new TestProblem(`${text}: ${what}`);
  return new TestProblem(`${text}: unexpected operator`);
}

function testBinary(shell: Shell, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return isBefore(left, right);
    case '>':
      return isBefore(right, left);
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(shell, operator, left, right);
    default: {
      const a = integer(shell, left);
      return compareNumbers(operator, a, integer(shell, right));
    }
  }
}

function integer(shell: Shell, text: string): bigint {
  if (/^\s*[+-]?\d+\s*$/.test(text)) return BigInt(text.trim().replace(/^\+/, ''));
  if (shell.isBash) throw new TestProblem(`${text}: integer expression expected`);
  throw new TestProblem(`Illegal number: ${text}`);
}

/** Five arguments and more: `-o`, `-a`, `!`, parentheses. */
class Expression {
  #shell: Shell;
  #args: readonly string[];
  #position = 0;

  constructor(shell: Shell, args: readonly string[]) {
    this.#shell = shell;
    this.#args = args;
  }

  run(): boolean {
    const value = this.#or();
    if (this.#position < this.#args.length) throw new TestProblem('too many arguments');
    return value;
  }

  #peek(offset = 0): string | undefined {
    return this.#args[this.#position + offset];
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#peek() === '-o') {
      this.#position++;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#term();
    while (this.#peek() === '-a') {
      this.#position++;
      const right = this.#term();
      value = value && right;
    }
    return value;
  }

  #term(): boolean {
    const first = this.#peek();
    if (first === undefined) throw new TestProblem('argument expected');
    if (first === '!') {
      this.#position++;
      return !this.#term();
    }
    const operator = this.#peek(1);
    const right = this.#peek(2);
    if (operator !== undefined && right !== undefined && binaryOperators.has(operator)) {
      this.#position += 3;
      return testBinary(this.#shell, first, operator, right);
    }
    if (first === '(') {
      this.#position++;
      const value = this.#or();
      if (this.#peek() !== ')') throw new TestProblem("`)' expected");
      this.#position++;
      return value;
    }
    if (unaryOperators.has(first) && operator !== undefined) {
      this.#position += 2;
      return testUnary(this.#shell, first, operator);
    }
    this.#position++;
    return first !== '';
  }
}
