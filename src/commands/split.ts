// split: cuts a file into pieces.
import { type Context, defineCommand, failureText, quoteAlways, quoteLocale } from './command';
import { byteLength, sliceBytes } from './framework/bytes';
import { readCount } from './framework/counts';

const options = {
  suffixLength: ['-a, --suffix-length=N', 'suffixes of N letters (2)'],
  additional: ['--additional-suffix=SUFFIX', 'add SUFFIX to the names'],
  bytes: ['-b, --bytes=SIZE', 'SIZE bytes a piece'],
  lineBytes: ['-C, --line-bytes=SIZE', 'at most SIZE bytes of whole lines a piece'],
  d: ['-d', 'numbers from 0 as suffixes'],
  numeric: ['--numeric-suffixes[=FROM]', 'likewise, from FROM'],
  x: ['-x', 'hexadecimal suffixes from 0'],
  hex: ['--hex-suffixes[=FROM]', 'likewise, from FROM'],
  elideEmpty: ['-e, --elide-empty-files', 'with -n: make no empty pieces'],
  lines: ['-l, --lines=NUMBER', 'NUMBER lines a piece (1000)'],
  chunks: ['-n, --number=CHUNKS', 'N pieces; l/N: without cutting lines'],
  separator: ['-t, --separator=SEP', 'lines end with SEP'],
  verbose: ['--verbose', 'tell which files are made'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'split',
  summary: { en: 'Cut a file into pieces.', es: 'Corta un archivo en partes.' },
  options,
  operands: '[FILE [PREFIX]]',
  digits: 'lines',
  *run(ctx) {
    const o = ctx.options;
    const [name = '-', prefix = 'x', extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    for (const [text, what] of [
      [o.lines, 'lines'],
      [o.bytes ?? o.lineBytes, 'bytes'],
    ] as const) {
      if (text === undefined) continue;
      const n = readCount(text);
      if (n === undefined)
        return yield* ctx.fail(`invalid number of ${what}: ${quoteLocale(text)}`);
      if (n === 0) {
        return yield* ctx.fail(
          `invalid number of ${what}: ${quoteLocale(text)}: Numerical result out of range`,
        );
      }
    }
    const text = yield* ctx.readAll(name, {
      explain: (f, why, phase) =>
        phase === 'read' ? `${f}: ${why}` : `cannot open ${quoteAlways(f)} for reading: ${why}`,
    });
    if (text === undefined) return 1;
    const pieces = cut(ctx, text);
    if (typeof pieces === 'string') return yield* ctx.fail(pieces);
    const suffix = suffixes(ctx);
    for (const [i, piece] of pieces.entries()) {
      const path = `${prefix}${suffix(i)}${o.additional ?? ''}`;
      if (o.verbose) yield* ctx.out(`creating file ${quoteAlways(path)}\n`);
      try {
        ctx.process.files.write(path, piece);
      } catch (error) {
        return yield* ctx.fail(`${path}: ${failureText(error)}`);
      }
    }
    return ctx.status;
  },
});

function suffixes(ctx: Ctx): (i: number) => string {
  const o = ctx.options;
  const length = Number(o.suffixLength ?? 2);
  const radix = o.d || o.numeric !== undefined ? 10 : o.x || o.hex !== undefined ? 16 : 26;
  const from = typeof o.numeric === 'string' ? o.numeric : typeof o.hex === 'string' ? o.hex : '0';
  if (radix !== 26) {
    return (i) => (Number.parseInt(from, radix) + i).toString(radix).padStart(length, '0');
  }
  // aa … yz, then zaaa … as GNU's growing suffixes.
  return (i) => {
    let n = i;
    let size = length;
    let head = '';
    for (let room = 25 * 26 ** (size - 1); o.suffixLength === undefined && n >= room; ) {
      n -= room;
      head += 'z';
      size++;
      room = 25 * 26 ** (size - 1);
    }
    let out = '';
    for (let k = 0; k < size; k++) {
      out = String.fromCharCode(97 + (n % 26)) + out;
      n = Math.floor(n / 26);
    }
    return head + out;
  };
}

function cut(ctx: Ctx, text: string): string[] | string {
  const o = ctx.options;
  const end = o.separator === '\\0' ? '\0' : (o.separator ?? '\n');
  if (o.bytes !== undefined) {
    const size = readCount(o.bytes) ?? 1;
    const pieces: string[] = [];
    for (let at = 0; at < byteLength(text); at += size)
      pieces.push(sliceBytes(text, at, at + size));
    return pieces;
  }
  const parts = text.split(end);
  const last = parts.pop() ?? '';
  const lines = parts.map((line) => line + end);
  if (last !== '') lines.push(last);
  if (o.chunks !== undefined) return chunks(ctx, text, lines);
  const pieces: string[] = [];
  if (o.lineBytes !== undefined) {
    const size = readCount(o.lineBytes) ?? 1;
    let piece = '';
    for (const line of lines) {
      if (piece !== '' && byteLength(piece + line) > size) {
        pieces.push(piece);
        piece = '';
      }
      piece += line;
    }
    return piece === '' ? pieces : [...pieces, piece];
  }
  const count = readCount(o.lines ?? '1000') ?? 1000;
  for (let i = 0; i < lines.length; i += count) pieces.push(lines.slice(i, i + count).join(''));
  return pieces;
}

function chunks(ctx: Ctx, text: string, lines: readonly string[]): string[] | string {
  const { chunks: given = '', elideEmpty } = ctx.options;
  const m = /^(?:([lr])\/)?(\d+)$/.exec(given);
  const count = Number(m?.[2] ?? 0);
  if (count === 0) {
    const range = m === null ? '' : ': Numerical result out of range';
    return `invalid number of chunks: ${quoteLocale(given)}${range}`;
  }
  const size = byteLength(text);
  let pieces: string[] = Array.from({ length: count }, () => '');
  if (m?.[1] === 'r') {
    for (const [i, line] of lines.entries()) pieces[i % count] += line;
  } else if (m?.[1] === 'l') {
    let done = 0;
    for (const line of lines) {
      const at = Math.min(count - 1, Math.floor((done * count) / size));
      pieces[at] += line;
      done += byteLength(line);
    }
  } else {
    pieces = pieces.map((_, i) =>
      sliceBytes(text, Math.floor((i * size) / count), Math.floor(((i + 1) * size) / count)),
    );
  }
  return elideEmpty ? pieces.filter((p) => p !== '') : pieces;
}
