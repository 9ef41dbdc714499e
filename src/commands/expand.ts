// expand: tabs become spaces.
import { defineCommand, quoteIfNeeded } from './command';
import { nextStop, readTabStops } from './framework/tabs';

export default defineCommand({
  name: 'expand',
  summary: { en: 'Turn tabs into spaces.', es: 'Convierte tabuladores en espacios.' },
  options: {
    initial: ['-i, --initial', 'only tabs at the beginning of lines'],
    tabs: ['-t, --tabs=LIST', 'tab stops: every N columns, or at the columns of a list'],
  },
  operands: '[FILE]...',
  digits: 'tabs',
  *run(ctx) {
    const stops = readTabStops(ctx.options.tabs ?? '8');
    if (typeof stops === 'string') return yield* ctx.fail(stops);
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (input === undefined) continue;
      for (;;) {
        const lines = yield* input.lines();
        if (lines === undefined) break;
        const out = lines.map((line) => {
          if (!line.includes('\t')) return line;
          let text = '';
          let column = 0;
          let isInitial = true;
          for (const c of line) {
            if (c === '\t' && (isInitial || !ctx.options.initial)) {
              const next = nextStop(stops, column) ?? column + 1;
              text += ' '.repeat(next - column);
              column = next;
            } else {
              text += c;
              column = c === '\b' ? Math.max(0, column - 1) : column + 1;
              if (c !== ' ') isInitial = false;
            }
          }
          return text;
        });
        yield* ctx.out(out.join('\n') + (input.hasOpenEnd ? '' : '\n'));
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});
