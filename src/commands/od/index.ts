// od: dumps bytes in octal and other formats.
import { toBytes } from '../../base/bytes';
import { type Context, defineCommand, quoteIfNeeded, quoteLocale } from '../command';
import { readCount } from '../framework/counts';
import { type Format, readFormats } from './formats';

const options = {
  addressRadix: ['-A, --address-radix=RADIX', 'offsets in d, o, x or n (none)'],
  skip: ['-j, --skip-bytes=BYTES', 'skip BYTES first'],
  read: ['-N, --read-bytes=BYTES', 'read at most BYTES'],
  format: ['-t, --format=TYPE', 'formats: a, c, d, f, o, u, x with a size; z adds text'],
  duplicates: ['-v, --output-duplicates', 'print equal lines instead of *'],
  width: ['-w[=BYTES], --width[=BYTES]', 'BYTES a line (16; 32 without a number)'],
  a: ['-a', 'the same as -t a'],
  b: ['-b', 'the same as -t o1'],
  c: ['-c', 'the same as -t c'],
  d: ['-d', 'the same as -t u2'],
  f: ['-f', 'the same as -t fF'],
  i: ['-i', 'the same as -t dI'],
  l: ['-l', 'the same as -t dL'],
  o: ['-o', 'the same as -t o2'],
  s: ['-s', 'the same as -t d2'],
  x: ['-x', 'the same as -t x2'],
} as const;

const TYPES: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  f: 'fF',
  i: 'dI',
  l: 'dL',
  o: 'o2',
  s: 'd2',
  x: 'x2',
};

export default defineCommand({
  name: 'od',
  summary: {
    en: 'Dump files in octal and other formats.',
    es: 'Vuelca archivos en octal y otros.',
  },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const o = ctx.options;
    const formats: Format[] = [];
    for (const { key, value } of ctx.given) {
      const type = key === 'format' ? value : TYPES[key];
      if (type === undefined) continue;
      const got = readFormats(type);
      if (typeof got === 'string') return yield* ctx.fail(got);
      formats.push(...got);
    }
    if (formats.length === 0) formats.push(...(readFormats('o2') as Format[]));
    const radix = o.addressRadix ?? 'o';
    if (!'doxn'.includes(radix[0] ?? '?')) {
      return yield* ctx.fail(
        `invalid output address radix '${radix[0]}'; it must be one character from [doxn]`,
      );
    }
    const numbers: number[] = [];
    for (const [text, letter] of [
      [o.skip, 'j'],
      [o.read, 'N'],
    ] as const) {
      const n = text === undefined ? -1 : readOffset(text);
      if (n === undefined)
        return yield* ctx.fail(`invalid -${letter} argument ${quoteLocale(text ?? '')}`);
      numbers.push(n);
    }
    let text = '';
    for (const name of ctx.files()) {
      const got = yield* ctx.readAll(name, {
        explain: (f, why, phase) =>
          `${quoteIfNeeded(f)}: ${phase === 'read' ? 'read error: ' : ''}${why}`,
      });
      if (got === undefined) continue;
      text += got;
    }
    if (ctx.status !== 0 && text === '') return ctx.status;
    const [skip = -1, limit = -1] = numbers;
    const all = toBytes(text);
    if (skip > all.length) return yield* ctx.fail('cannot skip past end of combined input');
    const start = Math.max(0, skip);
    const bytes = all.subarray(start, limit < 0 ? undefined : start + limit);
    const width = o.width === undefined ? 16 : o.width === true ? 32 : Number(o.width);
    yield* ctx.out(dump(bytes, { start, width, formats, radix: radix[0] ?? 'o', ctx }));
    return ctx.status;
  },
});

function readOffset(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number(text);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return readCount(text);
}

interface Dump {
  readonly start: number;
  readonly width: number;
  readonly formats: readonly Format[];
  readonly radix: string;
  readonly ctx: Context<typeof options>;
}

function dump(bytes: Uint8Array, { start, width, formats, radix, ctx }: Dump): string {
  const address = (n: number): string => {
    if (radix === 'n') return '';
    if (radix === 'x') return n.toString(16).padStart(6, '0');
    return n.toString(radix === 'd' ? 10 : 8).padStart(7, '0');
  };
  const blank = ' '.repeat(address(0).length);
  const columns = Math.max(...formats.map((f) => (width / f.size) * (f.width + 1)));
  let out = '';
  let last = '';
  let isStarred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    const key = row.join();
    const isRepeat = at > 0 && key === last && row.length === width && !ctx.options.duplicates;
    last = key;
    if (isRepeat) {
      if (!isStarred) out += '*\n';
      isStarred = true;
      continue;
    }
    isStarred = false;
    formats.forEach((format, i) => {
      const prefix = i === 0 ? address(start + at) : blank;
      out += `${prefix}${rowText(row, { format, width, columns })}\n`;
    });
  }
  return radix === 'n' ? out : `${out}${address(start + bytes.length)}\n`;
}

function rowText(
  row: Uint8Array,
  { format, width, columns }: { format: Format; width: number; columns: number },
): string {
  const { size } = format;
  const count = width / size;
  // What the widest format needs more is spread over the fields.
  const spare = columns - count * (format.width + 1);
  let out = '';
  for (let i = 0; i * size < row.length; i++) {
    const piece = new Uint8Array(size);
    piece.set(row.subarray(i * size, (i + 1) * size));
    const left = count - i;
    const pad = Math.floor((spare * left) / count) - Math.floor((spare * (left - 1)) / count);
    out += format.show(piece).padStart(format.width + 1 + pad);
  }
  if (!format.hasText) return out;
  const text = [...row].map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('');
  return `${out.padEnd(columns)}  >${text}<`;
}
