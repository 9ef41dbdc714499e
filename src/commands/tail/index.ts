// tail: the end of files, and what is added to them later (-f, -F).
import type { Task } from '../../base/sim';
import { defineCommand, type Input, quoteAlways, quoteLocale } from '../command';
import { byteLength, sliceBytes } from '../framework/bytes';
import { readCount } from '../framework/counts';
import { type Followed, follow } from './follow';

export const options = {
  bytes: ['-c, --bytes=[+]NUM', 'print the last NUM bytes; with + from byte NUM on'],
  follow: ['-f, --follow[=HOW]', 'print what is added; HOW is name or descriptor'],
  F: ['-F', 'the same as --follow=name --retry'],
  lines: ['-n, --lines=[+]NUM', 'print the last NUM lines (10); with + from line NUM on'],
  pid: ['--pid=PID', 'with -f: end when process PID has ended'],
  quiet: ['-q, --quiet, --silent', 'never print headers with file names'],
  retry: ['--retry', 'keep trying to open a file that is not there'],
  sleep: ['-s, --sleep-interval=N', 'with -f: look every N seconds'],
  verbose: ['-v, --verbose', 'always print headers with file names'],
  zero: ['-z, --zero-terminated', 'lines end with NUL'],
} as const;

export default defineCommand({
  name: 'tail',
  summary: {
    en: 'Print the last lines of each file.',
    es: 'Muestra las últimas líneas de cada archivo.',
  },
  options,
  operands: '[FILE]...',
  digits: 'lines',
  rewrite: (args) => {
    const old = /^\+(\d+)([lc]?)(f?)$/.exec(args[0] ?? '');
    if (old === null || args.length > 2) return args;
    return [
      `-${old[2] === 'c' ? 'c' : 'n'}`,
      `+${old[1]}`,
      ...(old[3] ? ['-f'] : []),
      ...args.slice(1),
    ];
  },
  *run(ctx) {
    const last = ctx.given.filter((g) => g.key === 'bytes' || g.key === 'lines').pop();
    const isBytes = last?.key === 'bytes';
    const text = last?.value ?? '10';
    const count = readCount(text.replace(/^-/, ''));
    if (count === undefined) {
      return yield* ctx.fail(
        `invalid number of ${isBytes ? 'bytes' : 'lines'}: ${quoteLocale(text)}`,
      );
    }
    const amount = { count, isBytes, isFrom: text.startsWith('+') };
    const end = ctx.options.zero ? '\0' : '\n';
    const files = ctx.files();
    const old = /^-(\d)/.exec(ctx.process.argv[1] ?? '');
    if (old !== null && files.length > 1) {
      return yield* ctx.fail(`option used in invalid context -- ${old[1]}`);
    }
    const hasHeaders =
      (files.length > 1 || ctx.options.verbose) &&
      ctx.given.filter((g) => g.key === 'quiet' || g.key === 'verbose').pop()?.key !== 'quiet';
    const isFollowing = ctx.options.F || ctx.options.follow !== undefined;
    const followed: Followed[] = [];
    for (const name of files) {
      const input = yield* ctx.open(name, { explain, stdinName: 'standard input' });
      if (input === undefined) {
        if (ctx.options.F || ctx.options.retry) followed.push({ name, input: undefined });
        continue;
      }
      if (hasHeaders) {
        yield* ctx.out(`${followed.some((f) => f.input) ? '\n' : ''}==> ${input.name} <==\n`);
      }
      yield* ctx.out(yield* ending(input, amount, end));
      followed.push({ name, input });
    }
    if (isFollowing) return yield* follow(ctx, followed, hasHeaders);
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
  readonly isFrom: boolean;
}

function* ending(input: Input, { count, isBytes, isFrom }: Amount, end: string): Task<string> {
  if (isFrom) {
    const text = yield* input.all();
    const skip = Math.max(0, count - 1);
    if (isBytes) return sliceBytes(text, skip);
    let at = 0;
    for (let i = 0; i < skip; i++) {
      const next = text.indexOf(end, at);
      if (next < 0) return '';
      at = next + 1;
    }
    return text.slice(at);
  }
  // Pieces are kept as long as what follows them may not be enough.
  const pieces: { readonly text: string; readonly units: number }[] = [];
  let units = 0;
  for (;;) {
    const text = yield* input.piece();
    if (text === '') break;
    pieces.push({ text, units: isBytes ? text.length : countOf(text, end) });
    units += pieces.at(-1)?.units ?? 0;
    input.hold(text.length);
    while (pieces[0] !== undefined && units - pieces[0].units > count) {
      units -= pieces[0].units;
      input.hold(-pieces[0].text.length);
      pieces.shift();
    }
    if (pieces.length > 16) yield {};
  }
  const kept = pieces.map((one) => one.text).join('');
  return isBytes ? lastBytes(kept, count) : lastLines(kept, count, end);
}

function countOf(text: string, end: string): number {
  let count = 0;
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) count++;
  return count;
}

function lastBytes(text: string, count: number): string {
  if (count === 0) return '';
  return byteLength(text) > count ? sliceBytes(text, -count) : text;
}

function lastLines(text: string, count: number, end: string): string {
  if (count === 0) return '';
  let at = text.endsWith(end) ? text.length - 1 : text.length;
  for (let i = 0; i < count; i++) {
    at = at <= 0 ? -1 : text.lastIndexOf(end, at - 1);
    if (at < 0) return text;
  }
  return text.slice(at + 1);
}
