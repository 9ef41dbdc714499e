// numfmt: numbers with and without units.
import { type ExactNumber, fixedDigits, readExact } from '../base/exact-number';
import { layOutText, readDirective } from '../base/printf';
import { type Context, defineCommand, quoteLocale } from './command';
import { type Range, readRanges } from './framework/ranges';

const options = {
  debug: ['--debug', 'accepted'],
  delimiter: ['-d, --delimiter=X', 'fields are separated by X'],
  field: ['--field=FIELDS', 'convert these fields (1)'],
  format: ['--format=FORMAT', 'print numbers by a format with one %f'],
  from: ['--from=UNIT', 'units of the input: none, auto, si, iec, iec-i'],
  fromUnit: ['--from-unit=N', 'the unit of the input (1)'],
  grouping: ['--grouping', 'group digits as the locale has it'],
  header: ['--header[=N]', 'print the first N lines (1) as they are'],
  invalid: ['--invalid=MODE', 'what to do with bad input: abort, fail, warn, ignore'],
  padding: ['--padding=N', 'pad to N characters'],
  round: ['--round=METHOD', 'up, down, from-zero, towards-zero, nearest'],
  suffix: ['--suffix=SUFFIX', 'add SUFFIX'],
  to: ['--to=UNIT', 'units of the output: none, si, iec, iec-i'],
  toUnit: ['--to-unit=N', 'the unit of the output (1)'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
} as const;

type Ctx = Context<typeof options>;

const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

class Problem extends Error {}

export default defineCommand({
  name: 'numfmt',
  summary: { en: 'Convert numbers to and from units.', es: 'Convierte números con unidades.' },
  options,
  operands: '[NUMBER]...',
  rewrite: (args) => {
    const at = args.findIndex((a) => /^-[\d.]/.test(a));
    return at < 0 || args.includes('--') ? args : [...args.slice(0, at), '--', ...args.slice(at)];
  },
  *run(ctx) {
    const o = ctx.options;
    const fields = readRanges(o.field === '-' ? '1-' : (o.field ?? '1'));
    if ('problem' in fields) {
      return yield* ctx.usage(`invalid field value ${quoteLocale(o.field ?? '')}`);
    }
    for (const [text, name, units] of [
      [o.from, '--from', ['none', 'auto', 'si', 'iec', 'iec-i']],
      [o.to, '--to', ['none', 'si', 'iec', 'iec-i']],
    ] as const) {
      if (text === undefined || units.some((u) => u === text)) continue;
      const list = units.map((u) => `  - ${quoteLocale(u)}\n`).join('');
      return yield* ctx.usage(
        `invalid argument ${quoteLocale(text)} for ${quoteLocale(name)}\n` +
          `Valid arguments are:\n${list.trimEnd()}`,
      );
    }
    if (o.delimiter !== undefined && [...o.delimiter].length > 1) {
      return yield* ctx.fail('the delimiter must be a single character');
    }
    const end = o.zero ? '\0' : '\n';
    if (ctx.operands.length > 0) {
      for (const word of ctx.operands) {
        const text = yield* convertLine(ctx, word, [{ from: 1, to: 1 }]);
        if (text === undefined) return 2;
        yield* ctx.out(text + end);
      }
      return ctx.status;
    }
    const input = ctx.stdin();
    let header = o.header === true ? 1 : Number(o.header ?? 0);
    for (;;) {
      const lines = yield* input.lines(end);
      if (lines === undefined) return ctx.status;
      for (const line of lines) {
        if (header-- > 0) {
          yield* ctx.out(line + end);
          continue;
        }
        const text = yield* convertLine(ctx, line, fields);
        if (text === undefined) return 2;
        yield* ctx.out(text + end);
      }
    }
  },
});

function* convertLine(ctx: Ctx, line: string, fields: readonly Range[]) {
  const { delimiter, invalid = 'abort' } = ctx.options;
  const parts =
    delimiter === undefined
      ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? [line])
      : line.split(delimiter);
  const out: string[] = [];
  for (const [i, part] of parts.entries()) {
    const isSelected = fields.some((r) => i + 1 >= r.from && i + 1 <= r.to);
    if (!isSelected) {
      out.push(part);
      continue;
    }
    const blanks = delimiter === undefined ? (/^[ \t]*/.exec(part)?.[0] ?? '') : '';
    try {
      const text = convert(ctx, part.slice(blanks.length));
      // Between fields one blank stays; the others are the padding that the number had.
      const isFirst = i === 0;
      const gap = isFirst ? '' : blanks.slice(0, 1);
      const width = ctx.options.padding === undefined ? part.length - gap.length : 0;
      const padded = blanks.length > 1 || (isFirst && blanks !== '') ? text.padStart(width) : text;
      out.push(gap + padded);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (invalid !== 'ignore') yield* ctx.warn(error.message);
      if (invalid === 'abort') return undefined;
      if (invalid === 'fail') ctx.status = 2;
      out.push(part);
    }
  }
  return out.join(delimiter ?? '');
}

function convert(ctx: Ctx, word: string): string {
  const o = ctx.options;
  const value = parse(ctx, word);
  const format = o.format === undefined ? undefined : readFormat(o.format);
  const scaled = scale(value, Number(unitValue(o.fromUnit)) / Number(unitValue(o.toUnit)));
  let text = humanise(ctx, scaled, format?.precision ?? decimals(word));
  text += o.suffix ?? '';
  const padding = Number(o.padding ?? 0);
  if (padding !== 0) {
    text = layOutText(text, {
      flags: padding < 0 ? '-' : '',
      width: Math.abs(padding),
      precision: undefined,
    });
  }
  if (format === undefined) return text;
  const { flags, width } = format;
  const isZero = flags.includes('0') && !flags.includes('-');
  const shown = isZero
    ? text.padStart(width, '0')
    : layOutText(text, { flags, width, precision: undefined });
  return format.before + shown + format.after;
}

