// Pods of a node that is not ready: nobody can say how they are, so they count as not ready.
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { pods } from '../../api/refs';
import type { Node, Pod } from '../../kinds/generated/types';
import { type ControllerContext, informerOf } from '../controller';
import { ignoring } from '../outcomes';

/** Makes the Ready condition of the node's pods false. */
export function* markPodsNotReady(node: Node, context: ControllerContext): Task<void> {
  const byNode = informerOf<Pod>(context, 'pods').index('node', (pod) => [pod.spec.nodeName ?? '']);
  for (const pod of [...byNode.get(node.metadata.name).values()]) {
    const conditions = pod.status?.conditions ?? [];
    if (!conditions.some((one) => one.type === 'Ready' && one.status === 'True')) continue;
    context.events.record(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
    const lastTransitionTime = formatRfc3339(context.nowMs);
    const changed = conditions.map((one) =>
      one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime } : one,
    );
    const body = { status: { conditions: changed } };
    const patch = { type: 'merge', body, subresource: 'status' } as const;
    yield* ignoring(['NotFound', 'Conflict'], context.client.patch(pods, pod.metadata, patch));
  }
}
