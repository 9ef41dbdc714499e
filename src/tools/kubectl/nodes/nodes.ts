// Finding nodes and making them unschedulable: cordon, uncordon, drain.
import { isObject, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { errorsOf, findObjects } from '../builder/builder';
import type { Info } from '../builder/info';
import { patchInfo } from '../builder/patch-info';
import { commandPath } from '../framework/commands';
import type { Context } from '../framework/context';
import { type DryRun, dryRunSuffix } from '../framework/dry-run';
import { ExactError, failAll } from '../framework/errors';

/** The nodes named or selected. @throws ExactError */
export function* findNodes(ctx: Context): Task<Info[]> {
  const { flags, args } = ctx;
  const selector = flags.string('selector');
  const see = `See '${commandPath(ctx.command)} -h' for help and examples`;
  if (args.length === 0 && selector === '') {
    const usage = `USAGE: ${ctx.command.name} NODE [flags]`;
    throw new ExactError(`error: ${usage}\n${see}`);
  }
  if (args.length > 0 && selector !== '') {
    throw new ExactError(`error: cannot specify both a node name and a --selector option\n${see}`);
  }
  const found = yield* findObjects(ctx, {
    args: ['nodes', ...args],
    ...(selector ? { selector } : {}),
  });
  failAll(errorsOf(found));
  return found.outcomes.flatMap((one) => ('info' in one ? [one.info] : []));
}

/** Whether a node takes no new pods. */
export function isCordoned(node: JsonObject): boolean {
  return isObject(node.spec) && node.spec.unschedulable === true;
}

/** Cordons or uncordons a node and says so. */
export function* setSchedulable(
  ctx: Context,
  info: Info,
  how: { readonly unschedulable: boolean; readonly dryRun: DryRun },
): Task<void> {
  const word = how.unschedulable ? 'cordoned' : 'uncordoned';
  if (isCordoned(info.object) === how.unschedulable) {
    yield* ctx.out(`node/${info.name} already ${word}${dryRunSuffix(how.dryRun)}\n`);
    return;
  }
  if (how.dryRun !== 'client') {
    const body = { spec: { unschedulable: how.unschedulable ? true : null } };
    yield* patchInfo(ctx, info, { type: 'strategic', body, dryRun: how.dryRun });
  }
  yield* ctx.out(`node/${info.name} ${word}${dryRunSuffix(how.dryRun)}\n`);
}
