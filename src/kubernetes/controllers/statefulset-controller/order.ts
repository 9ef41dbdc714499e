// The order of a StatefulSet: up from the lowest number, down from the highest, one at a time
// unless it manages its pods in parallel.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import { pods } from '../../api/refs';
import type { IntOrString, Pod } from '../../kinds/generated/types';
import { ignoring } from '../outcomes';
import { isAvailable, readySince } from '../pods';
import { revisionHashLabel } from '../revisions';
import { keepClaims, makeClaims } from './claims';
import { ordinalOf, podName, podOf, type StatefulRun, startOf } from './identity';

/** How soon a pod whose claims are still going away is tried again. */
const claimRetryMs = 500;

/** One step. Returns ms after which to look again, if at all. */
export function* work(run: StatefulRun): Task<number | undefined> {
  const { set } = run;
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  yield* keepClaims(run);
  for (const [i, pod] of run.replicas.entries()) {
    const wait = yield* tend(run, startOf(set) + i, pod, isOrdered);
    if (wait !== undefined) return wait === 0 ? undefined : wait;
  }
  const goesOn = yield* shrink(run, isOrdered);
  if (goesOn && set.spec.updateStrategy?.type === 'RollingUpdate') yield* roll(run);
  return undefined;
}

function minReady({ set }: StatefulRun): number {
  return set.spec.minReadySeconds ?? 0;
}

function isUp(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && readySince(pod) !== undefined;
}

/** Looks after one number. Undefined: go on with the next; else stop (0) or come back (ms). */
function* tend(
  run: StatefulRun,
  ordinal: number,
  pod: Pod | undefined,
  isOrdered: boolean,
): Task<number | undefined> {
  const { set, context } = run;
  if (pod === undefined) {
    const isMade = yield* create(run, ordinal);
    if (!isMade) return claimRetryMs;
    return isOrdered ? 0 : undefined;
  }
  const isGoing = pod.metadata.deletionTimestamp !== undefined;
  const phase = pod.status?.phase;
  if ((phase === 'Failed' || phase === 'Succeeded') && !isGoing) {
    yield* recreate(run, pod, phase);
    return 0;
  }
  if (isGoing) return isOrdered ? 0 : undefined;
  if (phase === 'Pending') yield* makeClaims(run, ordinal);
  if (!isOrdered) return undefined;
  if (!isUp(pod)) return 0;
  const since = readySince(pod) ?? 0;
  if (isAvailable(pod, minReady(run), context.nowMs)) return undefined;
  return since + (set.spec.minReadySeconds ?? 0) * 1000 - context.nowMs;
}

function* recreate(run: StatefulRun, pod: Pod, phase: string): Task<void> {
  const { set, context } = run;
  const { namespace, name } = set.metadata;
  const isFailed = phase === 'Failed';
  const what = isFailed ? 'failed' : 'terminated';
  const message = `StatefulSet ${namespace}/${name} is recreating ${what} Pod ${pod.metadata.name}`;
  if (isFailed) context.events.record(set, 'Warning', 'RecreatingFailedPod', message);
  else context.events.record(set, 'Normal', 'RecreatingTerminatedPod', message);
  yield* remove(run, pod);
}

/** Makes the pod and its claims. False while a claim of the name is still going away. */
function* create(run: StatefulRun, ordinal: number): Task<boolean> {
  const { set, context } = run;
  const name = podName(set, ordinal);
  const what = `Pod ${name} in StatefulSet ${set.metadata.name}`;
  const failed = (why: string) =>
    context.events.record(set, 'Warning', 'FailedCreate', `create ${what} failed error: ${why}`);
  const going = yield* makeClaims(run, ordinal);
  if (going !== undefined) {
    failed(`pvc ${going} is being deleted`);
    return false;
  }
  try {
    yield* context.client.create(pods, podOf(run, ordinal));
    context.events.record(set, 'Normal', 'SuccessfulCreate', `Create ${what} successful`);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'AlreadyExists') return true;
    failed(error.message);
    throw error;
  }
}

function* remove({ set, context }: StatefulRun, pod: Pod): Task<void> {
  yield* ignoring(['NotFound'], context.client.delete(pods, pod.metadata));
  const message = `Delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
  context.events.record(set, 'Normal', 'SuccessfulDelete', message);
}

/** Takes away what is too much. Returns whether the update may go on. */
function* shrink(run: StatefulRun, isOrdered: boolean): Task<boolean> {
  const { condemned, replicas } = run;
  const all = [...condemned, ...[...replicas].reverse()].filter((pod) => pod !== undefined);
  const unhealthy = all.filter((pod) => !isUp(pod) || pod.metadata.deletionTimestamp);
  const first = unhealthy[unhealthy.length - 1];
  for (const pod of condemned) {
    if (pod.metadata.deletionTimestamp) {
      if (isOrdered) return false;
      continue;
    }
    if (isOrdered && !isUp(pod) && pod !== first) return false;
    yield* remove(run, pod);
    if (isOrdered) return false;
  }
  return true;
}

function limitOf(value: IntOrString | undefined, total: number): number {
  if (value === undefined) return 1;
  if (typeof value === 'number') return value;
  return Math.max(1, Math.ceil((Number.parseInt(value, 10) / 100) * total - 1e-9));
}

/** Replaces pods of old revisions from the highest number down to the partition. */
function* roll(run: StatefulRun): Task<void> {
  const { set, replicas, update, context } = run;
  const strategy = set.spec.updateStrategy?.rollingUpdate;
  const lowest = startOf(set) + (strategy?.partition ?? 0);
  const isServing = (pod: Pod | undefined) =>
    pod !== undefined &&
    !pod.metadata.deletionTimestamp &&
    isUp(pod) &&
    isAvailable(pod, minReady(run), context.nowMs);
  const limit = limitOf(strategy?.maxUnavailable, set.spec.replicas ?? 1);
  let unavailable = replicas.filter((pod) => !isServing(pod)).length;
  for (const pod of [...replicas].reverse()) {
    if (unavailable >= limit) return;
    if (pod === undefined || ordinalOf(pod) < lowest || pod.metadata.deletionTimestamp) continue;
    if (pod.metadata.labels?.[revisionHashLabel] === update.metadata.name) continue;
    if (isServing(pod)) unavailable++;
    yield* remove(run, pod);
  }
}
