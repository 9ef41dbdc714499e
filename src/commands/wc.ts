// wc: counts of lines, words, characters, bytes.
import type { Task } from '../base/sim';
import { type Context, defineCommand, type Input, quoteIfNeeded, quoteLocale } from './command';
import { byteLength, isAscii } from './framework/bytes';

const options = {
  bytes: ['-c, --bytes', 'print the number of bytes'],
  chars: ['-m, --chars', 'print the number of characters'],
  lines: ['-l, --lines', 'print the number of newlines'],
  files0: ['--files0-from=F', 'read the names of the files, ended by NUL, from F'],
  longest: ['-L, --max-line-length', 'print the width of the longest line'],
  words: ['-w, --words', 'print the number of words'],
} as const;

type Ctx = Context<typeof options>;

/** Lines, words, characters, bytes, longest: in the order they are printed. */
type Counts = [number, number, number, number, number];

export default defineCommand({
  name: 'wc',
  summary: {
    en: 'Count lines, words and bytes of each file.',
    es: 'Cuenta líneas, palabras y bytes de cada archivo.',
  },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const o = ctx.options;
    let shown = [o.lines, o.words, o.chars, o.bytes, o.longest];
    if (!shown.includes(true)) shown = [true, true, false, true, false];
    let files: readonly string[] = ctx.files();
    if (o.files0 !== undefined) {
      if (ctx.operands.length > 0) {
        const extra = `extra operand ${quoteLocale(ctx.operands[0] ?? '')}`;
        return yield* ctx.usage(`${extra}\nfile operands cannot be combined with --files0-from`);
      }
      const list = yield* ctx.readAll(o.files0, {
        explain: (f, why) => `cannot open ${quoteIfNeeded(f)} for reading: ${why}`,
      });
      if (list === undefined) return 1;
      files = list.split('\0').filter((name) => name !== '');
    }
    const width = o.files0 === undefined ? columnWidth(ctx, files, shown) : 1;
    const line = (counts: Counts, name: string) => {
      const numbers = counts.filter((_, i) => shown[i]).map((n) => String(n).padStart(width));
      return `${numbers.join(' ')}${name === '' ? '' : ` ${name}`}\n`;
    };
    const total: Counts = [0, 0, 0, 0, 0];
    for (const name of files) {
      const input = yield* ctx.open(name);
      if (input === undefined) {
        if (ctx.process.files.isDir(name)) yield* ctx.out(line([0, 0, 0, 0, 0], name));
        continue;
      }
      const wanted = { words: shown[1] === true, width: shown[4] === true };
      const counts = yield* count(input, wanted);
      for (let i = 0; i < 4; i++) total[i] = (total[i] ?? 0) + (counts[i] ?? 0);
      total[4] = Math.max(total[4], counts[4]);
      const isUnnamed = ctx.operands.length === 0 && o.files0 === undefined;
      yield* ctx.out(line(counts, isUnnamed ? '' : name));
      ctx.close(input);
    }
    if (files.length > 1) yield* ctx.out(line(total, 'total'));
    return ctx.status;
  },
});

/** As wide as the sum of the sizes; 7 where sizes are not known before. */
function columnWidth(ctx: Ctx, files: readonly string[], shown: readonly boolean[]): number {
  if (files.length === 1 && shown.filter(Boolean).length === 1) return 1;
  let total = 0;
  let least = 1;
  for (const name of files) {
    const path = name === '-' ? stdinPath(ctx) : name;
    try {
      if (path === undefined) least = 7;
      else {
        const stat = ctx.process.files.stat(path);
        if (stat.kind === 'file') total += stat.size;
        else least = 7;
      }
    } catch {
      // What can't be looked at doesn't count.
    }
  }
  return Math.max(least, String(total).length);
}

function stdinPath(ctx: Ctx): string | undefined {
  const file = ctx.process.fds.get(0);
  return file?.kind === 'file' ? file.name : undefined;
}

function* count(input: Input, wanted: { words: boolean; width: boolean }): Task<Counts> {
  const counts: Counts = [0, 0, 0, 0, 0];
  let isInWord = false;
  let width = 0;
  for (;;) {
    const piece = yield* input.piece();
    if (piece === '') break;
    let at = -1;
    for (;;) {
      at = piece.indexOf('\n', at + 1);
      if (at < 0) break;
      counts[0]++;
    }
    const ascii = isAscii(piece);
    counts[2] += ascii ? piece.length : characters(piece);
    counts[3] += ascii ? piece.length : byteLength(piece);
    if (wanted.width) width = longest(piece, width, counts);
    if (!wanted.words) continue;
    const words = piece.match(/\S+/g)?.length ?? 0;
    counts[1] += words - (isInWord && /^\S/.test(piece) ? 1 : 0);
    isInWord = /\S$/.test(piece);
  }
  counts[4] = Math.max(counts[4], width);
  return counts;
}

function characters(text: string): number {
  let n = 0;
  for (const c of text) if (c < '\udc80' || c > '\udcff') n++;
  return n;
}

function longest(piece: string, start: number, counts: Counts): number {
  let width = start;
  for (const c of piece) {
    if (c === '\n' || c === '\r' || c === '\f') {
      counts[4] = Math.max(counts[4], width);
      width = 0;
    } else if (c === '\t') width += 8 - (width % 8);
    else if (c >= ' ') width++;
  }
  return width;
}
