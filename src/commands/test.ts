// test and [: checks files, texts and numbers (the program on disk; bash has its own).
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteLocale } from './command';

type Ctx = Context<Record<never, never>>;

export default defineCommand({
  name: 'test',
  summary: {
    en: 'Check files, texts and numbers.',
    es: 'Comprueba archivos, textos y números.',
  },
  options: {},
  operands: 'EXPRESSION',
  mode: 'none',
  standardOptions: 'never',
  *run(ctx): Task<number> {
    let words = ctx.operands;
    if (ctx.name.endsWith('[')) {
      if (words[words.length - 1] !== ']') return yield* ctx.fail('missing ‘]’', 2);
      words = words.slice(0, -1);
    }
    try {
      return new Tester(ctx as unknown as Ctx, words).whole() ? 0 : 1;
    } catch (error) {
      if (error instanceof Problem) return yield* ctx.fail(error.message, 2);
      throw error;
    }
  },
});

class Problem extends Error {}

const BINARY = [
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
];
const UNARY = /^-[bcdefgGhkLnNOprsStuwxz]$/;

class Tester {
  #ctx: Ctx;
  #words: readonly string[];
  #at = 0;

  constructor(ctx: Ctx, words: readonly string[]) {
    this.#ctx = ctx;
    this.#words = words;
  }

  whole(): boolean {
    const words = this.#words;
    const value = this.#byCount(words);
    if (value !== undefined) return value;
    const result = this.#or();
    const extra = words[this.#at];
    if (extra !== undefined) throw new Problem(`extra argument ${quoteLocale(extra)}`);
    return result;
  }

  /** POSIX decides by the number of words up to four. */
  #byCount(words: readonly string[]): boolean | undefined {
    const [a = '', b = '', c = ''] = words;
    switch (words.length) {
      case 0:
        return false;
      case 1:
        return a !== '';
      case 2:
        if (a === '!') return b === '';
        if (UNARY.test(a)) return this.#unary(a, b);
        if (a.startsWith('-')) throw new Problem(`${quoteLocale(a)}: unary operator expected`);
        throw new Problem(`missing argument after ${quoteLocale(b)}`);
      case 3:
        if (BINARY.includes(b)) return this.#binary(a, b, c);
        if (a === '!') return !this.#byCount(words.slice(1));
        if (a === '(' && c === ')') return b !== '';
        if (b === '-a') return a !== '' && c !== '';
        if (b === '-o') return a !== '' || c !== '';
        throw new Problem(`${quoteLocale(b)}: binary operator expected`);
      case 4:
        if (a === '!') return !this.#byCount(words.slice(1));
        if (a === '(' && words[3] === ')') return this.#byCount(words.slice(1, 3));
        return undefined;
      default:
        return undefined;
    }
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#words[this.#at] === '-o') {
      this.#at++;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#primary();
    while (this.#words[this.#at] === '-a') {
      this.#at++;
      const right = this.#primary();
      value = value && right;
    }
    return value;
  }

  #primary(): boolean {
    const word = this.#words[this.#at++];
    if (word === undefined) {
      throw new Problem(`missing argument after ${quoteLocale(this.#words[this.#at - 2] ?? '')}`);
    }
    if (word === '!') return !this.#primary();
    const next = this.#words[this.#at];
    if (next !== undefined && BINARY.includes(next)) {
      this.#at++;
      const right = this.#words[this.#at++];
      if (right === undefined) throw new Problem(`missing argument after ${quoteLocale(next)}`);
      return this.#binary(word, next, right);
    }
    if (word === '(') {
      const value = this.#or();
      if (this.#words[this.#at++] !== ')') throw new Problem("')' expected");
      return value;
    }
    if (UNARY.test(word) && next !== undefined) {
      this.#at++;
      return this.#unary(word, next);
    }
    return word !== '';
  }

  #stat(path: string, follow = true): Stat | undefined {
    const { files } = this.#ctx.process;
    try {
      return follow ? files.stat(path) : files.lstat(path);
    } catch {
      return undefined;
    }
  }

  #unary(operator: string, operand: string): boolean {
    const { files, fds, credentials } = this.#ctx.process;
    if (operator === '-n') return operand !== '';
    if (operator === '-z') return operand === '';
    if (operator === '-t') return fds.get(this.#integer(operand))?.kind === 'tty';
    if (operator === '-r') return files.may(operand, 'r');
    if (operator === '-w') return files.may(operand, 'w');
    if (operator === '-x') return files.may(operand, 'x');
    const isLink = operator === '-h' || operator === '-L';
    const stat = this.#stat(operand, !isLink);
    if (stat === undefined) return false;
    switch (operator) {
      case '-d':
        return stat.kind === 'dir';
      case '-f':
        return stat.kind === 'file';
      case '-h':
      case '-L':
        return stat.kind === 'symlink';
      case '-p':
        return stat.kind === 'fifo';
      case '-S':
        return stat.kind === 'socket';
      case '-b':
        return false;
      case '-c':
        return stat.kind === 'device';
      case '-s':
        return stat.size > 0;
      case '-g':
        return (stat.mode & 0o2000) !== 0;
      case '-u':
        return (stat.mode & 0o4000) !== 0;
      case '-k':
        return (stat.mode & 0o1000) !== 0;
      case '-O':
        return stat.uid === credentials.uid;
      case '-G':
        return stat.gid === credentials.gid;
      case '-N':
        return stat.mtimeMs > stat.atimeMs;
      default:
        return true;
    }
  }

  #binary(a: string, operator: string, b: string): boolean {
    switch (operator) {
      case '=':
      case '==':
        return a === b;
      case '!=':
        return a !== b;
      case '<':
        return a < b;
      case '>':
        return a > b;
      case '-nt':
      case '-ot':
      case '-ef':
        return this.#compareFiles(a, operator, b);
      default:
        return this.#compareNumbers(a, operator, b);
    }
  }

  #compareFiles(a: string, operator: string, b: string): boolean {
    const left = this.#stat(a);
    const right = this.#stat(b);
    if (operator === '-ef') return left !== undefined && left.ino === right?.ino;
    const [newer, older] = operator === '-nt' ? [left, right] : [right, left];
    if (newer === undefined) return false;
    return older === undefined || newer.mtimeMs > older.mtimeMs;
  }

  #compareNumbers(a: string, operator: string, b: string): boolean {
    const x = this.#integer(a.startsWith('-l ') ? String(a.length) : a);
    const y = this.#integer(b);
    switch (operator) {
      case '-eq':
        return x === y;
      case '-ne':
        return x !== y;
      case '-lt':
        return x < y;
      case '-le':
        return x <= y;
      case '-gt':
        return x > y;
      default:
        return x >= y;
    }
  }

  #integer(text: string): number {
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Problem(`invalid integer ${quoteLocale(text)}`);
    return Number(text);
  }
}
