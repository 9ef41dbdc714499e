// mkdir: makes folders.
import type { Task } from '../base/sim';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { failureCode, failureText } from './framework/failure';
import { parseMode } from './system/mode';

const options = {
  mode: ['-m, --mode=MODE', 'set the mode (as in chmod)'],
  parents: ['-p, --parents', 'no error if it exists, make parent folders as needed'],
  verbose: ['-v, --verbose', 'print a message for each folder made'],
  context: ['-Z, --context[=CTX]', 'ignored'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'mkdir',
  summary: { en: 'Create folders.', es: 'Crea carpetas.' },
  options,
  operands: 'DIRECTORY...',
  *run(ctx) {
    const { mode } = ctx.options;
    const change = mode === undefined ? undefined : parseMode(mode);
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    if (mode !== undefined && change === undefined) {
      return yield* ctx.fail(`invalid mode ${quoteLocale(mode)}`);
    }
    const { files } = ctx.process;
    for (const path of ctx.operands) {
      const isMade = ctx.options.parents ? yield* makeAll(ctx, path) : yield* make(ctx, path);
      if (isMade && change !== undefined) files.chmod(path, change(0o777, true, files.umask));
    }
    return ctx.status;
  },
});

/** Makes one folder; false when that failed. */
function* make(ctx: Ctx, path: string): Task<boolean> {
  try {
    ctx.process.files.mkdir(path);
  } catch (error) {
    yield* ctx.fail(`cannot create directory ${quoteLocale(path)}: ${failureText(error)}`);
    return false;
  }
  if (ctx.options.verbose) yield* ctx.out(`${ctx.name}: created directory ${quoteAlways(path)}\n`);
  return true;
}

/** Makes a folder with those above it; false when nothing had to be made or it failed. */
function* makeAll(ctx: Ctx, path: string): Task<boolean> {
  const { files } = ctx.process;
  if (path === '') return yield* make(ctx, path);
  const names = path.split('/').filter((name) => name !== '');
  let at = path.startsWith('/') ? '/' : '';
  let isMade = false;
  for (const name of names) {
    at += at === '' || at === '/' ? name : `/${name}`;
    if (files.isDir(at)) continue;
    try {
      files.mkdir(at);
      isMade = true;
    } catch (error) {
      const isFile = failureCode(error) === 'EEXIST';
      const isLast = at.length >= path.replace(/\/+$/, '').length;
      const text = isFile && !isLast ? 'Not a directory' : failureText(error);
      yield* ctx.fail(`cannot create directory ${quoteLocale(at)}: ${text}`);
      return false;
    }
    if (ctx.options.verbose) yield* ctx.out(`${ctx.name}: created directory ${quoteAlways(at)}\n`);
  }
  return isMade;
}
