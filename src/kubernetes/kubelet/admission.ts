// Whether a node takes a pod that was bound to it: what the scheduler checks, checked again for
// pods that came another way.
import type { Node, Pod } from '../kinds/generated/types';
import { selectsNode, untoleratedTaint } from '../kinds/node-selection';
import { amountOf, hostPorts, podRequests, portsClash } from '../kinds/pod-requests';

/** Status of a pod that the node refuses. */
export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

export interface AdmissionInput {
  readonly pod: Pod;
  /** The pod's node, if the kubelet knows it by now. */
  readonly node: Node | undefined;
  /** The other pods that the node holds and that have not ended. */
  readonly others: Iterable<Pod>;
}

/** Why the node refuses the pod; undefined: it takes it. */
export function refusalOf(input: AdmissionInput): Refusal | undefined {
  const { pod, node } = input;
  if (node === undefined) return undefined;
  const others = [...input.others];
  const short = missingResource(pod, node, others);
  if (short !== undefined) return short;
  if (!selectsNode(pod.spec, node)) {
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  }
  const ports = hostPorts(pod);
  if (ports.length > 0 && others.some((other) => sharesPort(ports, other))) {
    return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  if (untoleratedTaint(node, pod.spec.tolerations, ['NoExecute']) !== undefined) {
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return undefined;
}

function predicate(reason: string, why: string): Refusal {
  return { reason, message: `Pod was rejected: Predicate ${reason} failed: ${why}` };
}

function missingResource(pod: Pod, node: Node, others: readonly Pod[]): Refusal | undefined {
  const allocatable = node.status?.allocatable ?? {};
  const pods = Number(allocatable.pods ?? 110);
  if (others.length + 1 > pods) return outOf('pods', 1, others.length, pods);
  for (const [resource, requested] of podRequests(pod)) {
    if (requested === 0) continue;
    const capacity = amountOf(resource, allocatable[resource] ?? '0');
    let used = 0;
    for (const other of others) used += podRequests(other).get(resource) ?? 0;
    if (used + requested > capacity) return outOf(resource, requested, used, capacity);
  }
  return undefined;
}

function outOf(resource: string, requested: number, used: number, capacity: number): Refusal {
  const numbers = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  const message = `Pod was rejected: Node didn't have enough resource: ${resource}, ${numbers}`;
  return { reason: `OutOf${resource}`, message };
}

function sharesPort(ports: readonly string[], other: Pod): boolean {
  return hostPorts(other).some((one) => ports.some((own) => portsClash(own, one)));
}
