// uniq: one of several equal lines in a row.
import type { Task } from '../base/sim';
import type { OpenFile } from '../machine/types';
import { type Context, defineCommand, failureText, quoteIfNeeded, quoteLocale } from './command';
import { readCount } from './framework/counts';

const options = {
  count: ['-c, --count', 'print before each line how often it came'],
  repeated: ['-d, --repeated', 'print only lines that came several times, one each'],
  D: ['-D', 'print all lines that came several times'],
  allRepeated: [
    '--all-repeated[=METHOD]',
    'like -D, with empty lines between: none, prepend, separate',
  ],
  fields: ['-f, --skip-fields=N', 'do not compare the first N fields'],
  group: ['--group[=METHOD]', 'print all lines, groups apart: separate, prepend, append, both'],
  ignoreCase: ['-i, --ignore-case', 'do not tell capitals from small letters'],
  skip: ['-s, --skip-chars=N', 'do not compare the first N characters'],
  unique: ['-u, --unique', 'print only lines that came once'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
  chars: ['-w, --check-chars=N', 'compare at most N characters'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'uniq',
  summary: {
    en: 'Drop or report repeated lines that follow each other.',
    es: 'Quita o señala las líneas repetidas seguidas.',
  },
  options,
  operands: '[INPUT [OUTPUT]]',
  *run(ctx) {
    const o = ctx.options;
    const [from = '-', to, extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const numbers: Record<string, number | undefined> = {};
    for (const [key, what] of [
      ['fields', 'fields to skip'],
      ['skip', 'bytes to skip'],
      ['chars', 'bytes to compare'],
    ] as const) {
      const text = o[key];
      numbers[key] = text === undefined ? undefined : readCount(text);
      if (text !== undefined && numbers[key] === undefined) {
        return yield* ctx.fail(`${text}: invalid number of ${what}`);
      }
    }
    if (o.count && (o.D || o.allRepeated)) {
      return yield* ctx.usage('printing all duplicated lines and repeat counts is meaningless');
    }
    const input = yield* ctx.open(from);
    if (input === undefined) return ctx.status;
    let output: OpenFile | undefined;
    if (to !== undefined && to !== '-') {
      try {
        output = ctx.process.files.open(to, { write: true, create: true, truncate: true });
      } catch (error) {
        return yield* ctx.fail(`${quoteIfNeeded(to)}: ${failureText(error)}`);
      }
    }
    const keyOf = keyMaker(numbers, o.ignoreCase);
    const printer = new Groups(ctx, output);
    const end = o.zero ? '\0' : '\n';
    let group: string[] = [];
    let key: string | undefined;
    const isKeepingAll = o.D || o.allRepeated !== undefined || o.group !== undefined;
    let size = 0;
    for (;;) {
      const lines = yield* input.lines(end);
      if (lines === undefined) break;
      for (const line of lines) {
        const next = keyOf(line);
        if (next !== key) {
          if (size > 0) yield* printer.print(group, size, end);
          group = [line];
          size = 1;
          key = next;
        } else {
          size++;
          if (isKeepingAll) group.push(line);
        }
      }
    }
    if (size > 0) yield* printer.print(group, size, end);
    if (printer.count > 0 && (o.group === 'append' || o.group === 'both')) yield* printer.out(end);
    output?.release();
    return ctx.status;
  },
});

class Groups {
  count = 0;
  #ctx: Ctx;
  #output: OpenFile | undefined;

  constructor(ctx: Ctx, output: OpenFile | undefined) {
    this.#ctx = ctx;
    this.#output = output;
  }

  *out(text: string): Task<void> {
    if (this.#output === undefined) yield* this.#ctx.out(text);
    else yield* this.#output.write(text);
  }

  *print(lines: readonly string[], size: number, end: string): Task<void> {
    const o = this.#ctx.options;
    const isAll = o.D || o.allRepeated !== undefined;
    if ((isAll || o.repeated) && size === 1) return;
    if (o.unique && (size > 1 || isAll || o.repeated)) return;
    const method = o.group === true ? 'separate' : (o.group ?? o.allRepeated);
    const isFirst = this.count++ === 0;
    let before = '';
    if (method === 'prepend' || method === 'both') before = end;
    else if ((method === 'separate' || method === 'append') && !isFirst) before = end;
    const shown = isAll || o.group !== undefined ? lines : lines.slice(0, 1);
    const prefix = o.count ? `${String(size).padStart(7)} ` : '';
    yield* this.out(before + shown.map((line) => prefix + line + end).join(''));
  }
}

function keyMaker(
  { fields = 0, skip = 0, chars }: Record<string, number | undefined>,
  ignoreCase: boolean,
): (line: string) => string {
  if (fields === 0 && skip === 0 && chars === undefined && !ignoreCase) return (line) => line;
  const pattern = new RegExp(`^(?:[ \\t]*[^ \\t]*){0,${fields}}`);
  return (line) => {
    let key = fields > 0 ? line.slice(pattern.exec(line)?.[0].length ?? 0) : line;
    if (skip > 0) key = key.slice(skip);
    if (chars !== undefined) key = key.slice(0, chars);
    return ignoreCase ? key.toLowerCase() : key;
  };
}
