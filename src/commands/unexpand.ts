// unexpand: spaces become tabs.
import { defineCommand, quoteIfNeeded } from './command';
import { nextStop, readTabStops, type TabStops } from './framework/tabs';

export default defineCommand({
  name: 'unexpand',
  summary: { en: 'Turn spaces into tabs.', es: 'Convierte espacios en tabuladores.' },
  options: {
    all: ['-a, --all', 'all blanks, not only those at the beginning'],
    firstOnly: ['--first-only', 'only blanks at the beginning'],
    tabs: ['-t, --tabs=LIST', 'tab stops; implies -a'],
  },
  operands: '[FILE]...',
  digits: 'tabs',
  *run(ctx) {
    const o = ctx.options;
    const stops = readTabStops(o.tabs ?? '8');
    if (typeof stops === 'string') return yield* ctx.fail(stops);
    const isAll = (o.all || o.tabs !== undefined) && !o.firstOnly;
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (input === undefined) continue;
      for (;;) {
        const lines = yield* input.lines();
        if (lines === undefined) break;
        const out = lines.map((line) => unexpandLine(line, stops, isAll)).join('\n');
        yield* ctx.out(out + (input.hasOpenEnd ? '' : '\n'));
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});

function unexpandLine(line: string, stops: TabStops, isAll: boolean): string {
  let out = '';
  let column = 0;
  for (const part of line.match(/[ \t]+|[^ \t]+/g) ?? []) {
    const isBlank = part[0] === ' ' || part[0] === '\t';
    if (!isBlank) {
      out += part;
      column += part.length;
      if (!isAll) return out + line.slice(out.length === 0 ? 0 : lengthBefore(line, part));
      continue;
    }
    const start = column;
    for (const c of part)
      column = c === '\t' ? (nextStop(stops, column) ?? column + 1) : column + 1;
    let at = start;
    let tabs = '';
    for (;;) {
      const next = nextStop(stops, at);
      if (next === undefined || next > column) break;
      // A single space before a stop stays one, unless more blanks follow.
      tabs += next - at === 1 && next === column && part[part.length - 1] === ' ' ? ' ' : '\t';
      at = next;
    }
    out += tabs + ' '.repeat(column - at);
  }
  return out;
}

/** Where the text after the first word begins. */
function lengthBefore(line: string, word: string): number {
  return line.indexOf(word) + word.length;
}
