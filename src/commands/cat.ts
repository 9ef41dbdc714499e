// cat: writes files one after the other.
import type { Task } from '../base/sim';
import { type Context, defineCommand, type Input } from './command';
import { visible } from './framework/visible';

const options = {
  showAll: ['-A, --show-all', 'equivalent to -vET'],
  numberNonblank: ['-b, --number-nonblank', 'number the lines that are not empty'],
  e: ['-e', 'equivalent to -vE'],
  showEnds: ['-E, --show-ends', 'show $ at the end of each line'],
  number: ['-n, --number', 'number all lines'],
  squeeze: ['-s, --squeeze-blank', 'keep one of several empty lines in a row'],
  t: ['-t', 'equivalent to -vT'],
  showTabs: ['-T, --show-tabs', 'show tabs as ^I'],
  u: ['-u', 'ignored'],
  showNonprinting: ['-v, --show-nonprinting', 'show control characters as ^X and M-X'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'cat',
  summary: {
    en: 'Write files, one after the other, to standard output.',
    es: 'Escribe archivos, uno tras otro, en la salida estándar.',
  },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const o = ctx.options;
    const isPlain = ctx.given.every((g) => g.key === 'u');
    const state = { line: 0, isAtStart: true, blanks: 0 };
    const how = {
      ends: o.showAll || o.e || o.showEnds,
      tabs: o.showAll || o.t || o.showTabs,
      odd: o.showAll || o.e || o.t || o.showNonprinting,
    };
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name);
      if (input === undefined) continue;
      if (isPlain) yield* copy(ctx, input);
      else yield* format(ctx, input, { ...how, state });
      ctx.close(input);
    }
    return ctx.status;
  },
});

function* copy(ctx: Ctx, input: Input): Task<void> {
  for (;;) {
    const piece = yield* input.piece();
    if (piece === '') return;
    yield* ctx.out(piece);
    yield* ctx.flush();
  }
}

interface How {
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly odd: boolean;
  readonly state: { line: number; isAtStart: boolean; blanks: number };
}

function* format(ctx: Ctx, input: Input, how: How): Task<void> {
  const { state } = how;
  const { number, numberNonblank, squeeze } = ctx.options;
  for (;;) {
    const piece = yield* input.piece();
    if (piece === '') return;
    const lines = piece.split('\n');
    let out = '';
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? '';
      const isLast = i === lines.length - 1;
      if (isLast && line === '') break;
      if (state.isAtStart && line === '') {
        if (squeeze && ++state.blanks > 1) continue;
      } else state.blanks = 0;
      if (state.isAtStart && (numberNonblank ? line !== '' : number)) {
        out += `${String(++state.line).padStart(6)}\t`;
      }
      let text = how.odd ? visible(line) : line;
      if (how.tabs) text = text.replaceAll('\t', '^I');
      if (how.ends && !how.odd && text.endsWith('\r') && !isLast) text = `${text.slice(0, -1)}^M`;
      out += text;
      state.isAtStart = !isLast;
      if (!isLast) out += how.ends ? '$\n' : '\n';
    }
    yield* ctx.out(out);
    yield* ctx.flush();
  }
}
