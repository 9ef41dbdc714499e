// What ReplicaSets and ReplicationControllers do: keep as many pods as the spec says, and say how
// many there are. The counts come from tallies that the informer keeps, so a reconcile that changes
// nothing costs nothing.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import { pods } from '../../api/refs';
import type { Pod } from '../../kinds/generated/types';
import { controllerOf, type KubeObject, keyOf } from '../../kinds/object';
import {
  type Controller,
  type ControllerContext,
  defineController,
  informerOf,
} from '../controller';
import { ignoring } from '../outcomes';
import { claimPods, deletionOrder, isActive, ownerKeys, podFromTemplate } from '../pods';
import { podTally, type ReplicaKind, type Replicated, updateStatus } from './status';

const burst = 500;

/** The controller of such a kind. */
export function replicaController(name: string, kind: ReplicaKind): Controller {
  const { storage } = kind;
  return defineController({
    name,
    watches: [
      { storage, keys: (object) => [keyOf(object)] },
      {
        storage: 'pods',
        keys: (object, old, context) => keysOfPod(object as Pod, old, kind, context),
      },
    ],

    start(context) {
      podTally(context);
    },

    *reconcile(key, context): Task<number | undefined> {
      const set = informerOf<Replicated>(context, storage).byKey(key);
      if (set === undefined) return undefined;
      yield* claim(set, kind, context);
      const tally = podTally(context);
      const active = tally.count(set.metadata.uid, 'active');
      const wanted = set.spec.replicas ?? 1;
      let failure: ApiError | undefined;
      if (set.metadata.deletionTimestamp === undefined) {
        try {
          if (active < wanted) yield* createPods(set, Math.min(wanted - active, burst), context);
          else if (active > wanted) {
            yield* deletePods(set, Math.min(active - wanted, burst), context);
          }
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          failure = error;
        }
      }
      const again = yield* updateStatus(set, kind, { wanted, active, failure }, context);
      if (failure !== undefined) throw failure;
      return again;
    },
  });
}

function keysOfPod(
  pod: Pod,
  old: KubeObject | undefined,
  kind: ReplicaKind,
  context: ControllerContext,
): readonly string[] {
  return ownerKeys(pod, old, kind.kind, (namespace) => {
    const sets = informerOf<Replicated>(context, kind.storage).byNamespace().get(namespace);
    const keys: string[] = [];
    for (const [key, set] of sets) {
      if (matchesSelectorObject(kind.selectorOf(set), pod.metadata.labels)) keys.push(key);
    }
    return keys;
  });
}

/** Adopts and releases, but only when there is something to: looking costs the own pods. */
function* claim(set: Replicated, kind: ReplicaKind, context: ControllerContext): Task<void> {
  const informer = informerOf<Pod>(context, 'pods');
  const namespace = set.metadata.namespace ?? '';
  const orphans = informer.index('orphans', (pod) =>
    controllerOf(pod) || pod.metadata.deletionTimestamp ? [] : [pod.metadata.namespace ?? ''],
  );
  const strangers = informer.index(`strangers of ${kind.kind}`, (pod) => {
    const owner = controllerOf(pod);
    if (owner?.kind !== kind.kind) return [];
    const sets = informerOf<Replicated>(context, kind.storage);
    const own = sets.get(pod.metadata.namespace, owner.name);
    if (own === undefined || own.metadata.uid !== owner.uid) return [];
    return matchesSelectorObject(kind.selectorOf(own), pod.metadata.labels) ? [] : [owner.uid];
  });
  if (orphans.get(namespace).size === 0 && strangers.get(set.metadata.uid).size === 0) return;
  yield* claimPods(set, kind.selectorOf(set), context);
}

function* createPods(set: Replicated, count: number, context: ControllerContext): Task<void> {
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

function* deletePods(set: Replicated, count: number, context: ControllerContext): Task<void> {
  const owned = informerOf<Pod>(context, 'pods').byController().get(set.metadata.uid);
  const candidates = deletionOrder([...owned.values()].filter(isActive));
  for (const pod of candidates.slice(0, count)) {
    yield* ignoring(['NotFound'], context.client.delete(pods, pod.metadata));
    const message = `Deleted pod: ${pod.metadata.name}`;
    context.events.record(set, 'Normal', 'SuccessfulDelete', message);
  }
}
