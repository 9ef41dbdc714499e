// join: joins the lines of two sorted files that have a field in common.
import { compareText } from '../base/text-order';
import { type Context, defineCommand, quoteIfNeeded, quoteLocale } from './command';

const options = {
  unpaired: ['-a=FILENUM...', 'print lines of file FILENUM that have no partner too'],
  empty: ['-e=TEXT', 'print TEXT for fields that are not there'],
  ignoreCase: ['-i, --ignore-case', 'do not tell capitals from small letters'],
  j: ['-j=FIELD', 'the same as -1 FIELD -2 FIELD'],
  format: ['-o=FORMAT', 'print these fields: 1.2,2.1,0 or auto'],
  tab: ['-t=CHAR', 'fields are separated by CHAR'],
  only: ['-v=FILENUM...', 'like -a, but without the joined lines'],
  field1: ['-1=FIELD', 'join on this field of file 1'],
  field2: ['-2=FIELD', 'join on this field of file 2'],
  check: ['--check-order', 'stop when the input is not sorted'],
  nocheck: ['--nocheck-order', 'do not look whether the input is sorted'],
  header: ['--header', 'the first lines are headers and always joined'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
} as const;

interface Row {
  readonly fields: readonly string[];
  readonly key: string;
}

interface Plan {
  readonly tab: string;
  readonly empty: string;
  readonly format: readonly { file: 0 | 1 | 2; field: number }[] | undefined;
}

export default defineCommand({
  name: 'join',
  summary: {
    en: 'Join lines of two sorted files on a common field.',
    es: 'Une líneas de dos archivos ordenados por un campo común.',
  },
  options,
  operands: 'FILE1 FILE2',
  *run(ctx) {
    const o = ctx.options;
    const [name1, name2, extra] = ctx.operands;
    if (name1 === undefined) return yield* ctx.usage('missing operand');
    if (name2 === undefined) {
      return yield* ctx.usage(`missing operand after ${quoteLocale(name1)}`);
    }
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const fields: number[] = [];
    for (const text of [o.field1 ?? o.j ?? '1', o.field2 ?? o.j ?? '1']) {
      if (!/^[1-9]\d*$/.test(text)) {
        return yield* ctx.fail(`invalid field number: ${quoteLocale(text)}`);
      }
      fields.push(Number(text) - 1);
    }
    if (o.tab !== undefined && o.tab !== '\\0' && [...o.tab].length > 1) {
      return yield* ctx.fail(`multi-character tab ${quoteLocale(o.tab)}`);
    }
    const end = o.zero ? '\0' : '\n';
    const sides: Row[][] = [];
    const files = [name1, name2] as const;
    for (const side of [0, 1] as const) {
      const input = yield* ctx.open(files[side], {
        explain: (f, why) => `${quoteIfNeeded(f)}: ${why}`,
      });
      if (input === undefined) return 1;
      const lines = yield* input.allLines(end);
      sides.push(lines.map((line) => row(line, fields[side] ?? 0, o)));
    }
    const [left = [], right = []] = sides;
    const plan = makePlan(ctx, left[0], right[0]);
    if (typeof plan === 'string') return yield* ctx.fail(plan);
    const isPrinted = (n: number) => [...o.unpaired, ...o.only].includes(String(n));
    const isJoining = o.only.length === 0;
    let i = 0;
    let j = 0;
    if (o.header && (left.length > 0 || right.length > 0)) {
      yield* ctx.out(joined(left[i++], right[j++], { plan, fields }) + end);
    }
    while (i < left.length || j < right.length) {
      const a = left[i];
      const b = right[j];
      const order = a === undefined ? 1 : b === undefined ? -1 : compareText(a.key, b.key);
      if (order < 0) {
        if (isPrinted(1)) yield* ctx.out(joined(a, undefined, { plan, fields }) + end);
        i++;
      } else if (order > 0) {
        if (isPrinted(2)) yield* ctx.out(joined(undefined, b, { plan, fields }) + end);
        j++;
      } else {
        let toI = i;
        let toJ = j;
        while (left[toI]?.key === a?.key && toI < left.length) toI++;
        while (right[toJ]?.key === b?.key && toJ < right.length) toJ++;
        for (let x = i; isJoining && x < toI; x++) {
          for (let y = j; y < toJ; y++) {
            yield* ctx.out(joined(left[x], right[y], { plan, fields }) + end);
          }
        }
        i = toI;
        j = toJ;
      }
    }
    return yield* checkOrder(ctx, sides, files);
  },
});

function row(
  line: string,
  field: number,
  o: { readonly tab: string | undefined; readonly ignoreCase: boolean },
): Row {
  const tab = o.tab === '\\0' ? '\0' : o.tab;
  const trimmed = line.replace(/^[ \t]+/, '');
  const fields =
    tab === ''
      ? [line]
      : tab !== undefined
        ? line.split(tab)
        : trimmed === ''
          ? []
          : trimmed.split(/[ \t]+/);
  const key = fields[field] ?? '';
  return { fields, key: o.ignoreCase ? key.toLowerCase() : key };
}

function makePlan(
  ctx: Context<typeof options>,
  first1: Row | undefined,
  first2: Row | undefined,
): Plan | string {
  const { tab, empty = '', format, field1, field2, j } = ctx.options;
  const base = { tab: tab ?? ' ', empty };
  if (format === undefined) return { ...base, format: undefined };
  if (format === 'auto') {
    const rest = (r: Row | undefined, file: 1 | 2, key: number) =>
      (r?.fields ?? []).map((_, field) => ({ file, field })).filter((f) => f.field !== key);
    const key1 = Number(field1 ?? j ?? 1) - 1;
    const key2 = Number(field2 ?? j ?? 1) - 1;
    return {
      ...base,
      format: [{ file: 0, field: 0 }, ...rest(first1, 1, key1), ...rest(first2, 2, key2)],
    };
  }
  const list: { file: 0 | 1 | 2; field: number }[] = [];
  for (const part of format.split(/[, \t]+/)) {
    const m = /^([12])\.([1-9]\d*)$/.exec(part);
    if (part === '0') list.push({ file: 0, field: 0 });
    else if (m !== null) list.push({ file: m[1] === '1' ? 1 : 2, field: Number(m[2]) - 1 });
    else return `invalid field specifier: ${quoteLocale(part)}`;
  }
  return { ...base, format: list };
}

function joined(
  a: Row | undefined,
  b: Row | undefined,
  { plan, fields }: { plan: Plan; fields: readonly number[] },
): string {
  const [key1 = 0, key2 = 0] = fields;
  const key = a?.fields[key1] ?? b?.fields[key2];
  const shown = (text: string | undefined) =>
    text === undefined || text === '' ? plan.empty : text;
  if (plan.format !== undefined) {
    return plan.format
      .map(({ file, field }) => shown(file === 0 ? key : (file === 1 ? a : b)?.fields[field]))
      .join(plan.tab);
  }
  const rest = (r: Row | undefined, skip: number) => (r?.fields ?? []).filter((_, i) => i !== skip);
  return [key, ...rest(a, key1), ...rest(b, key2)].map(shown).join(plan.tab);
}

function* checkOrder(
  ctx: Context<typeof options>,
  sides: readonly (readonly Row[])[],
  files: readonly string[],
) {
  if (ctx.options.nocheck) return ctx.status;
  for (const side of [0, 1]) {
    const rows = sides[side] ?? [];
    for (let i = ctx.options.header ? 2 : 1; i < rows.length; i++) {
      if (compareText(rows[i - 1]?.key ?? '', rows[i]?.key ?? '') <= 0) continue;
      const line = rows[i]?.fields.join(ctx.options.tab ?? ' ') ?? '';
      yield* ctx.fail(`${files[side]}:${i + 1}: is not sorted: ${line}`);
      break;
    }
  }
  if (ctx.status !== 0) yield* ctx.fail('input is not in sorted order');
  return ctx.status;
}
