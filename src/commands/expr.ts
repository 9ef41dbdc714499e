// expr: evaluates an expression given as words.
import { compileBre } from '../base/regex';
import { compareText } from '../base/text-order';
import { defineCommand, quoteLocale } from './command';

export default defineCommand({
  name: 'expr',
  summary: { en: 'Evaluate an expression.', es: 'Calcula una expresión.' },
  options: {},
  operands: 'EXPRESSION',
  mode: 'none',
  standardOptions: 'alone',
  *run(ctx) {
    const words = ctx.operands[0] === '--' ? ctx.operands.slice(1) : ctx.operands;
    if (words.length === 0) return yield* ctx.usage('missing operand', 2);
    const evaluator = new Evaluator(words);
    try {
      const value = evaluator.whole();
      yield* ctx.out(`${value}\n`);
      return isNull(value) ? 1 : 0;
    } catch (error) {
      if (error instanceof Problem) return yield* ctx.fail(error.message, error.status);
      throw error;
    }
  },
});

class Problem extends Error {
  readonly status: number;
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

const INTEGER = /^-?\d+$/;

function isNull(value: string): boolean {
  return value === '' || /^-?0+$/.test(value);
}

/** Operators by how tightly they bind, the loosest first; `:` binds tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

class Evaluator {
  #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  whole(): string {
    const value = this.#level(0, true);
    const extra = this.#words[this.#at];
    if (extra !== undefined) {
      throw new Problem(`syntax error: unexpected argument ${quoteLocale(extra)}`);
    }
    return value;
  }

  /** `isLive` is false where the value doesn't count: nothing is computed there. */
  #level(level: number, isLive: boolean): string {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#term(isLive);
    let left = this.#level(level + 1, isLive);
    for (;;) {
      const operator = this.#words[this.#at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at++;
      const isNeeded = operator === '|' ? isNull(left) : operator === '&' ? !isNull(left) : true;
      const right = this.#level(level + 1, isLive && isNeeded);
      if (isLive) left = apply(operator, left, right);
    }
  }

  #next(): string {
    const word = this.#words[this.#at];
    if (word === undefined) {
      const before = this.#words[this.#at - 1] ?? '';
      throw new Problem(`syntax error: missing argument after ${quoteLocale(before)}`);
    }
    this.#at++;
    return word;
  }

  #term(isLive: boolean): string {
    const word = this.#next();
    const rest = this.#words.length - this.#at;
    switch (word) {
      case '(': {
        const value = this.#level(0, isLive);
        const close = this.#words[this.#at];
        if (close === undefined) {
          const before = this.#words[this.#at - 1] ?? '';
          throw new Problem(`syntax error: expecting ')' after ${quoteLocale(before)}`);
        }
        if (close !== ')') {
          throw new Problem(`syntax error: expecting ')' instead of ${quoteLocale(close)}`);
        }
        this.#at++;
        return value;
      }
      case ')':
        throw new Problem("syntax error: unexpected ')'");
      case '+':
        if (rest > 0) return this.#next();
        throw new Problem(`syntax error: missing argument after ${quoteLocale(word)}`);
      case 'length':
        return String([...this.#term(isLive)].length);
      case 'match': {
        const text = this.#term(isLive);
        const pattern = this.#term(isLive);
        return isLive ? matched(text, pattern) : '';
      }
      case 'index': {
        const text = [...this.#term(isLive)];
        const set = [...this.#term(isLive)];
        return String(text.findIndex((c) => set.includes(c)) + 1);
      }
      case 'substr': {
        const text = [...this.#term(isLive)];
        const from = this.#term(isLive);
        const count = this.#term(isLive);
        if (!INTEGER.test(from) || !INTEGER.test(count)) return '';
        if (Number(from) < 1 || Number(count) < 1) return '';
        return text.slice(Number(from) - 1, Number(from) - 1 + Number(count)).join('');
      }
      default:
        return word;
    }
  }
}

function apply(operator: string, a: string, b: string): string {
  switch (operator) {
    case '|':
      return !isNull(a) ? a : isNull(b) ? '0' : b;
    case '&':
      return isNull(a) || isNull(b) ? '0' : a;
    case ':':
      return matched(a, b);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, a, b);
    default:
      return compare(operator, a, b) ? '1' : '0';
  }
}

function arithmetic(operator: string, a: string, b: string): string {
  if (!INTEGER.test(a) || !INTEGER.test(b)) throw new Problem('non-integer argument');
  const x = BigInt(a);
  const y = BigInt(b);
  if (operator === '+') return String(x + y);
  if (operator === '-') return String(x - y);
  if (operator === '*') return String(x * y);
  if (y === 0n) throw new Problem('division by zero');
  return String(operator === '/' ? x / y : x % y);
}

function compare(operator: string, a: string, b: string): boolean {
  const isNumeric = INTEGER.test(a) && INTEGER.test(b);
  const order = isNumeric ? Number(BigInt(a) - BigInt(b)) : compareText(a, b);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}

function matched(text: string, pattern: string): string {
  const { regex, error } = compileBre(`^${pattern.replace(/^\^/, '')}`);
  if (regex === undefined) throw new Problem(error);
  const match = regex.exec(text);
  if (regex.groups > 0) return match?.[1] ?? '';
  return String([...(match?.[0] ?? '')].length);
}
