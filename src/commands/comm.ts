// comm: compares two sorted files line by line.
import { compareText } from '../base/text-order';
import { defineCommand, quoteIfNeeded, quoteLocale } from './command';

export default defineCommand({
  name: 'comm',
  summary: {
    en: 'Compare two sorted files: lines only in the first, only in the second, in both.',
    es: 'Compara dos archivos ordenados línea por línea.',
  },
  options: {
    no1: ['-1', 'leave out lines only in FILE1'],
    no2: ['-2', 'leave out lines only in FILE2'],
    no3: ['-3', 'leave out lines in both'],
    check: ['--check-order', 'stop when the input is not sorted'],
    nocheck: ['--nocheck-order', 'do not look whether the input is sorted'],
    output: ['--output-delimiter=TEXT', 'print TEXT between columns'],
    total: ['--total', 'print a line of counts at the end'],
    zero: ['-z, --zero-terminated', 'lines end with NUL'],
  },
  operands: 'FILE1 FILE2',
  *run(ctx) {
    const o = ctx.options;
    const [name1, name2, extra] = ctx.operands;
    if (name1 === undefined) return yield* ctx.usage('missing operand');
    if (name2 === undefined) {
      return yield* ctx.usage(`missing operand after ${quoteLocale(name1)}`);
    }
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const end = o.zero ? '\0' : '\n';
    const explain = (f: string, why: string) => `${quoteIfNeeded(f)}: ${why}`;
    const sides: string[][] = [];
    for (const name of [name1, name2]) {
      const input = yield* ctx.open(name, { explain });
      if (input === undefined) return 1;
      sides.push(yield* input.allLines(end));
    }
    const [left = [], right = []] = sides;
    const delimiter = o.output === '' ? '\0' : (o.output ?? '\t');
    const before2 = o.no1 ? '' : delimiter;
    const before3 = before2 + (o.no2 ? '' : delimiter);
    const counts = [0, 0, 0];
    const isDisordered = [false, false];
    let i = 0;
    let j = 0;
    let out = '';
    let isUnpaired = false;
    const check = (side: 0 | 1, at: number): boolean => {
      const lines = side === 0 ? left : right;
      const isBad = at > 0 && compareText(lines[at - 1] ?? '', lines[at] ?? '') > 0;
      if (isBad && !isDisordered[side]) {
        isDisordered[side] = true;
        return true;
      }
      return false;
    };
    while (i < left.length || j < right.length) {
      const a = left[i];
      const b = right[j];
      const order = a === undefined ? 1 : b === undefined ? -1 : compareText(a, b);
      if (order === 0) {
        counts[2] = (counts[2] ?? 0) + 1;
        if (!o.no3) out += before3 + a + end;
      } else if (order < 0) {
        isUnpaired = true;
        counts[0] = (counts[0] ?? 0) + 1;
        if (!o.no1) out += a + end;
      } else {
        isUnpaired = true;
        counts[1] = (counts[1] ?? 0) + 1;
        if (!o.no2) out += before2 + b + end;
      }
      if (order <= 0) i++;
      if (order >= 0) j++;
      for (const side of [0, 1] as const) {
        const at = side === 0 ? i : j;
        const moved = side === 0 ? order <= 0 : order >= 0;
        if (!moved || at >= (side === 0 ? left : right).length || o.nocheck) continue;
        if ((o.check || isUnpaired) && check(side, at)) {
          yield* ctx.out(out);
          out = '';
          yield* ctx.fail(`file ${side + 1} is not in sorted order`);
          if (o.check) return 1;
        }
      }
    }
    yield* ctx.out(out);
    if (o.total) yield* ctx.out(`${counts.join(delimiter)}${delimiter}total${end}`);
    if (isDisordered.includes(true)) return yield* ctx.fail('input is not in sorted order');
    return ctx.status;
  },
});
