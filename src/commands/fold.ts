// fold: breaks long lines.
import { defineCommand, quoteIfNeeded, quoteLocale } from './command';
import { byteLength, isAscii } from './framework/bytes';

export default defineCommand({
  name: 'fold',
  summary: { en: 'Break lines that are too long.', es: 'Parte las líneas demasiado largas.' },
  options: {
    bytes: ['-b, --bytes', 'count bytes rather than columns'],
    spaces: ['-s, --spaces', 'break at spaces'],
    width: ['-w, --width=WIDTH', 'break after WIDTH columns instead of 80'],
  },
  operands: '[FILE]...',
  digits: 'width',
  *run(ctx) {
    const { bytes, spaces, width: text = '80' } = ctx.options;
    const width = /^\d+$/.test(text) ? Number(text) : 0;
    if (width === 0) {
      return yield* ctx.fail(`invalid number of columns: ${quoteLocale(text)}`);
    }
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (input === undefined) continue;
      for (;;) {
        const lines = yield* input.lines();
        if (lines === undefined) break;
        const folded = lines.map((line) => foldLine(line, { width, spaces, bytes })).join('\n');
        yield* ctx.out(input.hasOpenEnd ? folded : `${folded}\n`);
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});

function foldLine(
  line: string,
  { width, spaces, bytes }: { width: number; spaces: boolean; bytes: boolean },
): string {
  if (line.length <= width && isAscii(line) && !line.includes('\t')) return line;
  const out: string[] = [];
  let piece = '';
  let column = 0;
  for (const c of line) {
    let after = advance(column, c, bytes);
    if (after > width && piece !== '') {
      const blank = spaces ? lastBlank(piece) : -1;
      const rest = blank >= 0 ? piece.slice(blank + 1) : '';
      out.push(blank >= 0 ? piece.slice(0, blank + 1) : piece);
      piece = rest;
      column = 0;
      for (const r of rest) column = advance(column, r, bytes);
      after = advance(column, c, bytes);
    }
    piece += c;
    column = after;
  }
  return [...out, piece].join('\n');
}

function lastBlank(text: string): number {
  return Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t'));
}

/** GNU fold counts bytes in either case; columns differ for tabs, backspaces, returns. */
function advance(column: number, c: string, bytes: boolean): number {
  if (!bytes) {
    if (c === '\t') return column + 8 - (column % 8);
    if (c === '\b') return Math.max(0, column - 1);
    if (c === '\r') return 0;
  }
  return column + byteLength(c);
}
