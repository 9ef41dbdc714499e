// A Deployment's status: counts, and the conditions Available and Progressing with its deadline.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339, parseRfc3339 } from '../../../base/time';
import { deployments } from '../../api/refs';
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
} from '../../kinds/generated/types';
import { maxUnavailable, oldSets, type Rollout, sumAvailable, sumReplicas } from './rollout';

type Made = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>;

/** Conditions with one replaced. Times move as the API conventions say. */
export function addCondition(
  deployment: Pick<Deployment, 'status'>,
  nowMs: number,
  made: Made,
): readonly DeploymentCondition[] {
  const conditions = deployment.status?.conditions ?? [];
  const old = conditions.find((one) => one.type === made.type);
  if (old?.status === made.status && old.reason === made.reason) return conditions;
  const now = formatRfc3339(nowMs);
  const lastTransitionTime = old?.status === made.status ? old.lastTransitionTime : now;
  const added = { ...made, lastUpdateTime: now, lastTransitionTime };
  return [...conditions.filter((one) => one.type !== made.type), added];
}

function counts(rollout: Rollout): DeploymentStatus {
  const { deployment, all, current } = rollout;
  const sum = (read: (status: NonNullable<(typeof all)[number]['status']>) => number | undefined) =>
    all.reduce((total, set) => total + ((set.status && read(set.status)) ?? 0), 0);
  const available = sumAvailable(all);
  const replicas = sum((one) => one.replicas);
  const total = sumReplicas(all);
  const unavailable = Math.max(0, total - available);
  const updated = current?.status?.replicas ?? 0;
  const ready = sum((one) => one.readyReplicas);
  const terminating = sum((one) => one.terminatingReplicas);
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation,
    ...(replicas ? { replicas } : {}),
    ...(updated ? { updatedReplicas: updated } : {}),
    ...(ready ? { readyReplicas: ready } : {}),
    ...(available ? { availableReplicas: available } : {}),
    ...(unavailable ? { unavailableReplicas: unavailable } : {}),
    terminatingReplicas: terminating,
    ...(collisionCount !== undefined ? { collisionCount } : {}),
  };
}

/** Writes the status if it has changed. Returns when to look at the deadline, in ms. */
export function* updateStatus(rollout: Rollout): Task<number | undefined> {
  const { deployment, context } = rollout;
  const counted = counts(rollout);
  const wanted = deployment.spec.replicas ?? 1;
  const isAvailable = (counted.availableReplicas ?? 0) >= wanted - maxUnavailable(deployment);
  let conditions = addCondition(
    deployment,
    context.nowMs,
    isAvailable
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
  );
  conditions = progress(rollout, counted, conditions);
  const status = { ...counted, conditions };
  const old = deployment.status;
  if (!deepEqual(status, old)) {
    yield* context.client.updateStatus(deployments, { ...deployment, status });
  }
  return untilDeadline(deployment, conditions, context.nowMs);
}

function hasDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec.progressDeadlineSeconds;
  return seconds !== undefined && seconds < 2_147_483_647;
}

function progress(
  rollout: Rollout,
  now: DeploymentStatus,
  before: readonly DeploymentCondition[],
): readonly DeploymentCondition[] {
  const { deployment, context, current } = rollout;
  if (!hasDeadline(deployment)) return before;
  const wanted = deployment.spec.replicas ?? 1;
  const holder = { status: { ...now, conditions: before } };
  const set = (made: Made) => addCondition(holder, context.nowMs, made);
  const old = before.find((one) => one.type === 'Progressing');
  if (deployment.spec.paused) {
    if (old?.reason === 'DeploymentPaused') return before;
    return set({
      type: 'Progressing',
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    });
  }
  if (old?.reason === 'DeploymentPaused') {
    return set({
      type: 'Progressing',
      status: 'Unknown',
      reason: 'DeploymentResumed',
      message: 'Deployment is resumed',
    });
  }
  const named = current
    ? `ReplicaSet ${JSON.stringify(current.metadata.name)}`
    : `Deployment ${JSON.stringify(deployment.metadata.name)}`;
  const isComplete =
    (now.updatedReplicas ?? 0) === wanted &&
    (now.replicas ?? 0) === wanted &&
    (now.availableReplicas ?? 0) === wanted;
  const wasComplete = old?.reason === 'NewReplicaSetAvailable' && isSettled(rollout);
  if (wasComplete) return before;
  if (isComplete) {
    const message = `${named} has successfully progressed.`;
    return set({ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message });
  }
  if (hasProgressed(deployment.status, now)) {
    return moved(rollout, before, `${named} is progressing.`, old);
  }
  if (old === undefined) {
    const message = `Created new replica set ${JSON.stringify(current?.metadata.name ?? '')}`;
    return set({ type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message });
  }
  if (isTimedOut(deployment, old, context.nowMs)) {
    const message = `${named} has timed out progressing.`;
    return set({
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message,
    });
  }
  return before;
}

/** The last rollout is over and its set is still the only one. */
function isSettled(rollout: Rollout): boolean {
  const { deployment, current } = rollout;
  if (sumReplicas(oldSets(rollout)) > 0 || current === undefined) return false;
  return (deployment.status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0);
}

function hasProgressed(old: DeploymentStatus | undefined, now: DeploymentStatus): boolean {
  const oldOnes = (one: DeploymentStatus | undefined) =>
    (one?.replicas ?? 0) - (one?.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (old?.updatedReplicas ?? 0) ||
    oldOnes(now) < oldOnes(old) ||
    (now.readyReplicas ?? 0) > (old?.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (old?.availableReplicas ?? 0)
  );
}

/** Progress renews the condition's update time, which the deadline counts from. */
function moved(
  rollout: Rollout,
  before: readonly DeploymentCondition[],
  message: string,
  old: DeploymentCondition | undefined,
): readonly DeploymentCondition[] {
  const now = formatRfc3339(rollout.context.nowMs);
  const made = {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message,
    lastUpdateTime: now,
    lastTransitionTime: old?.status === 'True' ? old.lastTransitionTime : now,
  };
  return [...before.filter((one) => one.type !== 'Progressing'), made];
}

function isTimedOut(deployment: Deployment, old: DeploymentCondition, nowMs: number): boolean {
  if (old.reason === 'ProgressDeadlineExceeded') return true;
  if (old.reason === 'NewReplicaSetAvailable') return false;
  const from = parseRfc3339(old.lastUpdateTime ?? '') ?? nowMs;
  return nowMs - from > (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
}

function untilDeadline(
  deployment: Deployment,
  conditions: readonly DeploymentCondition[],
  nowMs: number,
): number | undefined {
  const progressing = conditions.find((one) => one.type === 'Progressing');
  const isOpen =
    progressing !== undefined &&
    progressing.reason !== 'NewReplicaSetAvailable' &&
    progressing.reason !== 'ProgressDeadlineExceeded' &&
    !deployment.spec.paused;
  if (!hasDeadline(deployment) || !isOpen) return undefined;
  const from = parseRfc3339(progressing.lastUpdateTime ?? '') ?? nowMs;
  const left = from + (deployment.spec.progressDeadlineSeconds ?? 600) * 1000 - nowMs;
  return left > 0 ? left + 1_000 : undefined;
}
