// sort: the lines of all files, in order.
import type { Task } from '../../base/sim';
import {
  type Context,
  defineCommand,
  failureText,
  quoteAlways,
  quoteIfNeeded,
  quoteLocale,
} from '../command';
import { Comparer, type Row } from './compare';
import { conflict, orderingOf, readKey, type SortKey } from './keys';

const options = {
  b: ['-b, --ignore-leading-blanks', 'ignore blanks at the beginning'],
  d: ['-d, --dictionary-order', 'compare blanks, letters and digits only'],
  f: ['-f, --ignore-case', 'do not tell small letters from capitals'],
  g: ['-g, --general-numeric-sort', 'compare as floating point numbers'],
  i: ['-i, --ignore-nonprinting', 'compare printable characters only'],
  M: ['-M, --month-sort', 'compare names of months'],
  h: ['-h, --human-numeric-sort', 'compare numbers with units (2K 1G)'],
  n: ['-n, --numeric-sort', 'compare as numbers'],
  R: ['-R, --random-sort', 'shuffle, but keep equal keys together'],
  randomSource: ['--random-source=FILE', 'take random bytes from FILE'],
  r: ['-r, --reverse', 'reverse the order'],
  sort: ['--sort=WORD', 'general-numeric, human-numeric, month, numeric, random or version'],
  V: ['-V, --version-sort', 'compare as version numbers'],
  batch: ['--batch-size=N', 'accepted; merging needs no files here'],
  check: ['-c, --check[=HOW]', 'only check whether the input is sorted'],
  C: ['-C', 'like -c, but do not tell where it is not'],
  compress: ['--compress-program=PROG', 'accepted; there are no temporary files here'],
  debug: ['--debug', 'accepted'],
  files0: ['--files0-from=F', 'read the names of the files, ended by NUL, from F'],
  key: ['-k, --key=KEYDEF...', 'sort by a key: F[.C][OPTS][,F[.C][OPTS]]'],
  merge: ['-m, --merge', 'merge files that are sorted already'],
  output: ['-o, --output=FILE', 'write to FILE'],
  stable: ['-s, --stable', 'keep the order of lines with equal keys'],
  S: ['-S, --buffer-size=SIZE', 'accepted'],
  tab: ['-t, --field-separator=SEP', 'fields are separated by SEP'],
  T: ['-T, --temporary-directory=DIR', 'accepted'],
  parallel: ['--parallel=N', 'accepted'],
  unique: ['-u, --unique', 'print one of several equal lines'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
} as const;

type Ctx = Context<typeof options>;

const WORDS: Readonly<Record<string, string>> = {
  'general-numeric': 'g',
  'human-numeric': 'h',
  month: 'M',
  numeric: 'n',
  random: 'R',
  version: 'V',
};

export default defineCommand({
  name: 'sort',
  summary: {
    en: 'Print the lines of all files in order.',
    es: 'Muestra ordenadas las líneas de todos los archivos.',
  },
  options,
  operands: '[FILE]...',
  usageStatus: 2,
  *run(ctx) {
    const o = ctx.options;
    if (o.sort !== undefined && !Object.keys(WORDS).some((w) => w.startsWith(o.sort ?? ''))) {
      const list = Object.keys(WORDS).map((w) => `\n  - ${quoteLocale(w)}`);
      const what = `invalid argument ${quoteLocale(o.sort)} for ${quoteLocale('--sort')}`;
      return yield* ctx.usage(`${what}\nValid arguments are:${list.join('')}`, 1);
    }
    const plan = makePlan(ctx);
    if (typeof plan === 'string') return yield* ctx.fail(plan, 2);
    const { comparer, global, keys } = plan;
    for (const letters of [global, ...keys.map((k) => k.ordering.letters)]) {
      const bad = conflict(letters);
      if (bad !== undefined) return yield* ctx.fail(`options '-${bad}' are incompatible`, 2);
    }
    let files = ctx.files();
    if (o.files0 !== undefined) {
      const list = yield* ctx.readAll(o.files0, { status: 2 });
      if (list === undefined) return 2;
      files = list.split('\0').filter((name) => name !== '');
    }
    const end = o.zero ? '\0' : '\n';
    if (o.check !== undefined || o.C) return yield* check(ctx, comparer, files);
    const lines: string[] = [];
    for (const name of files) {
      const input = yield* ctx.open(name, { status: 2, explain });
      if (input === undefined) return 2;
      const more = yield* input.allLines(end);
      for (const line of more) lines.push(line);
      ctx.close(input);
    }
    let rows = lines.map((line) => comparer.row(line)).sort((a, b) => comparer.compare(a, b));
    if (o.unique) rows = distinct(rows, comparer);
    return yield* write(ctx, rows, end);
  },
});

function explain(name: string, text: string, phase: 'open' | 'read'): string {
  const file = quoteIfNeeded(name);
  return phase === 'read' ? `read failed: ${file}: ${text}` : `cannot read: ${file}: ${text}`;
}

function makePlan(ctx: Ctx): { comparer: Comparer; global: string; keys: SortKey[] } | string {
  const o = ctx.options;
  let global = ctx.given
    .map((g) => g.key)
    .filter((k) => k.length === 1 && 'bdfgiMhnRrV'.includes(k))
    .join('');
  if (o.sort !== undefined) {
    const word = Object.keys(WORDS).find((w) => w.startsWith(o.sort ?? ''));
    global += WORDS[word ?? ''] ?? '';
  }
  let tab: string | undefined;
  if (o.tab !== undefined) {
    tab = o.tab === '\\0' ? '\0' : o.tab;
    if (tab === '') return 'empty tab';
    if ([...tab].length > 1) return `multi-character tab ${quoteLocale(tab)}`;
  }
  const keys: SortKey[] = [];
  for (const text of o.key) {
    const key = readKey(text, global);
    if (typeof key === 'string') return key;
    keys.push(key);
  }
  const { machine, pid } = ctx.process;
  const comparer = new Comparer({
    keys,
    global: orderingOf(global),
    tab,
    isStable: o.stable || o.unique,
    random: (text) => machine.random(`sort/${pid}/${text}`),
  });
  return { comparer, global, keys };
}

function distinct(rows: readonly Row[], comparer: Comparer): Row[] {
  const kept: Row[] = [];
  let last: Row | undefined;
  for (const row of rows) {
    if (last !== undefined && comparer.compareKeys(last, row) === 0) continue;
    kept.push(row);
    last = row;
  }
  return kept;
}

function* write(ctx: Ctx, rows: readonly Row[], end: string): Task<number> {
  const text = rows.length === 0 ? '' : rows.map((row) => row.line).join(end) + end;
  const { output } = ctx.options;
  if (output === undefined) {
    yield* ctx.out(text);
    return ctx.status;
  }
  try {
    ctx.process.files.write(output, text);
  } catch (error) {
    return yield* ctx.fail(`open failed: ${quoteIfNeeded(output)}: ${failureText(error)}`, 2);
  }
  return ctx.status;
}

function* check(ctx: Ctx, comparer: Comparer, files: readonly string[]): Task<number> {
  const [name = '-', extra] = files;
  const { check: how, C, unique, zero } = ctx.options;
  const isQuiet = C || how === 'quiet' || how === 'silent';
  if (extra !== undefined) {
    const letter = isQuiet ? 'C' : 'c';
    return yield* ctx.fail(`extra operand ${quoteAlways(extra)} not allowed with -${letter}`, 2);
  }
  const input = yield* ctx.open(name, { status: 2, explain });
  if (input === undefined) return 2;
  let last: Row | undefined;
  let number = 0;
  for (;;) {
    const lines = yield* input.lines(zero ? '\0' : '\n');
    if (lines === undefined) return 0;
    for (const line of lines) {
      const row = comparer.row(line);
      number++;
      if (last !== undefined) {
        const order = unique ? comparer.compareKeys(last, row) : comparer.compare(last, row);
        if (order > 0 || (unique && order === 0)) {
          if (!isQuiet) yield* ctx.warn(`${name}:${number}: disorder: ${line}`);
          return 1;
        }
      }
      last = row;
    }
  }
}
