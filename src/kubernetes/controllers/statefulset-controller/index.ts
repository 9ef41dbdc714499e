// StatefulSet: pods with numbers and names of their own, made and replaced in order, each with its
// claims.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import type { ControllerRevision, Pod, StatefulSet } from '../../kinds/generated/types';
import { type KubeObject, keyOf } from '../../kinds/object';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { claimPods, ownerKeys } from '../pods';
import { ensureRevision, historyOf, revisionHashLabel, truncateHistory } from '../revisions';
import { type StatefulRun, startOf } from './identity';
import { work } from './order';
import { updateStatus } from './status';

const storage = 'statefulsets.apps';
const hashLabel = 'controller.kubernetes.io/hash';

export default defineController({
  name: 'statefulset-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    { storage: 'pods', keys: (object, old, context) => keysOfPod(object as Pod, old, context) },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const set = informerOf<StatefulSet>(context, storage).byKey(key);
    if (set === undefined) return undefined;
    const history = yield* historyOf(set, set.spec.selector, context);
    const recipe = {
      template: set.spec.template,
      collisions: set.status?.collisionCount,
      annotations: set.metadata.annotations,
      labels: (hash: string) => ({ [hashLabel]: hash }),
    };
    if (set.metadata.deletionTimestamp) return undefined;
    const { current: update, all } = yield* ensureRevision(set, history, recipe, context);
    const name = set.status?.currentRevision;
    const current = all.find((one) => one.metadata.name === name) ?? update;
    const pods = yield* claimPods(set, set.spec.selector, context);
    const run: StatefulRun = { set, context, current, update, ...sort(set, pods) };
    const again = yield* work(run);
    const later = yield* updateStatus(run);
    yield* truncate(run, all, pods);
    return again === undefined ? later : Math.min(again, later ?? again);
  },
});

/** Pods by number: those that the set has places for, and those beyond, the highest first. */
function sort(set: StatefulSet, pods: readonly Pod[]): Pick<StatefulRun, 'replicas' | 'condemned'> {
  const start = startOf(set);
  const count = set.spec.replicas ?? 1;
  const replicas: (Pod | undefined)[] = Array.from({ length: count });
  const condemned: { readonly ordinal: number; readonly pod: Pod }[] = [];
  const pattern = /^(.*)-(\d+)$/;
  for (const pod of pods) {
    const [, parent, number] = pattern.exec(pod.metadata.name) ?? [];
    if (parent !== set.metadata.name) continue;
    const ordinal = Number(number);
    if (ordinal >= start && ordinal < start + count) replicas[ordinal - start] = pod;
    else condemned.push({ ordinal, pod });
  }
  condemned.sort((a, b) => b.ordinal - a.ordinal);
  return { replicas, condemned: condemned.map((one) => one.pod) };
}

function* truncate(
  { set, context, current, update }: StatefulRun,
  all: readonly ControllerRevision[],
  pods: readonly Pod[],
): Task<void> {
  const used = new Set(pods.map((pod) => pod.metadata.labels?.[revisionHashLabel]));
  used.add(current.metadata.name);
  used.add(update.metadata.name);
  const limit = set.spec.revisionHistoryLimit ?? 10;
  yield* truncateHistory(all, (one) => used.has(one.metadata.name), limit, context);
}

function keysOfPod(
  pod: Pod,
  old: KubeObject | undefined,
  context: ControllerContext,
): readonly string[] {
  return ownerKeys(pod, old, 'StatefulSet', (namespace) => {
    const all = informerOf<StatefulSet>(context, storage).byNamespace().get(namespace);
    const keys: string[] = [];
    for (const [key, one] of all) {
      if (matchesSelectorObject(one.spec.selector, pod.metadata.labels)) keys.push(key);
    }
    return keys;
  });
}
