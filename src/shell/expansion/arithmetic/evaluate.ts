// Runs compiled arithmetic in 64 bits. Numbers are used while they are exact, bigints beyond.
import { compileArithmetic } from './compile';
import { ArithmeticError, type Integer, type Node, type VariableNode } from './nodes';

/** Where names get their values. Subscripts are raw text: only the variable can read it. */
export interface ArithmeticNames {
  read(name: string, subscript: string | undefined): string | undefined;
  write(name: string, subscript: string | undefined, value: string): void;
}

const deepest = 1024;

/** Compiles and runs; remembers what it compiled. One per shell. */
export class Calculator {
  #names: ArithmeticNames;
  #compiled = new Map<string, Node | undefined>();
  #depth = 0;

  constructor(names: ArithmeticNames) {
    this.#names = names;
  }

  /** @throws ArithmeticError */
  evaluate(text: string): Integer {
    let node = this.#compiled.get(text);
    if (node === undefined && !this.#compiled.has(text)) {
      node = compileArithmetic(text);
      if (this.#compiled.size > 2000) this.#compiled.clear();
      this.#compiled.set(text, node);
    }
    if (node === undefined) return 0;
    if (this.#depth >= deepest) {
      throw new ArithmeticError(text, 'expression recursion level exceeded', 0);
    }
    this.#depth++;
    try {
      return this.#run(node, text);
    } finally {
      this.#depth--;
    }
  }

  #run(node: Node, text: string): Integer {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'variable':
        return this.#read(node);
      case 'unary':
        return unary(node.operator, this.#run(node.operand, text));
      case 'binary': {
        const left = this.#run(node.left, text);
        return this.#apply(node.operator, [left, this.#run(node.right, text)], text, node.rightAt);
      }
      case 'and':
        return isTrue(this.#run(node.left, text)) && isTrue(this.#run(node.right, text)) ? 1 : 0;
      case 'or':
        return isTrue(this.#run(node.left, text)) || isTrue(this.#run(node.right, text)) ? 1 : 0;
      case 'comma':
        this.#run(node.left, text);
        return this.#run(node.right, text);
      case 'choice':
        return this.#run(isTrue(this.#run(node.test, text)) ? node.yes : node.no, text);
      case 'assign': {
        let value = this.#run(node.value, text);
        if (node.operator !== '') {
          const before = this.#read(node.target);
          value = this.#apply(node.operator, [before, value], text, node.rightAt);
        }
        this.#write(node.target, value);
        return value;
      }
      case 'step': {
        const before = this.#read(node.target);
        const after = exact('+', before, node.by);
        this.#write(node.target, after);
        return node.isPrefix ? after : before;
      }
    }
  }

  #read(node: VariableNode): Integer {
    const value = this.#names.read(node.name, node.subscript);
    if (value === undefined || value === '') return 0;
    if (/^(0|-?[1-9][0-9]{0,14})$/.test(value)) return Number(value);
    return this.evaluate(value);
  }

  #write(node: VariableNode, value: Integer): void {
    this.#names.write(node.name, node.subscript, String(value));
  }

  #apply(
    operator: string,
    [left, right]: readonly [Integer, Integer],
    text: string,
    rightAt: number,
  ): Integer {
    if ((operator === '/' || operator === '%') && !isTrue(right)) {
      const at = rightAt + (/^\s*/.exec(text.slice(rightAt))?.[0].length ?? 0);
      throw new ArithmeticError(text, 'division by 0', at);
    }
    if (operator === '**' && right < 0) {
      const at = rightAt + (/^[\s-]*/.exec(text.slice(rightAt))?.[0].length ?? 0);
      throw new ArithmeticError(text, 'exponent less than 0', at);
    }
    return exact(operator, left, right);
  }
}

function isTrue(value: Integer): boolean {
  return value !== 0 && value !== 0n;
}

function unary(operator: string, value: Integer): Integer {
  if (operator === '+') return value;
  if (operator === '!') return isTrue(value) ? 0 : 1;
  if (operator === '-') return exact('-', 0, value);
  return shrink(~BigInt(value));
}

function exact(operator: string, left: Integer, right: Integer): Integer {
  if (typeof left === 'number' && typeof right === 'number') {
    const fast = small(operator, left, right);
    if (fast !== undefined && Number.isSafeInteger(fast)) return fast === 0 ? 0 : fast;
  }
  return shrink(big(operator, BigInt(left), BigInt(right)));
}

function shrink(value: bigint): Integer {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

function small(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return Math.trunc(a / b);
    case '%':
      return a % b;
    case '<':
      return a < b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a !== b ? 1 : 0;
    case '**':
      return b < 64 ? a ** b : undefined;
    default:
      return undefined;
  }
}

function big(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return power(a, b);
    case '<<':
      return a << (b & 63n);
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<':
      return a < b ? 1n : 0n;
    case '>':
      return a > b ? 1n : 0n;
    case '<=':
      return a <= b ? 1n : 0n;
    case '>=':
      return a >= b ? 1n : 0n;
    case '==':
      return a === b ? 1n : 0n;
    default:
      return a !== b ? 1n : 0n;
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}
