// Finding the workloads of a rollout command.
import type { Task } from '../../../../base/sim';
import { findObjects } from '../../builder/builder';
import type { Found } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';

/** The objects named. @throws PlainError when nothing was named */
export function* findWorkloads(ctx: Context): Task<Found> {
  const { flags, args } = ctx;
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (args.length === 0 && !hasFiles) fail('required resource not specified');
  return yield* findObjects(ctx, {
    args,
    useFiles: true,
    latest: true,
    allowEmptySelector: true,
    selector: flags.string('selector'),
  });
}
