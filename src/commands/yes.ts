// yes: a line for ever.
import { defineCommand } from './command';

export default defineCommand({
  name: 'yes',
  summary: {
    en: 'Print a line again and again until stopped.',
    es: 'Repite una línea hasta que lo detengan.',
  },
  options: {},
  operands: '[STRING]...',
  *run(ctx) {
    const line = `${ctx.operands.length === 0 ? 'y' : ctx.operands.join(' ')}\n`;
    const block = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
    for (;;) {
      yield* ctx.out(block);
      yield* ctx.flush();
      // Room for everything else that is ready now: an endless writer must not hold the world up.
      yield {};
    }
  },
});
