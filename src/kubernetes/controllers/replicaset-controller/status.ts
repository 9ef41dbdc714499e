// The status of ReplicaSets and their like, from counters: total, ready, available, terminating.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { ResourceRef } from '../../api/client';
import type { ApiError } from '../../api/errors';
import { Tally } from '../../api/informer';
import type {
  Pod,
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from '../../kinds/generated/types';
import { controllerOf, type KubeObject } from '../../kinds/object';
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

/** A ReplicaSet or a ReplicationController. */
export interface Replicated extends KubeObject {
  readonly spec: Omit<ReplicaSet['spec'], 'selector'> & { readonly selector?: unknown };
  readonly status?: ReplicaSetStatus | undefined;
}

/** In what the kinds differ. */
export interface ReplicaKind {
  readonly kind: string;
  readonly storage: string;
  readonly of: ResourceRef;
  /** The selector as a LabelSelector object. */
  selectorOf(set: Replicated): unknown;
  readonly countsTerminating: boolean;
}

interface Outcome {
  readonly wanted: number;
  /** How many there were before pods were made or deleted. */
  readonly active: number;
  readonly failure: ApiError | undefined;
}

/** Writes the status if it has changed. Returns when pods become available, in ms. */
export function* updateStatus(
  set: Replicated,
  kind: ReplicaKind,
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
    ...(kind.countsTerminating ? { terminatingReplicas: tally.count(uid, 'terminating') } : {}),
    observedGeneration: generation,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
  if (!deepEqual(status, set.status)) {
    yield* ignoring(
      ['NotFound', 'Conflict'],
      context.client.updateStatus(kind.of, { ...set, status }),
    );
  }
  return available.nextMs;
}

/** With minReadySeconds somebody has to look at each pod; without, ready is available. */
function availability(set: Replicated, ready: number, context: ControllerContext) {
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
  set: Replicated,
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
