// Filters that look at the node alone: cordoned, taints, affinity, ports, resources.
import { selectsNode, tolerates } from '../../kinds/node-selection';
import { hostPorts, podRequests, portsClash } from '../../kinds/pod-requests';
import { type Attempt, type Filter, type Refusal, resolvable, unresolvable } from './filter';

export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  filter({ pod }, { node }) {
    if (!node.spec.unschedulable) return undefined;
    const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    return tolerates(pod.spec.tolerations, taint)
      ? undefined
      : unresolvable('node(s) were unschedulable');
  },
};

export const nodeName: Filter = {
  name: 'NodeName',
  applies: ({ pod }) => Boolean(pod.spec.nodeName),
  filter({ pod }, info) {
    if (!pod.spec.nodeName || pod.spec.nodeName === info.name) return undefined;
    return unresolvable("node(s) didn't match the requested node name");
  },
};

export const taintToleration: Filter = {
  name: 'TaintToleration',
  filter({ pod }, { node }) {
    for (const taint of node.spec.taints ?? []) {
      if (taint.effect === 'PreferNoSchedule') continue;
      if (!tolerates(pod.spec.tolerations, taint)) {
        return unresolvable('node(s) had untolerated taint(s)');
      }
    }
    return undefined;
  },
};

export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  applies: ({ pod }) => Boolean(pod.spec.nodeSelector || pod.spec.affinity?.nodeAffinity),
  filter(attempt, info) {
    return selectsNode(attempt.pod.spec, info.node)
      ? undefined
      : unresolvable("node(s) didn't match Pod's node affinity/selector");
  },
};

/** A pod whose affinity names its nodes (a daemon's) is not even compared with others. */
export const nodeAffinityByName: Filter = {
  name: 'NodeAffinity',
  applies: (attempt) => namedNodes(attempt) !== undefined,
  filter(attempt, info) {
    const named = namedNodes(attempt);
    return named === undefined || named.has(info.name)
      ? undefined
      : unresolvable("node(s) didn't satisfy plugin(s) [NodeAffinity]");
  },
};

/** Names of the only nodes that a pod's affinity allows by field; undefined: no such terms. */
function namedNodes(attempt: Attempt): ReadonlySet<string> | undefined {
  const key = 'namedNodes';
  if (attempt.memory.has(key)) return attempt.memory.get(key) as ReadonlySet<string> | undefined;
  const required =
    attempt.pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const names = new Set<string>();
  let areAll = (required?.nodeSelectorTerms.length ?? 0) > 0;
  for (const term of required?.nodeSelectorTerms ?? []) {
    const field = term.matchFields?.find((one) => one.key === 'metadata.name');
    if (field?.operator !== 'In') areAll = false;
    else for (const name of field.values ?? []) names.add(name);
  }
  const found = areAll ? names : undefined;
  attempt.memory.set(key, found);
  return found;
}

export const nodePorts: Filter = {
  name: 'NodePorts',
  applies: ({ pod }) => hostPorts(pod).length > 0,
  filter({ pod }, info) {
    const wanted = hostPorts(pod);
    for (const taken of info.ports.values()) {
      if (taken.some((one) => wanted.some((other) => portsClash(one, other)))) {
        return resolvable("node(s) didn't have free ports for the requested pod ports");
      }
    }
    return undefined;
  },
};

export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  filter({ pod }, info): Refusal | undefined {
    const reasons: string[] = [];
    let isUnresolvable = false;
    const most = info.allocatable.get('pods') ?? 110;
    if (info.pods.size + 1 > most) reasons.push('Too many pods');
    for (const [resource, amount] of podRequests(pod)) {
      if (amount === 0) continue;
      const total = info.allocatable.get(resource) ?? 0;
      if (amount <= total - (info.requested.get(resource) ?? 0)) continue;
      reasons.push(`Insufficient ${resource}`);
      if (amount > total) isUnresolvable = true;
    }
    return reasons.length > 0 ? { reasons, isUnresolvable } : undefined;
  },
};
