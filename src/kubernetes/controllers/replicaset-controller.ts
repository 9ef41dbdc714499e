// ReplicaSet: keeps as many pods as the spec says, and says how many there are.

import { matchesSelectorObject } from '../../base/labels';
import type { Task } from '../../base/sim';
import { ApiError } from '../api/errors';
import { Tally } from '../api/informer';
import { pods, replicaSets } from '../api/refs';
import type { Pod, ReplicaSet, ReplicaSetStatus } from '../kinds/generated/types';
import { controllerOf, keyOf } from '../kinds/object';
import { type ControllerContext, defineController, informerOf } from './controller';

const storage = 'replicasets.apps';

export default defineController({
  name: 'replicaset-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    {
      storage: 'pods',
      keys: (object) => {
        const owner = controllerOf(object);
        if (owner?.kind !== 'ReplicaSet') return [];
        return [`${object.metadata.namespace}/${owner.name}`];
      },
    },
  ],

  *reconcile(key: string, context: ControllerContext): Task<number | undefined> {
    const set = informerOf<ReplicaSet>(context, storage).byKey(key);
    if (set === undefined) return undefined;
    const tally = podTally(context);
    const { uid } = set.metadata;
    const active = tally.count(uid, 'active');
    const wanted = set.spec.replicas ?? 1;
    if (set.metadata.deletionTimestamp === undefined) {
      if (active < wanted) yield* createPods(set, wanted - active, context);
      else if (active > wanted) yield* deletePods(set, active - wanted, context);
    }
    yield* updateStatus(set, tally, context);
    return undefined;
  },
});

function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false
  );
}

/** Whether a pod still counts: not finished, not on its way out. */
function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata.deletionTimestamp === undefined
  );
}

function podTally(context: ControllerContext): Tally<Pod> {
  return informerOf<Pod>(context, 'pods').tally('replicaset', () => {
    const traits = (pod: Pod) => {
      if (!isActive(pod)) return [];
      return isReady(pod) ? ['active', 'ready'] : ['active'];
    };
    return new Tally<Pod>((pod) => controllerOf(pod)?.uid, traits);
  });
}

function* createPods(set: ReplicaSet, count: number, context: ControllerContext): Task<void> {
  const { name, namespace, uid } = set.metadata;
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const ownerReferences = [owner];
  const { template } = set.spec;
  for (let i = 0; i < count; i++) {
    try {
      const pod = yield* context.client.create(pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: '',
          uid: '',
          generateName: `${name}-`,
          ...(namespace ? { namespace } : {}),
          ...(template?.metadata?.labels ? { labels: template.metadata.labels } : {}),
          ...(template?.metadata?.annotations
            ? { annotations: template.metadata.annotations }
            : {}),
          ownerReferences,
        },
        spec: template?.spec,
      });
      context.events.record(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    } catch (error) {
      if (error instanceof ApiError) {
        context.events.record(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      }
      throw error;
    }
  }
}

function* deletePods(set: ReplicaSet, count: number, context: ControllerContext): Task<void> {
  const owned = informerOf<Pod>(context, 'pods').byController().get(set.metadata.uid);
  const candidates = [...owned.values()].filter(isActive);
  candidates.sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
  for (const pod of candidates.slice(0, count)) {
    yield* context.client.delete(pods, pod.metadata);
    context.events.record(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
}

function* updateStatus(set: ReplicaSet, tally: Tally<Pod>, context: ControllerContext): Task<void> {
  const { uid, generation } = set.metadata;
  const ready = tally.count(uid, 'ready');
  const replicas = tally.count(uid, 'active');
  const status: ReplicaSetStatus = {
    replicas,
    fullyLabeledReplicas: replicas,
    ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    observedGeneration: generation,
  };
  const old = set.status;
  if (
    old?.replicas === status.replicas &&
    old.readyReplicas === status.readyReplicas &&
    old.observedGeneration === generation
  ) {
    return;
  }
  yield* context.client.updateStatus(replicaSets, { ...set, status });
}

/** For adoption: whether a set would choose the pod. */
export function selects(set: ReplicaSet, pod: Pod): boolean {
  return matchesSelectorObject(set.spec.selector, pod.metadata.labels);
}
