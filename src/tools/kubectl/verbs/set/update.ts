// What all of `set` shares: finding objects, changing them, patching, printing.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import { errorsOf, findObjects } from '../../builder/builder';
import type { Found, Info } from '../../builder/info';
import { differencePatch, isEmptyPatch, patchInfo } from '../../builder/patch-info';
import type { Context } from '../../framework/context';
import type { DryRun } from '../../framework/dry-run';
import { failAll, PlainError } from '../../framework/errors';
import { ResultPrinter } from '../../printers/result';

/** How objects are changed. */
export interface SetUpdate {
  readonly dryRun: DryRun;
  /** `image updated`. */
  readonly operation: string;
  /** Put before what the server says: `failed to patch image update to pod template: `. */
  readonly failure: string;
  /** The changed object. @throws PlainError */
  readonly change: (info: Info) => JsonObject;
}

/** The objects that a `set` command works on. */
export function* findForSet(ctx: Context, args: readonly string[]): Task<Found> {
  const { flags } = ctx;
  const local = flags.bool('local');
  return yield* findObjects(ctx, {
    args,
    useFiles: true,
    local,
    latest: !local,
    selector: flags.knows('selector') ? flags.string('selector') : '',
    fieldSelector: flags.knows('field-selector') ? flags.string('field-selector') : '',
    allowEmptySelector: flags.knows('all') && flags.bool('all'),
  });
}

/** Changes and patches each object. Returns the exit code. @throws the errors of all */
export function* updateAll(ctx: Context, found: Found, update: SetUpdate): Task<number> {
  const printer = new ResultPrinter(ctx, update.dryRun);
  const errors: unknown[] = errorsOf(found);
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    const { info } = outcome;
    try {
      const changed = update.change(info);
      const patch = differencePatch(info, info.object, changed);
      const isLocal = ctx.flags.bool('local') || update.dryRun === 'client';
      if (isLocal) {
        yield* printer.print(changed, update.operation);
        continue;
      }
      if (isEmptyPatch(patch)) continue;
      const object = yield* patchInfo(ctx, info, { ...patch, dryRun: update.dryRun });
      yield* printer.print(object, update.operation);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(
        error instanceof ApiError ? new PlainError(update.failure + error.message) : error,
      );
    }
  }
  failAll(errors);
  return 0;
}
