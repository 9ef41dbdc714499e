// reset: puts the terminal back into its usual state.
import { defineCommand } from './command';

export default defineCommand({
  name: 'reset',
  summary: { en: 'Reset the terminal.', es: 'Restablece la terminal.' },
  options: { quiet: ['-Q', 'ignored'] },
  *run(ctx) {
    const { process } = ctx;
    const tty = process.fds.get(2)?.tty ?? process.fds.get(0)?.tty ?? process.tty;
    tty?.setMode({ cooked: true, echo: true, signals: true });
    yield* ctx.err('\x1bc\x1b[!p\x1b[?3;4l\x1b[4l\x1b>');
    return 0;
  },
});
