// seq: numbers from one to another. Counts in exact decimals, so 0.1 steps stay 0.1.
import { type ExactNumber, exactOf, readExact, toDouble } from '../base/exact-number';
import { layOutFloat, readDirective } from '../base/printf';
import { type Context, defineCommand, quoteLocale } from './command';

const options = {
  format: ['-f, --format=FORMAT', 'print numbers by a printf format'],
  separator: ['-s, --separator=TEXT', 'print TEXT between numbers instead of a newline'],
  equalWidth: ['-w, --equal-width', 'pad with zeros to the same width'],
} as const;

export default defineCommand({
  name: 'seq',
  summary: {
    en: 'Print numbers from FIRST to LAST, by steps of INCREMENT.',
    es: 'Muestra los números de FIRST a LAST, de INCREMENT en INCREMENT.',
  },
  options,
  operands: '[FIRST [INCREMENT]] LAST',
  // Negative numbers are operands.
  rewrite: (args) => {
    const at = args.findIndex((a) => /^-[\d.]/.test(a));
    return at < 0 || args.includes('--') ? args : [...args.slice(0, at), '--', ...args.slice(at)];
  },
  *run(ctx) {
    const { operands, options: o } = ctx;
    if (operands.length === 0) return yield* ctx.usage('missing operand');
    if (operands.length > 3) {
      return yield* ctx.usage(`extra operand ${quoteLocale(operands[3] ?? '')}`);
    }
    const numbers: { value: ExactNumber; text: string }[] = [];
    for (const text of operands) {
      const { value, length } = readExact(text);
      if (length === 0 || length < text.length || value.special === 'nan') {
        const what = value.special === 'nan' ? "'not-a-number'" : 'floating point';
        return yield* ctx.usage(`invalid ${what} argument: ${quoteLocale(text)}`);
      }
      numbers.push({ value, text });
    }
    const one = { value: exactOf(1), text: '1' };
    const first = numbers.length > 1 ? (numbers[0] ?? one) : one;
    const last = numbers[numbers.length - 1] ?? one;
    const step = numbers.length === 3 ? (numbers[1] ?? one) : one;
    if (step.value.numerator === 0n && step.value.special === undefined) {
      return yield* ctx.usage(`invalid Zero increment value: ${quoteLocale(step.text)}`);
    }
    const show = makeFormat(ctx, [first.text, step.text, last.text]);
    if (typeof show === 'string') return yield* ctx.fail(show);
    const separator = o.separator ?? '\n';
    const places = Math.max(decimals(first.text), decimals(step.text));
    const scale = 10 ** places;
    let value = scaled(first.text, scale);
    const increment = scaled(step.text, scale);
    const end = last.value.special === 'inf' ? toDouble(last.value) : scaled(last.text, scale);
    const isUp = increment > 0;
    if (isUp ? value > end : value < end) return 0;
    for (let isFirst = true; isUp ? value <= end : value >= end; value += increment) {
      yield* ctx.out((isFirst ? '' : separator) + show(value, places));
      isFirst = false;
    }
    yield* ctx.out('\n');
    return 0;
  },
});

/** A number's text times a power of ten, rounded to what doubles can tell apart. */
function scaled(text: string, scale: number): number {
  const value = toDouble(readExact(text).value) * scale;
  const near = Math.round(value);
  return Math.abs(near - value) < 1e-6 ? near : value;
}

function decimals(text: string): number {
  const m = /^[^.eE]*(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  return Math.max(0, (m?.[1]?.length ?? 0) - Number(m?.[2] ?? 0));
}

function makeFormat(
  ctx: Context<typeof options>,
  [first, step, last]: [string, string, string],
): ((value: number, places: number) => string) | string {
  const { format, equalWidth } = ctx.options;
  const places = Math.max(decimals(first), decimals(step));
  const plain = (value: number, p: number) => {
    if (p === 0) return String(value);
    const text = (Math.abs(value) / 10 ** p).toFixed(p);
    return (value < 0 ? '-' : '') + text;
  };
  if (format === undefined) {
    if (!equalWidth) return plain;
    const scale = 10 ** places;
    const ends = [scaled(first, scale), scaled(last, scale)].map((v) => plain(v, places).length);
    const width = Math.max(...ends);
    return (value, p) => {
      const text = plain(value, p);
      return text[0] === '-'
        ? `-${text.slice(1).padStart(width - 1, '0')}`
        : text.padStart(width, '0');
    };
  }
  const at = format.replaceAll('%%', '\0\0').indexOf('%');
  if (at < 0) return `format ${quoteLocale(format)} has no % directive`;
  const { directive, length } = readDirective(format.slice(at + 1));
  const { conversion, flags, width, precision } = directive;
  if (conversion === '') return `format ${quoteLocale(format)} ends in %`;
  if (!'aefgAEFG'.includes(conversion)) {
    return `format ${quoteLocale(format)} has unknown %${conversion} directive`;
  }
  const before = format.slice(0, at).replaceAll('%%', '%');
  const rest = format.slice(at + 1 + length);
  if (rest.replaceAll('%%', '').includes('%')) {
    return `format ${quoteLocale(format)} has too many % directives`;
  }
  const after = rest.replaceAll('%%', '%');
  const layout = {
    flags,
    width: typeof width === 'number' ? width : 0,
    precision: typeof precision === 'number' ? precision : undefined,
  };
  return (value, p) => {
    const exact = readExact(plain(value, p)).value;
    return before + layOutFloat(exact, conversion, layout) + after;
  };
}
