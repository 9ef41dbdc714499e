// cmp: the first byte at which two files differ.
import { toBytes } from '../base/bytes';
import { defineCommand } from './command';

const HINT = "cmp: Try 'cmp --help' for more information.\n";

export default defineCommand({
  name: 'cmp',
  summary: {
    en: 'Compare two files byte by byte.',
    es: 'Compara dos archivos byte a byte.',
  },
  package: 'diffutils',
  options: {
    printBytes: ['-b, --print-bytes', 'print the bytes that differ'],
    ignoreInitial: ['-i, --ignore-initial=SKIP', 'skip the first SKIP bytes of both'],
    verbose: ['-l, --verbose', 'print the number and value of each byte that differs'],
    bytes: ['-n, --bytes=LIMIT', 'compare at most LIMIT bytes'],
    silent: ['-s, --quiet, --silent', 'print nothing'],
    version: ['-v, --version', 'show the version and exit'],
  },
  operands: 'FILE1 [FILE2 [SKIP1 [SKIP2]]]',
  hint: HINT,
  usageStatus: 2,
  *run(ctx) {
    const o = ctx.options;
    const [name1, name2 = '-', skip1, skip2] = ctx.operands;
    if (name1 === undefined) return yield* ctx.usage(`missing operand after '${ctx.name}'`);
    const [initial1 = '0', initial2 = initial1] = (o.ignoreInitial ?? '0').split(':');
    const skips = [Number(skip1 ?? initial1), Number(skip2 ?? skip1 ?? initial2)];
    const sides: Uint8Array[] = [];
    for (const name of [name1, name2]) {
      const text = yield* ctx.readAll(name, {
        status: 2,
        explain: (f, why) => `${f}: ${why}`,
      });
      if (text === undefined) return 2;
      const limit = o.bytes === undefined ? undefined : Number(o.bytes);
      const skip = skips[sides.length] ?? 0;
      sides.push(toBytes(text).subarray(skip, limit === undefined ? undefined : skip + limit));
    }
    const [a, b] = sides as [Uint8Array, Uint8Array];
    const shared = Math.min(a.length, b.length);
    const width = String(Math.min(a.length, b.length)).length;
    // The column is as wide as the shorter file is long, where that is known before.
    const { files } = ctx.process;
    const regular = [name1, name2].every((n) => n !== '-' && files.isFile(n));
    let line = 1;
    let count = 0;
    for (let i = 0; i < shared; i++) {
      const x = a[i] as number;
      const y = b[i] as number;
      if (x !== y) {
        count++;
        if (o.silent) return 1;
        const octal = (n: number) => n.toString(8).padStart(3);
        if (!o.verbose) {
          const bytes = o.printBytes ? ` is ${octal(x)} ${show(x)} ${octal(y)} ${show(y)}` : '';
          yield* ctx.out(`${name1} ${name2} differ: byte ${i + 1}, line ${line}${bytes}\n`);
          return 1;
        }
        const shown = o.printBytes
          ? `${octal(x)} ${show(x).padEnd(4)} ${octal(y)} ${show(y)}`
          : `${octal(x)} ${octal(y)}`;
        yield* ctx.out(`${String(i + 1).padStart(Math.max(width, regular ? 1 : 19))} ${shown}\n`);
      }
      if (x === 10) line++;
    }
    if (a.length === b.length) return count === 0 ? 0 : 1;
    if (!o.silent) {
      const shorter = a.length < b.length ? name1 : name2;
      const last = shared > 0 && a[shared - 1] === 10;
      const where = o.verbose ? '' : last ? `, line ${line - 1}` : `, in line ${line}`;
      yield* ctx.warn(
        shared === 0
          ? `EOF on ${shorter} which is empty`
          : `EOF on ${shorter} after byte ${shared}${where}`,
      );
    }
    return 1;
  },
});

function show(byte: number): string {
  let out = '';
  let b = byte;
  if (b >= 128) {
    out += 'M-';
    b -= 128;
  }
  if (b < 32) return `${out}^${String.fromCharCode(b + 64)}`;
  return b === 127 ? `${out}^?` : out + String.fromCharCode(b);
}
