// ReplicaSet: keeps as many pods as the spec says, and says how many there are. The counts come
// from tallies that the informer keeps, so a reconcile that changes nothing costs nothing.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import { pods } from '../../api/refs';
import type { Pod, ReplicaSet } from '../../kinds/generated/types';
import { controllerOf, type KubeObject, keyOf } from '../../kinds/object';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { claimPods, deletionOrder, isActive, podFromTemplate } from '../pods';
import { podTally, updateStatus } from './status';

const storage = 'replicasets.apps';
const burst = 500;

export default defineController({
  name: 'replicaset-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    { storage: 'pods', keys: (object, old, context) => keysOfPod(object as Pod, old, context) },
  ],

  start(context) {
    podTally(context);
  },

  *reconcile(key, context): Task<number | undefined> {
    const set = informerOf<ReplicaSet>(context, storage).byKey(key);
    if (set === undefined) return undefined;
    yield* claim(set, context);
    const tally = podTally(context);
    const active = tally.count(set.metadata.uid, 'active');
    const wanted = set.spec.replicas ?? 1;
    let failure: ApiError | undefined;
    if (set.metadata.deletionTimestamp === undefined) {
      try {
        if (active < wanted) yield* createPods(set, Math.min(wanted - active, burst), context);
        else if (active > wanted) yield* deletePods(set, Math.min(active - wanted, burst), context);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure = error;
      }
    }
    const again = yield* updateStatus(set, { wanted, active, failure }, context);
    if (failure !== undefined) throw failure;
    return again;
  },
});

function keysOfPod(
  pod: Pod,
  old: KubeObject | undefined,
  context: ControllerContext,
): readonly string[] {
  const owner = controllerOf(pod);
  const { namespace = '' } = pod.metadata;
  if (owner) return owner.kind === 'ReplicaSet' ? [`${namespace}/${owner.name}`] : [];
  // An orphan: sets that would choose it may adopt it.
  if ((old as Pod | undefined)?.metadata.labels === pod.metadata.labels) return [];
  const keys: string[] = [];
  const sets = informerOf<ReplicaSet>(context, storage).byNamespace().get(namespace);
  for (const [key, set] of sets) {
    if (matchesSelectorObject(set.spec.selector, pod.metadata.labels)) keys.push(key);
  }
  return keys;
}

/** Adopts and releases, but only when there is something to: looking costs the own pods. */
function* claim(set: ReplicaSet, context: ControllerContext): Task<void> {
  const informer = informerOf<Pod>(context, 'pods');
  const namespace = set.metadata.namespace ?? '';
  const orphans = informer.index('orphans', (pod) =>
    controllerOf(pod) || pod.metadata.deletionTimestamp ? [] : [pod.metadata.namespace ?? ''],
  );
  const strangers = informer.index('strangers', (pod) => {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return [];
    const own = informerOf<ReplicaSet>(context, storage).get(pod.metadata.namespace, owner.name);
    if (own === undefined || own.metadata.uid !== owner.uid) return [];
    return matchesSelectorObject(own.spec.selector, pod.metadata.labels) ? [] : [owner.uid];
  });
  if (orphans.get(namespace).size === 0 && strangers.get(set.metadata.uid).size === 0) return;
  yield* claimPods(set, set.spec.selector, context);
}

function* createPods(set: ReplicaSet, count: number, context: ControllerContext): Task<void> {
  const body = podFromTemplate(set, set.spec.template, { generateName: `${set.metadata.name}-` });
  for (let i = 0; i < count; i++) {
    try {
      const pod = yield* context.client.create(pods, body);
      const message = `Created pod: ${pod.metadata.name}`;
      context.events.record(set, 'Normal', 'SuccessfulCreate', message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const isEnding = error.details?.causes?.some((one) => one.reason === 'NamespaceTerminating');
      if (isEnding) return;
      context.events.record(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      throw error;
    }
  }
}

function* deletePods(set: ReplicaSet, count: number, context: ControllerContext): Task<void> {
  const owned = informerOf<Pod>(context, 'pods').byController().get(set.metadata.uid);
  const candidates = deletionOrder([...owned.values()].filter(isActive));
  for (const pod of candidates.slice(0, count)) {
    yield* ignoring(['NotFound'], context.client.delete(pods, pod.metadata));
    const message = `Deleted pod: ${pod.metadata.name}`;
    context.events.record(set, 'Normal', 'SuccessfulDelete', message);
  }
}
