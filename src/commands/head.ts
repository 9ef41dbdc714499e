// head: the beginning of files, or all but their end.
import type { Task } from '../base/sim';
import { type Context, defineCommand, type Input, quoteAlways, quoteLocale } from './command';
import { byteLength, sliceBytes } from './framework/bytes';
import { readCount } from './framework/counts';

const options = {
  bytes: ['-c, --bytes=[-]NUM', 'print the first NUM bytes, or all but the last NUM'],
  lines: ['-n, --lines=[-]NUM', 'print the first NUM lines (10), or all but the last NUM'],
  quiet: ['-q, --quiet, --silent', 'never print headers with file names'],
  verbose: ['-v, --verbose', 'always print headers with file names'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'head',
  summary: {
    en: 'Print the first lines of each file.',
    es: 'Muestra las primeras líneas de cada archivo.',
  },
  options,
  operands: '[FILE]...',
  digits: 'lines',
  *run(ctx) {
    const last = ctx.given.filter((g) => g.key === 'bytes' || g.key === 'lines').pop();
    const isBytes = last?.key === 'bytes';
    const text = last?.value ?? '10';
    const isRest = text.startsWith('-');
    const count = readCount(isRest ? text.slice(1) : text);
    if (count === undefined) {
      const what = isBytes ? 'bytes' : 'lines';
      const shown = quoteLocale(isRest ? text.slice(1) : text);
      return yield* ctx.fail(`invalid number of ${what}: ${shown}`);
    }
    const files = ctx.files();
    const hasHeaders =
      (files.length > 1 || ctx.options.verbose) &&
      ctx.given.filter((g) => g.key === 'quiet' || g.key === 'verbose').pop()?.key !== 'quiet';
    let isFirst = true;
    for (const name of files) {
      const input = yield* ctx.open(name, { explain, stdinName: 'standard input' });
      if (input === undefined) continue;
      if (hasHeaders) yield* ctx.out(`${isFirst ? '' : '\n'}==> ${input.name} <==\n`);
      isFirst = false;
      if (isRest) yield* allBut(ctx, input, { count, isBytes });
      else yield* first(ctx, input, { count, isBytes });
      ctx.close(input);
    }
    return ctx.status;
  },
});

function explain(name: string, text: string, phase: 'open' | 'read'): string {
  return phase === 'read'
    ? `error reading ${quoteAlways(name)}: ${text}`
    : `cannot open ${quoteAlways(name)} for reading: ${text}`;
}

interface Amount {
  readonly count: number;
  readonly isBytes: boolean;
}

function* first(ctx: Ctx, input: Input, { count, isBytes }: Amount): Task<void> {
  const end = ctx.options.zero ? '\0' : '\n';
  let left = count;
  while (left > 0) {
    const piece = yield* input.piece();
    if (piece === '') return;
    if (isBytes) {
      const size = byteLength(piece);
      const text = size > left ? sliceBytes(piece, 0, left) : piece;
      if (size > left) input.putBack(sliceBytes(piece, left));
      yield* ctx.out(text);
      left -= size;
      continue;
    }
    let at = 0;
    while (left > 0) {
      const next = piece.indexOf(end, at);
      if (next < 0) break;
      at = next + 1;
      left--;
    }
    yield* ctx.out(left > 0 ? piece : piece.slice(0, at));
    if (left === 0) input.putBack(piece.slice(at));
  }
}

function* allBut(ctx: Ctx, input: Input, { count, isBytes }: Amount): Task<void> {
  if (isBytes) {
    const text = yield* input.all();
    yield* ctx.out(count === 0 ? text : sliceBytes(text, 0, -count));
    return;
  }
  const end = ctx.options.zero ? '\0' : '\n';
  let kept: string[] = [];
  for (;;) {
    const lines = yield* input.lines(end);
    if (lines === undefined) break;
    kept = kept.concat(lines);
    if (kept.length <= count) continue;
    const ready = kept.splice(0, kept.length - count);
    const isOpen = input.hasOpenEnd && kept.length === 0;
    yield* ctx.out(ready.join(end) + (isOpen ? '' : end));
  }
}
