// A ReplicaSet's status from counters: total, ready, available, terminating.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { ApiError } from '../../api/errors';
import { Tally } from '../../api/informer';
import { replicaSets } from '../../api/refs';
import type {
  Pod,
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from '../../kinds/generated/types';
import { controllerOf } from '../../kinds/object';
import { type ControllerContext, informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { isActive, isAvailable, readySince } from '../pods';

/** Counters of pods by owner. */
export function podTally(context: ControllerContext): Tally<Pod> {
  return informerOf<Pod>(context, 'pods').tally('owned', () => {
    const traits = (pod: Pod) => {
      const phase = pod.status?.phase;
      if (pod.metadata.deletionTimestamp && phase !== 'Succeeded' && phase !== 'Failed') {
        return ['terminating'];
      }
      if (!isActive(pod)) return [];
      return readySince(pod) === undefined ? ['active'] : ['active', 'ready'];
    };
    return new Tally<Pod>((pod) => controllerOf(pod)?.uid, traits);
  });
}

interface Outcome {
  readonly wanted: number;
  /** How many there were before pods were made or deleted. */
  readonly active: number;
  readonly failure: ApiError | undefined;
}

/** Writes the status if it has changed. Returns when pods become available, in ms. */
export function* updateStatus(
  set: ReplicaSet,
  outcome: Outcome,
  context: ControllerContext,
): Task<number | undefined> {
  const tally = podTally(context);
  const { uid, generation } = set.metadata;
  const replicas = tally.count(uid, 'active');
  const ready = tally.count(uid, 'ready');
  const available = availability(set, ready, context);
  const conditions = withFailure(set, outcome, context);
  const status: ReplicaSetStatus = {
    replicas,
    ...(replicas ? { fullyLabeledReplicas: replicas } : {}),
    ...(ready ? { readyReplicas: ready } : {}),
    ...(available.count ? { availableReplicas: available.count } : {}),
    terminatingReplicas: tally.count(uid, 'terminating'),
    observedGeneration: generation,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
  if (!deepEqual(status, set.status)) {
    yield* ignoring(
      ['NotFound', 'Conflict'],
      context.client.updateStatus(replicaSets, { ...set, status }),
    );
  }
  return available.nextMs;
}

/** With minReadySeconds somebody has to look at each pod; without, ready is available. */
function availability(set: ReplicaSet, ready: number, context: ControllerContext) {
  const seconds = set.spec.minReadySeconds ?? 0;
  if (seconds === 0) return { count: ready, nextMs: undefined };
  const owned = informerOf<Pod>(context, 'pods').byController().get(set.metadata.uid);
  let count = 0;
  let nextMs: number | undefined;
  for (const pod of owned.values()) {
    if (!isActive(pod)) continue;
    const since = readySince(pod);
    if (since === undefined) continue;
    if (isAvailable(pod, seconds, context.nowMs)) count++;
    else
      nextMs = Math.min(nextMs ?? Number.POSITIVE_INFINITY, since + seconds * 1000 - context.nowMs);
  }
  return { count, nextMs };
}

function withFailure(
  set: ReplicaSet,
  outcome: Outcome,
  context: ControllerContext,
): readonly ReplicaSetCondition[] {
  const old = set.status?.conditions ?? [];
  const others = old.filter((one) => one.type !== 'ReplicaFailure');
  if (outcome.failure === undefined) return others;
  if (others.length < old.length) return old;
  const reason = outcome.active < outcome.wanted ? 'FailedCreate' : 'FailedDelete';
  return [
    ...others,
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason,
      message: outcome.failure.message,
      lastTransitionTime: formatRfc3339(context.nowMs),
    },
  ];
}
