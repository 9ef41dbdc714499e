// mkfifo: makes named pipes.
import { defineCommand, quoteAlways, quoteLocale } from './command';
import { failureText } from './framework/failure';
import { parseMode } from './system/mode';

export default defineCommand({
  name: 'mkfifo',
  summary: { en: 'Create named pipes.', es: 'Crea tuberías con nombre.' },
  options: { mode: ['-m, --mode=MODE', 'set the mode (as in chmod)'] },
  operands: 'NAME...',
  *run(ctx) {
    const { mode } = ctx.options;
    const { files } = ctx.process;
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    const change = mode === undefined ? undefined : parseMode(mode);
    if (mode !== undefined && change === undefined) {
      return yield* ctx.fail(`invalid mode: ${quoteLocale(mode)}`);
    }
    for (const path of ctx.operands) {
      try {
        files.mkfifo(path);
        if (change !== undefined) files.chmod(path, change(0o666, false, files.umask));
      } catch (error) {
        yield* ctx.fail(`cannot create fifo ${quoteAlways(path)}: ${failureText(error)}`);
      }
    }
    return ctx.status;
  },
});
