// Evicting pods (or deleting them), all at the same time, and waiting until they are gone.
import { Condition, type Task } from '../../../../base/sim';
import { ApiError, isReason } from '../../../../kubernetes/api/errors';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import type { Context } from '../../framework/context';
import { type DryRun, dryRunSuffix } from '../../framework/dry-run';
import { ErrorList, PlainError } from '../../framework/errors';

const WEEK_MS = 168 * 3_600_000;

/** Removes the pods. @throws what went wrong with any */
export function* evictAll(ctx: Context, pods: readonly Pod[], dryRun: DryRun): Task<void> {
  const { flags } = ctx;
  const evicts = !flags.bool('disable-eviction');
  const timeoutMs = flags.duration('timeout');
  const end = ctx.now + (timeoutMs > 0 ? timeoutMs : WEEK_MS);
  const errors: unknown[] = [];
  const changed = new Condition();
  let open = pods.length;
  const one = function* (pod: Pod): Task<void> {
    try {
      yield* removeOne(ctx, pod, { evicts, dryRun, end });
    } catch (error) {
      errors.push(error);
    } finally {
      open--;
      changed.wake();
    }
  };
  const tasks = pods.map((pod) => ctx.process.sim.spawn('evict', one(pod)));
  try {
    while (open > 0) yield { on: changed };
  } finally {
    for (const task of tasks) task.kill();
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new ErrorList(errors);
}

interface How {
  readonly evicts: boolean;
  readonly dryRun: DryRun;
  readonly end: number;
}

function* removeOne(ctx: Context, pod: Pod, how: How): Task<void> {
  const { namespace, name } = pod.metadata;
  const verb = how.evicts ? 'evicting' : 'deleting';
  const suffix = dryRunSuffix(how.dryRun);
  if (how.evicts || how.dryRun !== 'none') {
    yield* ctx.out(`${verb} pod ${namespace}/${name}${suffix}\n`);
  }
  if (how.dryRun === 'client') return;
  for (;;) {
    try {
      yield* ask(ctx, pod, how);
      break;
    } catch (error) {
      if (isReason(error, 'NotFound')) return;
      if (!(error instanceof ApiError) || error.code !== 429) {
        const why = error instanceof Error ? error.message : '';
        if (!(error instanceof ApiError)) throw error;
        throw new PlainError(`error when ${verb} pods/"${name}" -n "${namespace}": ${why}`);
      }
      yield* ctx.err(
        `error when ${verb} pods/"${name}" -n "${namespace}" (will retry after 5s): ` +
          `${error.message}\n`,
      );
      if (ctx.now + 5000 > how.end) {
        yield* ctx.process.sleep(Math.max(0, how.end - ctx.now));
        throw timedOut(how, pod);
      }
      yield* ctx.process.sleep(5000);
      yield* ctx.out(`${verb} pod ${namespace}/${name}${suffix}\n`);
    }
  }
  if (how.dryRun !== 'none') return;
  yield* waitGone(ctx, pod, how);
  yield* ctx.out(`pod/${name} ${how.evicts ? 'evicted' : 'deleted'}\n`);
}

function timedOut(how: How, pod: Pod): PlainError {
  const { namespace, name } = pod.metadata;
  const verb = how.evicts ? 'evicting' : 'deleting';
  return new PlainError(
    `error when ${verb} pods/"${name}" -n "${namespace}": global timeout reached: ` +
      `${how.end > 0 ? 'timeout' : ''}`,
  );
}

function* ask(ctx: Context, pod: Pod, how: How): Task<void> {
  const rest = yield* ctx.rest();
  const { namespace = '', name } = pod.metadata;
  const grace = ctx.flags.int('grace-period');
  const deleteOptions = {
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    ...(how.dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
  const at = { apiVersion: 'v1', resource: 'pods', namespace, name };
  if (!how.evicts) {
    yield* rest.request({
      verb: 'delete',
      ...at,
      body: { kind: 'DeleteOptions', apiVersion: 'v1', ...deleteOptions },
    });
    return;
  }
  yield* rest.request({
    verb: 'create',
    ...at,
    subresource: 'eviction',
    body: {
      kind: 'Eviction',
      apiVersion: 'policy/v1',
      metadata: { name, namespace },
      deleteOptions,
    },
  });
}

function* waitGone(ctx: Context, pod: Pod, how: How): Task<void> {
  const rest = yield* ctx.rest();
  const { namespace = '', name, uid } = pod.metadata;
  for (;;) {
    try {
      const at = { apiVersion: 'v1', resource: 'pods', namespace, name };
      const answer = yield* rest.request({ verb: 'get', ...at });
      if (answer.object.metadata.uid !== uid) return;
    } catch (error) {
      if (isReason(error, 'NotFound')) return;
      throw error;
    }
    if (ctx.now >= how.end) throw timedOut(how, pod);
    yield* ctx.process.sleep(Math.min(1000, how.end - ctx.now));
  }
}
