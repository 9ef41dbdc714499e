// hexdump: dumps bytes in hexadecimal and by formats of one's own.
import { toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { type Context, defineCommand } from '../command';
import { applyFormats, readFormat } from './format';

export const options = {
  canonical: ['-C, --canonical', 'hexadecimal and text'],
  oneByteOctal: ['-b, --one-byte-octal', 'one byte in octal'],
  oneByteChar: ['-c, --one-byte-char', 'one byte as a character'],
  twoBytesDecimal: ['-d, --two-bytes-decimal', 'two bytes in decimal'],
  format: ['-e, --format=FORMAT...', 'dump by FORMAT'],
  length: ['-n, --length=LENGTH', 'read at most LENGTH bytes'],
  twoBytesOctal: ['-o, --two-bytes-octal', 'two bytes in octal'],
  skip: ['-s, --skip=OFFSET', 'skip OFFSET bytes'],
  noSqueezing: ['-v, --no-squeezing', 'print equal lines instead of *'],
  twoBytesHex: ['-x, --two-bytes-hex', 'two bytes in hexadecimal'],
} as const;

export default defineCommand({
  name: 'hexdump',
  summary: { en: 'Dump files in hexadecimal.', es: 'Vuelca archivos en hexadecimal.' },
  package: 'util-linux',
  options,
  operands: '[FILE]...',
  run: (ctx) => hexdump(ctx, ctx.options.canonical),
});

/** hexdump; hd is the same with -C. */
export function* hexdump(ctx: Context<typeof options>, isCanonical: boolean): Task<number> {
  const o = ctx.options;
  let text = '';
  let readable = 0;
  for (const name of ctx.files()) {
    const got = yield* ctx.readAll(name, { explain: (f, why) => `${f}: ${why}` });
    if (got === undefined) continue;
    readable++;
    text += got;
  }
  if (readable === 0) return yield* ctx.fail('all input file arguments failed');
  const skip = Number(o.skip ?? 0);
  const end = o.length === undefined ? undefined : skip + Number(o.length);
  const bytes = toBytes(text).subarray(skip, end);
  if (o.format.length > 0) {
    const formats = o.format.map(readFormat);
    const bad = formats.find((f) => typeof f === 'string');
    if (typeof bad === 'string') return yield* ctx.fail(bad);
    yield* ctx.out(
      applyFormats(bytes, formats as Exclude<(typeof formats)[number], string>[], skip),
    );
    return ctx.status;
  }
  yield* ctx.out(rows(bytes, { skip, squeeze: !o.noSqueezing, show: rowFormat(o, isCanonical) }));
  return ctx.status;
}

interface RowFormat {
  readonly addressWidth: number;
  readonly row: (bytes: Uint8Array) => string;
}

function rows(
  bytes: Uint8Array,
  { skip, squeeze, show }: { skip: number; squeeze: boolean; show: RowFormat },
): string {
  if (bytes.length === 0) return '';
  const address = (n: number) => n.toString(16).padStart(show.addressWidth, '0');
  let out = '';
  let last = '';
  let isStarred = false;
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const key = row.join();
    if (squeeze && key === last && row.length === 16) {
      if (!isStarred) out += '*\n';
      isStarred = true;
      continue;
    }
    isStarred = false;
    last = key;
    out += `${address(skip + at)}${show.row(row)}\n`;
  }
  return `${out}${address(skip + bytes.length)}\n`;
}

const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function rowFormat(o: Context<typeof options>['options'], isCanonical: boolean): RowFormat {
  if (isCanonical) {
    const row = (bytes: Uint8Array) => {
      const cells = Array.from({ length: 16 }, (_, i) => {
        const b = bytes[i];
        return b === undefined ? '  ' : b.toString(16).padStart(2, '0');
      });
      const text = [...bytes].map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.'));
      return `  ${cells.slice(0, 8).join(' ')}  ${cells.slice(8).join(' ')}  |${text.join('')}|`;
    };
    return { addressWidth: 8, row };
  }
  const cells = (size: number, before: number, show: (value: number) => string) => {
    const width = show(0).length;
    return (bytes: Uint8Array) => {
      let out = '';
      for (let i = 0; i < 16; i += size) {
        const low = bytes[i];
        const gap = ' '.repeat(before);
        if (low === undefined) out += gap + ' '.repeat(width);
        else out += gap + show(size === 1 ? low : low | ((bytes[i + 1] ?? 0) << 8));
      }
      return out;
    };
  };
  const row = o.oneByteOctal
    ? cells(1, 1, (v) => v.toString(8).padStart(3, '0'))
    : o.oneByteChar
      ? cells(1, 1, (v) =>
          (
            ESCAPES[v] ??
            (v >= 32 && v < 127 ? String.fromCharCode(v) : v.toString(8).padStart(3, '0'))
          ).padStart(3),
        )
      : o.twoBytesDecimal
        ? cells(2, 3, (v) => String(v).padStart(5, '0'))
        : o.twoBytesOctal
          ? cells(2, 2, (v) => v.toString(8).padStart(6, '0'))
          : cells(2, o.twoBytesHex ? 4 : 1, (v) => v.toString(16).padStart(4, '0'));
  return { addressWidth: 7, row };
}
