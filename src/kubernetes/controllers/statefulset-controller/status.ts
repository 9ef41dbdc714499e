// A StatefulSet's status: counts by revision, and which revision it is at.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { statefulSets } from '../../api/refs';
import type { Pod, StatefulSetStatus } from '../../kinds/generated/types';
import { ignoring } from '../outcomes';
import { isAvailable, readySince } from '../pods';
import { revisionHashLabel } from '../revisions';
import type { StatefulRun } from './identity';

/** Writes the status if it has changed. Returns when pods become available, in ms. */
export function* updateStatus(run: StatefulRun): Task<number | undefined> {
  const { set, context } = run;
  const { status, againMs } = count(run);
  if (!deepEqual(status, set.status)) {
    const request = context.client.updateStatus(statefulSets, { ...set, status });
    yield* ignoring(['NotFound', 'Conflict'], request);
  }
  return againMs;
}

function count(run: StatefulRun): { status: StatefulSetStatus; againMs: number | undefined } {
  const { set, context, current, update } = run;
  const all = [...run.replicas, ...run.condemned].filter((pod) => pod !== undefined);
  const seconds = set.spec.minReadySeconds ?? 0;
  const isUp = (pod: Pod) => pod.status?.phase === 'Running' && readySince(pod) !== undefined;
  const alive = all.filter((pod) => !pod.metadata.deletionTimestamp);
  const ofRevision = (name: string) =>
    alive.filter((pod) => pod.metadata.labels?.[revisionHashLabel] === name).length;
  const up = all.filter(isUp);
  const available = up.filter((pod) => isAvailable(pod, seconds, context.nowMs)).length;
  const updated = ofRevision(update.metadata.name);
  let atCurrent = ofRevision(current.metadata.name);
  let currentRevision = current.metadata.name;
  const isComplete =
    set.spec.updateStrategy?.type === 'RollingUpdate' &&
    updated === all.length &&
    up.length === all.length &&
    run.replicas.every((pod) => pod !== undefined);
  if (isComplete) {
    currentRevision = update.metadata.name;
    atCurrent = updated;
  }
  const waits = up
    .filter((pod) => !isAvailable(pod, seconds, context.nowMs))
    .map((pod) => (readySince(pod) ?? 0) + seconds * 1000 - context.nowMs);
  const status = {
    ...(set.metadata.generation !== undefined
      ? { observedGeneration: set.metadata.generation }
      : {}),
    replicas: all.length,
    ...(up.length ? { readyReplicas: up.length } : {}),
    availableReplicas: available,
    ...(atCurrent ? { currentReplicas: atCurrent } : {}),
    ...(updated ? { updatedReplicas: updated } : {}),
    currentRevision,
    updateRevision: update.metadata.name,
    collisionCount: set.status?.collisionCount ?? 0,
    ...(set.status?.conditions ? { conditions: set.status.conditions } : {}),
  };
  return { status, againMs: waits.length > 0 ? Math.min(...waits) : undefined };
}
