// Evicts pods from nodes with NoExecute taints: at once, or when their toleration has run out.
import type { Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import { pods } from '../api/refs';
import type { Node, Pod, Taint } from '../kinds/generated/types';
import { covers } from '../kinds/node-selection';
import { keyOf } from '../kinds/object';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

export default defineController({
  name: 'taint-eviction-controller',
  watches: [
    {
      storage: 'nodes',
      keys(object, old, context, type) {
        if (type === 'DELETED' || old?.spec === object.spec) return [];
        const [taints, before] = [taintsOf(object as Node), taintsOf(old as Node | undefined)];
        if (taints.length === 0 && before.length === 0) return [];
        return [...podsOf(object.metadata.name, context).keys()];
      },
    },
    {
      storage: 'pods',
      keys(object, old, context, type) {
        const pod = object as Pod;
        if (type === 'DELETED') context.forget(pod.metadata.uid);
        if (type === 'DELETED' || !pod.spec.nodeName || old?.spec === pod.spec) return [];
        const node = informerOf<Node>(context, 'nodes').byKey(pod.spec.nodeName);
        return taintsOf(node).length > 0 ? [keyOf(pod)] : [];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const pod = informerOf<Pod>(context, 'pods').byKey(key);
    if (!pod?.spec.nodeName || pod.metadata.deletionTimestamp) return undefined;
    const node = informerOf<Node>(context, 'nodes').byKey(pod.spec.nodeName);
    const taints = taintsOf(node);
    const stay = staySeconds(pod, taints);
    const { uid } = pod.metadata;
    if (stay === undefined) {
      context.forget(uid);
      return undefined;
    }
    const left = context.firstSeen(uid) + stay * 1000 - context.nowMs;
    if (left > 0) return left;
    context.forget(uid);
    yield* evict(pod, context);
    return undefined;
  },
});

function taintsOf(node: Node | undefined): readonly Taint[] {
  return node?.spec.taints?.filter((one) => one.effect === 'NoExecute') ?? [];
}

function podsOf(nodeName: string, context: ControllerContext): ReadonlyMap<string, Pod> {
  const pods = informerOf<Pod>(context, 'pods');
  return pods.index('node', (pod) => [pod.spec.nodeName ?? '']).get(nodeName);
}

/** How long the taints let the pod stay; undefined: for ever. */
function staySeconds(pod: Pod, taints: readonly Taint[]): number | undefined {
  let least: number | undefined;
  for (const taint of taints) {
    const covering = (pod.spec.tolerations ?? []).filter((one) => covers(one, taint));
    if (covering.length === 0) return 0;
    for (const { tolerationSeconds } of covering) {
      if (tolerationSeconds === undefined) continue;
      least = Math.min(least ?? Number.POSITIVE_INFINITY, Math.max(tolerationSeconds, 0));
    }
  }
  return least;
}

function* evict(pod: Pod, context: ControllerContext): Task<void> {
  const message = `Marking for deletion Pod ${keyOf(pod)}`;
  context.events.record(pod, 'Normal', 'TaintManagerEviction', message);
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    observedGeneration: pod.metadata.generation,
    lastProbeTime: null,
    lastTransitionTime: formatRfc3339(context.nowMs),
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  const others = (pod.status?.conditions ?? []).filter((one) => one.type !== condition.type);
  const body = { status: { conditions: [...others, condition] } };
  const patch = { type: 'merge', body, subresource: 'status' } as const;
  yield* ignoring(['NotFound', 'Conflict'], context.client.patch(pods, pod.metadata, patch));
  yield* ignoring(['NotFound'], context.client.delete(pods, pod.metadata));
}
