// drain: cordons nodes and evicts their pods.
import type { Task } from '../../../../base/sim';
import type { Info } from '../../builder/info';
import { objectNames } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { type DryRun, dryRunSuffix, readDryRun } from '../../framework/dry-run';
import { ErrorList, ExactError, flattenErrors, PlainError } from '../../framework/errors';
import { errorText } from '../../framework/report';
import { defineVerb } from '../../framework/verb';
import { findNodes, setSchedulable } from '../../nodes/nodes';
import { evictAll } from './evict';
import { podsToRemove } from './filters';

export default defineVerb({
  name: 'drain',
  complete: (request) => objectNames(request.context, 'nodes'),
  run: runDrain,
});

function* runDrain(ctx: Context): Task<number> {
  const dryRun = yield* readDryRun(ctx);
  const nodes = yield* findNodes(ctx);
  for (const info of nodes) yield* setSchedulable(ctx, info, { unschedulable: true, dryRun });
  const pending: string[] = [];
  const errors: unknown[] = [];
  for (const info of nodes) {
    try {
      yield* drainNode(ctx, info, dryRun);
      yield* ctx.out(`node/${info.name} drained${dryRunSuffix(dryRun)}\n`);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const why = errorText(error);
      yield* ctx.err(
        `error: unable to drain node ${JSON.stringify(info.name)} due to error: ${why}, ` +
          'continuing command...\n',
      );
      errors.push(error);
      pending.push(info.name);
    }
  }
  if (pending.length > 0) {
    yield* ctx.err('There are pending nodes to be drained:\n');
    for (const name of pending) yield* ctx.err(` ${name}\n`);
    throw lastWords(errors);
  }
  return 0;
}

/** All mistakes once more, each on its line. */
function lastWords(errors: readonly unknown[]): Error {
  const all = errors.flatMap(flattenErrors);
  const [first] = all;
  const isListed = errors.some((one) => one instanceof ErrorList);
  if (all.length === 1 && first instanceof Error && !isListed) return first;
  const isPlain = all.every((one) => one instanceof PlainError);
  if (isPlain) return new ExactError(all.map(errorText).join('\n'));
  return new ErrorList(all);
}

function* drainNode(ctx: Context, info: Info, dryRun: DryRun): Task<void> {
  const { pods, warnings } = yield* podsToRemove(ctx, info.name);
  if (warnings !== '') yield* ctx.err(`Warning: ${warnings}\n`);
  yield* evictAll(ctx, pods, dryRun);
}
