// paste: lines of several files side by side.

import { unescapeText } from '../base/printf';
import { defineCommand, type Input, quoteIfNeeded } from './command';

export default defineCommand({
  name: 'paste',
  summary: {
    en: 'Print lines of several files side by side.',
    es: 'Junta en columnas las líneas de varios archivos.',
  },
  options: {
    delimiters: ['-d, --delimiters=LIST', 'use the characters of LIST instead of tabs, in turn'],
    serial: ['-s, --serial', 'one file after the other, each on one line'],
    zero: ['-z, --zero-terminated', 'lines end with NUL'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    const end = ctx.options.zero ? '\0' : '\n';
    const delimiters = readDelimiters(ctx.options.delimiters ?? '\t');
    const between = (i: number) => delimiters[i % delimiters.length] ?? '';
    const files = ctx.files();
    const explain = (f: string, why: string) => `${quoteIfNeeded(f)}: ${why}`;
    if (ctx.options.serial) {
      for (const name of files) {
        const input = yield* ctx.open(name, { explain });
        if (input === undefined) continue;
        const lines = yield* input.allLines(end);
        yield* ctx.out(lines.map((l, i) => (i === 0 ? l : between(i - 1) + l)).join('') + end);
        ctx.close(input);
      }
      return ctx.status;
    }
    const columns: Lines[] = [];
    let stdin: Lines | undefined;
    for (const name of files) {
      if (name === '-' && stdin !== undefined) {
        columns.push(stdin);
        continue;
      }
      const input = yield* ctx.open(name, { explain });
      if (input === undefined) return 1;
      const lines = new Lines(input, end);
      if (name === '-') stdin = lines;
      columns.push(lines);
    }
    for (;;) {
      const row: (string | undefined)[] = [];
      for (const column of columns) row.push(yield* column.next());
      if (row.every((cell) => cell === undefined)) return 0;
      yield* ctx.out(
        row.map((cell, i) => (i === 0 ? '' : between(i - 1)) + (cell ?? '')).join('') + end,
      );
    }
  },
});

/** One line at a time. */
class Lines {
  #input: Input;
  #end: string;
  #batch: readonly string[] = [];
  #at = 0;

  constructor(input: Input, end: string) {
    this.#input = input;
    this.#end = end;
  }

  *next() {
    if (this.#at >= this.#batch.length) {
      this.#batch = (yield* this.#input.lines(this.#end)) ?? [];
      this.#at = 0;
    }
    return this.#batch[this.#at++];
  }
}

/** Each character in turn; `\0` is nothing at all. */
function readDelimiters(list: string): readonly string[] {
  const parts = list.match(/\\0|\\.|[^\\]|\\$/gsu) ?? [''];
  return parts.map((p) =>
    p === '\\0' ? '' : p.length > 1 && p[0] === '\\' ? unescapeText(p).text : p,
  );
}
