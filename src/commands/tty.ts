// tty: the terminal's name.
import { defineCommand } from './command';

export default defineCommand({
  name: 'tty',
  summary: { en: 'Print the name of the terminal.', es: 'Muestra el nombre de la terminal.' },
  options: { silent: ['-s, --silent, --quiet', 'print nothing, only exit with a status'] },
  usageStatus: 2,
  *run(ctx) {
    const tty = ctx.process.fds.get(0)?.tty;
    if (!ctx.options.silent) yield* ctx.out(`${tty?.name ?? 'not a tty'}\n`);
    return tty === undefined ? 1 : 0;
  },
});