function unitValue(text: string | undefined): number {
  const m = /^(\d+)(?:([KMGTPEZY])(i?))?$/i.exec(text ?? '1');
  if (m === null) return 1;
  const power = UNITS.indexOf((m[2] ?? '').toUpperCase());
  return Number(m[1]) * (m[3] ? 1024 : 1000) ** power;
}

function decimals(word: string): number {
  return /^[+-]?\d*\.(\d+)$/.exec(word)?.[1]?.length ?? 0;
}

function readFormat(format: string) {
  const at = format.replaceAll('%%', '\0\0').indexOf('%');
  if (at < 0) throw new Problem(`format ${quoteLocale(format)} has no % directive`);
  const { directive, length } = readDirective(format.slice(at + 1));
  if (directive.conversion !== 'f') {
    throw new Problem(
      `invalid format ${quoteLocale(format)}, directive must be %[0]['][-][N][.][N]f`,
    );
  }
  return {
    before: format.slice(0, at).replaceAll('%%', '%'),
    after: format.slice(at + 1 + length).replaceAll('%%', '%'),
    flags: directive.flags,
    width: typeof directive.width === 'number' ? directive.width : 0,
    precision: typeof directive.precision === 'number' ? directive.precision : undefined,
  };
}

function parse(ctx: Ctx, word: string): ExactNumber {
  const { from = 'none', suffix } = ctx.options;
  let text = word;
  if (suffix !== undefined && text.endsWith(suffix)) text = text.slice(0, -suffix.length);
  const m = /^([+-]?\d+(?:\.\d+)?)(.*)$/s.exec(text);
  if (m === null) throw new Problem(`invalid number: ${quoteLocale(word)}`);
  const { value } = readExact(m[1] ?? '');
  const rest = m[2] ?? '';
  if (rest === '') return value;
  const power = UNITS.indexOf((rest[0] ?? '').toUpperCase());
  if (power < 1) throw new Problem(`invalid suffix in input: ${quoteLocale(word)}`);
  if (from === 'none') {
    throw new Problem(`rejecting suffix in input: ${quoteLocale(word)} (consider using --from)`);
  }
  const hasI = rest[1] === 'i';
  if (from === 'iec-i' && !hasI) {
    throw new Problem(`missing 'i' suffix in input: ${quoteLocale(word)} (e.g Ki/Mi/Gi)`);
  }
  const used = hasI && (from === 'auto' || from === 'iec-i') ? 2 : 1;
  if (rest.length > used) {
    throw new Problem(
      `invalid suffix in input ${quoteLocale(word)}: ${quoteLocale(rest.slice(used))}`,
    );
  }
  const base = from === 'si' || (from === 'auto' && !hasI) ? 1000n : 1024n;
  return { ...value, numerator: value.numerator * base ** BigInt(power) };
}

function scale(value: ExactNumber, factor: number): ExactNumber {
  if (factor === 1) return value;
  const { value: f } = readExact(String(factor));
  return {
    isNegative: value.isNegative,
    numerator: value.numerator * f.numerator,
    denominator: value.denominator * f.denominator,
  };
}

/** Rounded to `digits` decimals by the method that was asked for. */
function rounded(ctx: Ctx, value: ExactNumber, digits: number): ExactNumber {
  const { round = 'from-zero' } = ctx.options;
  const power = 10n ** BigInt(digits);
  const scaled = value.numerator * power;
  let whole = scaled / value.denominator;
  const rest = scaled % value.denominator;
  const isUp =
    round === 'from-zero' ||
    (round === 'up' && !value.isNegative) ||
    (round === 'down' && value.isNegative);
  if (round === 'nearest' ? rest * 2n >= value.denominator : isUp && rest > 0n) whole++;
  return { isNegative: value.isNegative, numerator: whole, denominator: power };
}

function humanise(ctx: Ctx, value: ExactNumber, precision: number): string {
  const { to = 'none', format } = ctx.options;
  const sign = value.isNegative && value.numerator > 0n ? '-' : '';
  if (to === 'none') {
    return sign + fixedDigits(rounded(ctx, value, precision), precision);
  }
  const base = to === 'si' ? 1000n : 1024n;
  const hasPrecision = format !== undefined && /\.\d/.test(format);
  let power = 0;
  let v = value;
  while (v.numerator >= base * v.denominator && power < UNITS.length - 1) {
    v = { ...v, denominator: v.denominator * base };
    power++;
  }
  const digitsFor = (x: ExactNumber) =>
    hasPrecision ? precision : power > 0 && x.numerator < 10n * x.denominator ? 1 : 0;
  let shown = rounded(ctx, v, digitsFor(v));
  if (shown.numerator >= base * shown.denominator && power < UNITS.length - 1) {
    shown = { ...shown, denominator: shown.denominator * base };
    power++;
  }
  const digits = digitsFor(shown);
  shown = rounded(ctx, shown, digits);
  const unit = power === 0 ? '' : `${UNITS[power]}${to === 'iec-i' ? 'i' : ''}`;
  return sign + fixedDigits(shown, digits) + unit;
}
