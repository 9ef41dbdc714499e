// xxd: a hexadecimal dump, and back.
import { fromBytes, toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { type Context, defineCommand } from '../command';
import { undump } from './reverse';

const options = {
  autoskip: ['-a, -autoskip', 'print * for lines of zeros'],
  bits: ['-b, -bits', 'binary digits'],
  cols: ['-c, -cols=COLS', 'COLS bytes a line (16)'],
  capitalize: ['-C, -capitalize', 'with -i: capital names'],
  little: ['-e', 'little-endian words'],
  group: ['-g, -groupsize=BYTES', 'BYTES a group (2)'],
  include: ['-i, -include', 'as a C array'],
  len: ['-l, -len=LEN', 'stop after LEN bytes'],
  offset: ['-o=OFFSET', 'add OFFSET to the positions'],
  plain: ['-p, -ps, -plain', 'plain hexadecimal'],
  reverse: ['-r, -revert', 'turn a dump into bytes'],
  seek: ['-s, -seek=SEEK', 'start at SEEK'],
  decimal: ['-d', 'decimal positions'],
  upper: ['-u', 'capital digits'],
} as const;

type Ctx = Context<typeof options>;

const LONG =
  /^-{1,2}(autoskip|bits|cols|capitalize|groupsize|include|len|plain|postscript|ps|revert|seek)$/;
const SHORT: Readonly<Record<string, string>> = {
  autoskip: '-a',
  bits: '-b',
  cols: '-c',
  capitalize: '-C',
  groupsize: '-g',
  include: '-i',
  len: '-l',
  plain: '-p',
  postscript: '-p',
  ps: '-p',
  revert: '-r',
  seek: '-s',
};

export default defineCommand({
  name: 'xxd',
  summary: {
    en: 'Make a hex dump, or turn one back.',
    es: 'Hace un volcado hexadecimal o lo deshace.',
  },
  package: 'xxd',
  options,
  operands: '[INFILE [OUTFILE]]',
  rewrite: (args) => args.map((a) => SHORT[LONG.exec(a)?.[1] ?? ''] ?? a),
  *run(ctx) {
    const o = ctx.options;
    const [name = '-', output] = ctx.operands;
    const text = yield* ctx.readAll(name, { status: 2, explain: (f, why) => `${f}: ${why}` });
    if (text === undefined) return 2;
    let result: string;
    if (o.reverse) result = fromBytes(undump(text, o.plain));
    else {
      const seek = number(o.seek, 0);
      const all = toBytes(text);
      const from = seek < 0 ? Math.max(0, all.length + seek) : seek;
      const length = o.len === undefined ? undefined : from + number(o.len, 0);
      result = dump(ctx, all.subarray(from, length), { name, from });
    }
    yield* write(ctx, output, result);
    return ctx.status;
  },
});

function* write(ctx: Ctx, output: string | undefined, text: string): Task<void> {
  if (output === undefined || output === '-') yield* ctx.out(text);
  else ctx.process.files.write(output, text);
}

function number(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Number(text.replace(/^0(?=[0-7]+$)/, '0o')) || 0;
}

function dump(ctx: Ctx, bytes: Uint8Array, { name, from }: { name: string; from: number }): string {
  const o = ctx.options;
  const hex = (b: number) => {
    const digits = b.toString(16).padStart(2, '0');
    return o.upper ? digits.toUpperCase() : digits;
  };
  if (o.plain) {
    const width = number(o.cols, 30);
    let out = '';
    for (let at = 0; at < bytes.length; at += width || bytes.length) {
      out += `${[...bytes.subarray(at, width ? at + width : undefined)].map(hex).join('')}\n`;
    }
    return out;
  }
  if (o.include) return include(ctx, bytes, { name, hex });
  const width = number(o.cols, o.bits ? 6 : 16);
  const group = number(o.group, o.bits ? 1 : o.little ? 4 : 2) || width;
  const digits = o.bits ? 8 : 2;
  const show = o.bits ? (b: number) => b.toString(2).padStart(8, '0') : hex;
  const columns = width * digits + Math.ceil(width / group) - 1;
  let out = '';
  for (let at = 0; at < bytes.length; at += width) {
    const row = [...bytes.subarray(at, at + width)];
    const groups: string[] = [];
    for (let i = 0; i < row.length; i += group) {
      const part = row.slice(i, i + group).map(show);
      if (o.little) {
        part.reverse();
        groups.push(part.join('').padStart(group * digits));
      } else groups.push(part.join(''));
    }
    const position = (from + at + number(o.offset, 0)).toString(o.decimal ? 10 : 16);
    const text = row.map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('');
    out += `${position.padStart(8, '0')}: ${groups.join(' ').padEnd(columns)}  ${text}\n`;
  }
  return out;
}

function include(
  ctx: Ctx,
  bytes: Uint8Array,
  { name, hex }: { name: string; hex: (b: number) => string },
): string {
  const width = number(ctx.options.cols, 12);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    lines.push(`  ${[...bytes.subarray(at, at + width)].map((b) => `0x${hex(b)}`).join(', ')}`);
  }
  const body = lines.join(',\n');
  if (name === '-') return bytes.length === 0 ? '' : `${body}\n`;
  let variable = name.replace(/[^A-Za-z0-9]/g, '_').replace(/^(?=\d)/, '__');
  if (ctx.options.capitalize) variable = variable.toUpperCase();
  const size = ctx.options.capitalize ? `${variable}_LEN` : `${variable}_len`;
  return `unsigned char ${variable}[] = {\n${body}\n};\nunsigned int ${size} = ${bytes.length};\n`;
}
