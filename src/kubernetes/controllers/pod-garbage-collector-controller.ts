// Deletes pods that nobody else will: of nodes that no longer exist, without a node and
// terminating, and finished ones when there are too many.
import type { Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import { pods } from '../api/refs';
import type { Node, Pod } from '../kinds/generated/types';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const periodMs = 20_000;
/** How long a node must be missing before its pods go. */
const quarantineMs = 40_000;
const mostFinished = 12_500;

export default defineController({
  name: 'pod-garbage-collector-controller',
  watches: [],

  start(context) {
    context.enqueue('all', periodMs);
  },

  *reconcile(_key, context): Task<number> {
    const informer = informerOf<Pod>(context, 'pods');
    const byNode = informer.index('node', (pod) => [pod.spec.nodeName ?? '']);
    const nodes = informerOf<Node>(context, 'nodes');
    for (const name of [...byNode.groups()]) {
      if (name === '' || nodes.byKey(name) !== undefined) {
        context.forget(name);
        continue;
      }
      if (context.firstSeen(name) + quarantineMs > context.nowMs) continue;
      for (const pod of [...byNode.get(name).values()]) yield* deleteOrphan(pod, context);
    }
    for (const pod of [...byNode.get('').values()]) {
      if (pod.metadata.deletionTimestamp) yield* forceDelete(pod, context);
    }
    if (informer.objects.size > mostFinished) yield* deleteFinished(context);
    return periodMs;
  },
});

function* deleteOrphan(pod: Pod, context: ControllerContext): Task<void> {
  const phase = pod.status?.phase;
  if (phase !== 'Succeeded' && phase !== 'Failed') {
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      observedGeneration: pod.metadata.generation,
      lastProbeTime: null,
      lastTransitionTime: formatRfc3339(context.nowMs),
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
    };
    const others = (pod.status?.conditions ?? []).filter((one) => one.type !== condition.type);
    const body = { status: { phase: 'Failed', conditions: [...others, condition] } };
    const patch = { type: 'merge', body, subresource: 'status' } as const;
    yield* ignoring(['NotFound', 'Conflict'], context.client.patch(pods, pod.metadata, patch));
  }
  yield* forceDelete(pod, context);
}

function* forceDelete(pod: Pod, context: ControllerContext): Task<void> {
  const request = context.client.delete(pods, pod.metadata, { gracePeriodSeconds: 0 });
  yield* ignoring(['NotFound'], request);
}

function* deleteFinished(context: ControllerContext): Task<void> {
  const finished = [...informerOf<Pod>(context, 'pods').objects.values()].filter(
    ({ status }) => status?.phase === 'Succeeded' || status?.phase === 'Failed',
  );
  const created = (pod: Pod) => pod.metadata.creationTimestamp ?? '';
  finished.sort((a, b) => (created(a) < created(b) ? -1 : 1));
  for (const pod of finished.slice(0, Math.max(0, finished.length - mostFinished))) {
    yield* forceDelete(pod, context);
  }
}
