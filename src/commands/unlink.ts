// unlink: takes one name away.
import { defineCommand, quoteAlways as q, quoteLocale } from './command';
import { failureText } from './framework/failure';

export default defineCommand({
  name: 'unlink',
  summary: { en: 'Remove one file.', es: 'Borra un archivo.' },
  options: {},
  operands: 'FILE',
  *run(ctx) {
    const [path, extra] = ctx.operands;
    if (path === undefined) return yield* ctx.usage('missing operand');
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    try {
      ctx.process.files.unlink(path);
      return 0;
    } catch (error) {
      return yield* ctx.fail(`cannot unlink ${q(path)}: ${failureText(error)}`);
    }
  },
});
