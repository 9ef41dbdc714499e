// For commands that run another one (env, nohup, nice …): becoming it, and what to say when
// there is nothing to run.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { ExecOptions } from '../../machine/types';
import type { Context } from '../command';
import { quoteLocale } from '../command';

/** Becomes the command. Comes back only when that failed: 127 not found, 126 not runnable. */
export function* become(
  ctx: Context,
  options: ExecOptions,
  what = '',
  how = quoteLocale,
): Task<number> {
  yield* ctx.flush();
  try {
    return yield* ctx.process.exec(options);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return yield* cannotRun(ctx, options.argv[0] ?? '', error, what, how);
  }
}

/** Says that it could not be run. @param what stands before the name: `failed to run command `. */
export function* cannotRun(
  ctx: Context,
  name: string,
  error: SystemError,
  what: string,
  how: (name: string) => string = quoteLocale,
): Task<number> {
  const status = error.code === 'ENOENT' ? 127 : 126;
  return yield* ctx.fail(`${what}${how(name)}: ${strerror(error.code)}`, status);
}
