// clear: empties the screen.
import { defineCommand } from './command';

export default defineCommand({
  name: 'clear',
  summary: { en: 'Clear the screen.', es: 'Limpia la pantalla.' },
  options: {
    type: ['-T=TYPE', 'use this terminal type'],
    keep: ['-x', 'keep what was scrolled away'],
    version: ['-V', 'print the version'],
  },
  *run(ctx) {
    const term = ctx.options.type ?? ctx.process.env.get('TERM') ?? '';
    if (term === '') {
      yield* ctx.err('TERM environment variable not set.\n');
      return 1;
    }
    if (term === 'dumb') return 1;
    yield* ctx.out(`\x1b[H\x1b[2J${ctx.options.keep ? '' : '\x1b[3J'}`);
    return 0;
  },
});
