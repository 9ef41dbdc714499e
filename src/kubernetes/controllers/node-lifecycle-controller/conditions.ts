// The conditions of a node whose kubelet has fallen silent.
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { nodes } from '../../api/refs';
import type { Node, NodeCondition } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { ignoring } from '../outcomes';

const watched = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];

export function conditionOf(node: Node, type: string): NodeCondition | undefined {
  return node.status?.conditions?.find((one) => one.type === type);
}

export function readyOf(node: Node): NodeCondition | undefined {
  return conditionOf(node, 'Ready');
}

/** Makes all conditions Unknown and says that the node is not ready. */
export function* markUnknown(node: Node, context: ControllerContext): Task<Node> {
  const now = formatRfc3339(context.nowMs);
  const old = node.status?.conditions ?? [];
  const missing = watched.filter((type) => !old.some((one) => one.type === type));
  const conditions: NodeCondition[] = [
    ...old.map((one) => (watched.includes(one.type) ? unknown(one, now) : one)),
    ...missing.map((type) => ({
      type,
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: now,
    })),
  ];
  const status = { ...node.status, conditions };
  const request = context.client.updateStatus(nodes, { ...node, status });
  const updated = yield* ignoring(['NotFound', 'Conflict'], request);
  if (readyOf(node)?.status === 'True') {
    const { name } = node.metadata;
    const message = `Node ${name} status is now: NodeNotReady`;
    context.events.record(node, 'Normal', 'NodeNotReady', message);
  }
  return updated ?? node;
}

function unknown(condition: NodeCondition, now: string): NodeCondition {
  if (condition.status === 'Unknown') return condition;
  return {
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: now,
  };
}
