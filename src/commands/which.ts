// which: where PATH leads for a command.
import { defineCommand } from './command';

export default defineCommand({
  name: 'which',
  summary: { en: 'Locate commands.', es: 'Localiza órdenes.' },
  options: {
    all: ['-a', 'print all matches'],
    silent: ['-s', 'print nothing, only exit with a status'],
  },
  operands: 'COMMAND...',
  standardOptions: 'never',
  *run(ctx) {
    const { files, env } = ctx.process;
    const folders = (env.get('PATH') ?? '').split(':').map((folder) => folder || '.');
    const isRunnable = (path: string): boolean => files.isFile(path) && files.may(path, 'x');
    if (ctx.operands.length === 0) return 1;
    for (const name of ctx.operands) {
      const paths = name.includes('/') ? [name] : folders.map((folder) => `${folder}/${name}`);
      const found = paths.filter(isRunnable);
      if (found.length === 0) ctx.status = 1;
      if (ctx.options.silent) continue;
      for (const path of ctx.options.all ? found : found.slice(0, 1)) yield* ctx.out(`${path}\n`);
    }
    return ctx.status;
  },
});
