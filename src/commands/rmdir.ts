// rmdir: removes empty folders.
import type { Task } from '../base/sim';
import { type Context, defineCommand, quoteAlways as q } from './command';
import { failureCode, failureText } from './framework/failure';

const options = {
  ignore: ['--ignore-fail-on-non-empty', 'do not complain about folders that are not empty'],
  parents: ['-p, --parents', 'remove the folders above too'],
  verbose: ['-v, --verbose', 'print a message for each folder'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'rmdir',
  summary: { en: 'Remove empty folders.', es: 'Borra carpetas vacías.' },
  options,
  operands: 'DIRECTORY...',
  *run(ctx) {
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    for (const path of ctx.operands) {
      if (!(yield* remove(ctx, path)) || !ctx.options.parents) continue;
      const names = path.replace(/\/+$/, '').split('/');
      while (names.length > 1) {
        names.pop();
        const above = names.join('/');
        if (above === '' || !(yield* remove(ctx, above, 'directory '))) break;
      }
    }
    return ctx.status;
  },
});

function* remove(ctx: Ctx, path: string, what = ''): Task<boolean> {
  if (ctx.options.verbose) yield* ctx.out(`${ctx.name}: removing directory, ${q(path)}\n`);
  try {
    ctx.process.files.rmdir(path);
    return true;
  } catch (error) {
    const code = failureCode(error);
    if (ctx.options.ignore && code === 'ENOTEMPTY') return false;
    yield* ctx.fail(`failed to remove ${what}${q(path)}: ${failureText(error)}`);
    return false;
  }
}
