// delete: by name, file, selector; waits until the objects are gone.
import type { Task } from '../../../../base/sim';
import { isReason } from '../../../../kubernetes/api/errors';
import { findObjects } from '../../builder/builder';
import { type Info, kindName, objectName, withSource } from '../../builder/info';
import { completeResources } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { type DryRun, dryRunSuffix, readDryRun } from '../../framework/dry-run';
import { fail, failAll } from '../../framework/errors';
import { parseBool } from '../../framework/values';
import { defineVerb } from '../../framework/verb';
import { writeBody } from '../get/raw';
import { confirmDeletion } from './confirm';
import { removeObject, waitUntilGone } from './remove';

export default defineVerb({ name: 'delete', run: runDelete, complete: completeResources });

/** How objects are deleted. */
export interface DeleteHow {
  readonly dryRun: DryRun;
  /** -1: as the object says. */
  readonly graceSeconds: number;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  readonly isForced: boolean;
}

function* runDelete(ctx: Context): Task<number> {
  const { flags } = ctx;
  if (flags.string('raw') !== '' && ctx.args.length === 0) return yield* deleteRaw(ctx);
  const dryRun = yield* readDryRun(ctx);
  const propagation = yield* readCascade(ctx);
  const output = flags.string('output');
  if (output !== '' && output !== 'name') {
    fail(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  const how: DeleteHow = { ...readGrace(ctx), dryRun, propagation };
  if (flags.string('raw') !== '') return yield* deleteRaw(ctx);
  if (how.isForced && how.graceSeconds === 0) yield* ctx.err(immediate);
  const found = yield* findObjects(ctx, {
    args: ctx.args,
    useFiles: true,
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    selectAll: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
    fetch: false,
  });
  let outcomes = found.outcomes;
  if (flags.bool('interactive') && outcomes.length > 0) {
    const infos = outcomes.flatMap((one) => ('info' in one ? [one.info] : []));
    if (!(yield* confirmDeletion(ctx, infos))) return 0;
    outcomes = found.outcomes;
  }
  return yield* deleteAll(ctx, outcomes, how);
}

const immediate =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been ' +
  'terminated. The resource may continue to run on the cluster indefinitely.\n';

function* deleteAll(
  ctx: Context,
  outcomes: readonly ({ readonly info: Info } | { readonly error: unknown })[],
  how: DeleteHow,
): Task<number> {
  const { flags } = ctx;
  const errors: unknown[] = [];
  const removed: { info: Info; uid: string }[] = [];
  let count = 0;
  let hasWarned = false;
  for (const outcome of outcomes) {
    if ('error' in outcome) {
      errors.push(outcome.error);
      continue;
    }
    const { info } = outcome;
    count++;
    if (!info.resource.namespaced && !hasWarned && ctx.namespace().isExplicit) {
      hasWarned = true;
      yield* ctx.err(
        'Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n',
      );
    }
    try {
      const uid = how.dryRun === 'client' ? '' : yield* removeObject(ctx, info, how);
      yield* report(ctx, info, how);
      removed.push({ info, uid });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (flags.bool('ignore-not-found') && isReason(error, 'NotFound')) continue;
      errors.push(withSource(error, 'deleting', info.source));
    }
  }
  failAll(errors);
  if (count === 0) {
    yield* ctx.out('No resources found\n');
    return 0;
  }
  if (!flags.bool('wait') || how.dryRun !== 'none') return 0;
  yield* waitUntilGone(ctx, removed, flags.duration('timeout'));
  return 0;
}

function* report(ctx: Context, info: Info, how: DeleteHow): Task<void> {
  if (ctx.flags.string('output') === 'name') {
    yield* ctx.out(`${objectName(info)}\n`);
    return;
  }
  yield* ctx.out(deletedLine(info, how.isForced && how.graceSeconds === 0, how.dryRun));
}

/** `pod "web" deleted from default namespace (dry run)`. */
export function deletedLine(info: Info, isForced: boolean, dryRun: DryRun): string {
  const operation = isForced ? 'force deleted' : 'deleted';
  const where = info.resource.namespaced ? ` from ${info.namespace} namespace` : '';
  const name = JSON.stringify(info.name);
  return `${kindName(info.resource)} ${name} ${operation}${where}${dryRunSuffix(dryRun)}\n`;
}

function readGrace(ctx: Context): { graceSeconds: number; isForced: boolean } {
  const { flags } = ctx;
  const isForced = flags.bool('force');
  let graceSeconds = flags.int('grace-period');
  if (flags.bool('now')) {
    if (graceSeconds !== -1) fail('--now and --grace-period cannot be specified together');
    graceSeconds = 1;
  }
  if (isForced && graceSeconds > 0) {
    fail('--force and --grace-period greater than 0 cannot be specified together');
  }
  if (isForced) graceSeconds = 0;
  else if (graceSeconds === 0) graceSeconds = 1;
  return { graceSeconds, isForced };
}

/** --cascade, with the boolean values of old. @throws PlainError */
export function* readCascade(ctx: Context): Task<DeleteHow['propagation']> {
  const value = ctx.flags.string('cascade');
  const names = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const;
  if (value === 'background' || value === 'foreground' || value === 'orphan') return names[value];
  const isOn = parseBool(value);
  if (isOn === undefined) {
    fail(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  }
  const better = isOn ? 'background' : 'orphan';
  yield* ctx.err(
    `warning: --cascade=${value} is deprecated (boolean value) and can be replaced with ` +
      `--cascade=${better}.\n`,
  );
  return names[better];
}

function* deleteRaw(ctx: Context): Task<number> {
  const rest = yield* ctx.rest();
  const path = ctx.flags.string('raw');
  const headers = { Accept: 'application/json, */*' };
  yield* writeBody(ctx, yield* rest.http('DELETE', path, { headers }), path);
  return 0;
}
