// truncate: cuts or extends files to a size.
import { defineCommand, quoteAlways, quoteLocale } from './command';
import { readCount } from './framework/counts';
import { failureCode, failureText } from './framework/failure';

export default defineCommand({
  name: 'truncate',
  summary: { en: 'Cut or extend files to a size.', es: 'Recorta o amplía archivos a un tamaño.' },
  options: {
    noCreate: ['-c, --no-create', 'do not make files'],
    ioBlocks: ['-o, --io-blocks', 'SIZE is a number of blocks'],
    reference: ['-r, --reference=RFILE', 'use the size of RFILE'],
    size: ['-s, --size=SIZE', 'set or, with + - < > / %, adjust the size'],
  },
  operands: 'FILE...',
  *run(ctx) {
    const { size, reference, noCreate } = ctx.options;
    const { files } = ctx.process;
    if (size === undefined && reference === undefined) {
      return yield* ctx.usage('you must specify either ‘--size’ or ‘--reference’');
    }
    if (ctx.operands.length === 0) return yield* ctx.usage('missing file operand');
    const match = /^\s*([-+<>/%]?)(.*)$/.exec(size ?? '0');
    const count = readCount(match?.[2] ?? '');
    if (count === undefined) {
      return yield* ctx.fail(`Invalid number: ${quoteLocale(match?.[2] ?? '')}`);
    }
    const amount = ctx.options.ioBlocks ? count * 4096 : count;
    for (const path of ctx.operands) {
      try {
        if (!files.exists(path)) {
          if (noCreate) continue;
          files.open(path, { write: true, create: true }).release();
        }
        const base = files.stat(reference ?? path).size;
        const isPlain = size === undefined && reference !== undefined;
        files.truncate(path, isPlain ? base : adjusted(base, match?.[1] ?? '', amount));
      } catch (error) {
        const what = failureCode(error) === 'EINVAL' ? 'failed to truncate' : 'cannot open';
        const how = what === 'cannot open' ? ' for writing' : '';
        yield* ctx.fail(`${what} ${quoteAlways(path)}${how}: ${failureText(error)}`);
      }
    }
    return ctx.status;
  },
});

function adjusted(size: number, sign: string, amount: number): number {
  switch (sign) {
    case '+':
      return size + amount;
    case '-':
      return Math.max(0, size - amount);
    case '<':
      return Math.min(size, amount);
    case '>':
      return Math.max(size, amount);
    case '/':
      return size - (size % amount);
    case '%':
      return Math.ceil(size / amount) * amount;
    default:
      return amount;
  }
}
