// DaemonSet: one pod on each node that fits, replaced node by node when the template changes.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import type { DaemonSet, Node, Pod } from '../../kinds/generated/types';
import { type KubeObject, keyOf } from '../../kinds/object';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { claimPods, ownerKeys } from '../pods';
import { ensureRevision, historyOf, revisionHashLabel, truncateHistory } from '../revisions';
import { createPods, type DaemonRun, deletePods } from './daemon-pods';
import { groupByNode, manage } from './placement';
import { rollingUpdate } from './rolling';
import { updateStatus } from './status';

const storage = 'daemonsets.apps';

export default defineController({
  name: 'daemonset-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    { storage: 'pods', keys: (object, old, context) => keysOfPod(object as Pod, old, context) },
    {
      storage: 'nodes',
      keys(object, old, context, type) {
        const [node, before] = [object as Node, old as Node | undefined];
        const isSame =
          before !== undefined &&
          type === 'MODIFIED' &&
          before.spec === node.spec &&
          before.metadata.labels === node.metadata.labels;
        return isSame ? [] : [...informerOf<DaemonSet>(context, storage).objects.keys()];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const set = informerOf<DaemonSet>(context, storage).byKey(key);
    if (set === undefined) return undefined;
    const history = yield* historyOf(set, set.spec.selector, context);
    const recipe = {
      template: set.spec.template,
      collisions: set.status?.collisionCount,
      annotations: set.metadata.annotations,
      labels: (hash: string) => ({ [revisionHashLabel]: hash }),
    };
    if (set.metadata.deletionTimestamp) return undefined;
    const { current, all } = yield* ensureRevision(set, history, recipe, context);
    const pods = yield* claimPods(set, set.spec.selector, context);
    const run: DaemonRun = {
      set,
      context,
      hash: current.metadata.labels?.[revisionHashLabel] ?? '',
      nodes: [...informerOf<Node>(context, 'nodes').objects.values()],
      pods: groupByNode(pods),
    };
    const again = yield* work(run);
    const used = new Set(pods.map((pod) => pod.metadata.labels?.[revisionHashLabel]));
    yield* truncateHistory(
      all,
      (one) =>
        one.metadata.uid === current.metadata.uid ||
        used.has(one.metadata.labels?.[revisionHashLabel]),
      set.spec.revisionHistoryLimit ?? 10,
      context,
    );
    const later = yield* updateStatus(run);
    return again === undefined ? later : Math.min(again, later ?? again);
  },
});

/** Puts pods where they are missing, takes away what is too much, then rolls on. */
function* work(run: DaemonRun): Task<number | undefined> {
  const plan = manage(run);
  yield* deletePods(run, plan.remove);
  yield* createPods(run, plan.missing);
  if (plan.missing.length > 0 || plan.remove.length > 0) return plan.againMs;
  if (run.set.spec.updateStrategy?.type === 'RollingUpdate') {
    const step = rollingUpdate(run);
    yield* deletePods(run, step.remove);
    yield* createPods(run, step.missing);
  }
  return plan.againMs;
}

function keysOfPod(
  pod: Pod,
  old: KubeObject | undefined,
  context: ControllerContext,
): readonly string[] {
  return ownerKeys(pod, old, 'DaemonSet', (namespace) => {
    const all = informerOf<DaemonSet>(context, storage).byNamespace().get(namespace);
    const keys: string[] = [];
    for (const [key, one] of all) {
      if (matchesSelectorObject(one.spec.selector, pod.metadata.labels)) keys.push(key);
    }
    return keys;
  });
}
