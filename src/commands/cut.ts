// cut: parts of each line, by bytes or fields.
import { type Context, defineCommand, quoteIfNeeded, quoteLocale } from './command';
import { isAscii, sliceBytes } from './framework/bytes';
import { complementRanges, type Range, readRanges } from './framework/ranges';

const options = {
  bytes: ['-b, --bytes=LIST', 'select bytes'],
  characters: ['-c, --characters=LIST', 'select characters (bytes, as in GNU cut)'],
  delimiter: ['-d, --delimiter=DELIM', 'fields are separated by DELIM instead of a tab'],
  fields: ['-f, --fields=LIST', 'select fields; lines without a delimiter are printed whole'],
  n: ['-n', 'ignored'],
  complement: ['--complement', 'select what LIST does not name'],
  onlyDelimited: ['-s, --only-delimited', 'do not print lines without a delimiter'],
  output: ['--output-delimiter=TEXT', 'print TEXT between what was selected'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'cut',
  summary: {
    en: 'Print selected parts of each line.',
    es: 'Muestra partes elegidas de cada línea.',
  },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const plan = makePlan(ctx);
    if (typeof plan === 'string') return yield* ctx.usage(plan);
    const end = ctx.options.zero ? '\0' : '\n';
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (input === undefined) continue;
      for (;;) {
        const lines = yield* input.lines(end);
        if (lines === undefined) break;
        let out = '';
        for (const line of lines) {
          const text = plan(line);
          if (text !== undefined) out += text + end;
        }
        yield* ctx.out(out);
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});

/** What to do with a line (undefined: print nothing), or a complaint. */
function makePlan(ctx: Ctx): ((line: string) => string | undefined) | string {
  const o = ctx.options;
  const lists = ctx.given.filter((g) => ['bytes', 'characters', 'fields'].includes(g.key));
  if (lists.length === 0) return 'you must specify a list of bytes, characters, or fields';
  if (lists.length > 1) return 'only one list may be specified';
  const isFields = o.fields !== undefined;
  if (o.delimiter !== undefined && [...o.delimiter].length > 1) {
    return 'the delimiter must be a single character';
  }
  if (!isFields && o.delimiter !== undefined) {
    return 'an input delimiter may be specified only when operating on fields';
  }
  if (!isFields && o.onlyDelimited) {
    return 'suppressing non-delimited lines makes sense\n\tonly when operating on fields';
  }
  const list = lists[0]?.value ?? '';
  const got = readRanges(list);
  if ('problem' in got) return rangeProblem(got, list, isFields);
  const ranges = o.complement ? complementRanges(got) : got;
  if (!isFields) return (line) => byBytes(line, ranges, o.output);
  const delimiter = o.delimiter === '' ? '\0' : (o.delimiter ?? '\t');
  const between = o.output ?? delimiter;
  return (line) => {
    if (!line.includes(delimiter)) return o.onlyDelimited ? undefined : line;
    const fields = line.split(delimiter);
    if (ranges.length === 1) {
      const only = ranges[0] as Range;
      return fields.slice(only.from - 1, only.to).join(between);
    }
    return ranges.flatMap((r) => fields.slice(r.from - 1, r.to)).join(between);
  };
}

function rangeProblem(
  got: { problem: string; part: string },
  list: string,
  isFields: boolean,
): string {
  const what = isFields ? 'field' : 'byte/character position';
  if (got.problem === 'decreasing') return 'invalid decreasing range';
  if (got.problem === 'empty') return `invalid range with no endpoint: ${got.part}`;
  if (got.problem === 'zero') {
    return isFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
  }
  const from = list.search(/[^\d, \t-]/);
  return `invalid ${what}${isFields ? ' value' : ''} ${quoteLocale(list.slice(Math.max(0, from)))}`;
}

function byBytes(line: string, ranges: readonly Range[], between = ''): string {
  const ascii = isAscii(line);
  const parts: string[] = [];
  for (const { from, to } of ranges) {
    const end = Number.isFinite(to) ? to : undefined;
    const part = ascii ? line.slice(from - 1, end) : sliceBytes(line, from - 1, end);
    if (part !== '') parts.push(part);
  }
  return parts.join(between);
}
