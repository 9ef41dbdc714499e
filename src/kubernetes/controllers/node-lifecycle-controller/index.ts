// Watches over nodes: a kubelet that no longer renews its lease makes its node Unknown, conditions
// become taints, pods of nodes that aren't ready are marked not ready.
import type { Task } from '../../../base/sim';
import { parseRfc3339 } from '../../../base/time';
import type { Lease, Node } from '../../kinds/generated/types';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { markUnknown, readyOf } from './conditions';
import { markPodsNotReady } from './pods';
import { updateTaints } from './taints';

/** How long a kubelet may be silent, and a new node without any report. */
const graceMs = 50_000;
const startupGraceMs = 60_000;
const checkMs = 5_000;

export default defineController({
  name: 'node-lifecycle-controller',
  eventSource: 'node-controller',
  delayMs: 50,

  watches: [
    {
      storage: 'nodes',
      keys(node, old, context, type) {
        const { name, uid } = node.metadata;
        if (type === 'DELETED') {
          const message = `Node ${name} event: Removing Node ${name} from Controller`;
          context.events.record(node, 'Normal', 'RemovingNode', message);
          return [];
        }
        if (old === undefined || old.metadata.uid !== uid) {
          const message = `Node ${name} event: Registered Node ${name} in Controller`;
          context.events.record(node, 'Normal', 'RegisteredNode', message);
        }
        return [name];
      },
    },
  ],

  *reconcile(name, context): Task<number | undefined> {
    const found = informerOf<Node>(context, 'nodes').byKey(name);
    if (found === undefined) return undefined;
    const node = isSilent(found, context) ? yield* markUnknown(found, context) : found;
    yield* updateTaints(node, context);
    const ready = readyOf(node);
    if (ready !== undefined && ready.status !== 'True') yield* markPodsNotReady(node, context);
    return checkMs;
  },
});

function isSilent(node: Node, context: ControllerContext): boolean {
  const ready = readyOf(node);
  if (ready?.status === 'Unknown') return false;
  const made = parseRfc3339(node.metadata.creationTimestamp ?? '') ?? 0;
  if (ready === undefined) return context.nowMs - made > startupGraceMs;
  const leases = informerOf<Lease>(context, 'leases.coordination.k8s.io');
  const lease = leases.get('kube-node-lease', node.metadata.name);
  const renewed = parseRfc3339(lease?.spec.renewTime ?? '') ?? 0;
  const beat = parseRfc3339(ready.lastHeartbeatTime ?? '') ?? 0;
  return context.nowMs - Math.max(renewed, beat, made) > graceMs;
}
