// Filters that look at the node alone: cordoned, taints, affinity, ports, resources.
import type { NodeSelectorTerm, Pod, Taint, Toleration } from '../../kinds/generated/types';
import type { NodeInfo } from '../node-info';
import { hostPorts, podRequests, portsClash } from '../requests';
import { type Filter, type Refusal, resolvable, unresolvable } from './filter';

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

/** Whether one of the tolerations covers the taint. */
export function tolerates(
  tolerations: readonly Toleration[] | undefined,
  taint: Pick<Taint, 'key' | 'effect' | 'value'>,
): boolean {
  return (tolerations ?? []).some((one) => {
    if (one.effect && one.effect !== taint.effect) return false;
    if (one.operator === 'Exists') return !one.key || one.key === taint.key;
    if (one.key !== taint.key) return false;
    if (one.operator === 'Gt' || one.operator === 'Lt') {
      const [wanted, own] = [Number(one.value), Number(taint.value)];
      return one.operator === 'Gt' ? own > wanted : own < wanted;
    }
    return (one.value ?? '') === (taint.value ?? '');
  });
}

export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  filter({ pod }, info) {
    return matchesNode(pod, info)
      ? undefined
      : unresolvable("node(s) didn't match Pod's node affinity/selector");
  },
};

/** nodeSelector and required node affinity together. */
export function matchesNode(pod: Pod, info: NodeInfo): boolean {
  const labels = info.node.metadata.labels ?? {};
  for (const [key, wanted] of Object.entries(pod.spec.nodeSelector ?? {})) {
    if (labels[key] !== wanted) return false;
  }
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return required.nodeSelectorTerms.some((term) => matchesTerm(term, info));
}

/** All expressions of a term; an empty term matches nothing. */
export function matchesTerm(term: NodeSelectorTerm, info: NodeInfo): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const labels = info.node.metadata.labels ?? {};
  return (
    expressions.every((one) => meets(one, labels[one.key])) &&
    fields.every((one) => meets(one, one.key === 'metadata.name' ? info.name : undefined))
  );
}

function meets(
  expression: { readonly operator: string; readonly values?: readonly string[] | undefined },
  found: string | undefined,
): boolean {
  const values = expression.values ?? [];
  switch (expression.operator) {
    case 'In':
      return found !== undefined && values.includes(found);
    case 'NotIn':
      return found === undefined || !values.includes(found);
    case 'Exists':
      return found !== undefined;
    case 'DoesNotExist':
      return found === undefined;
    default: {
      const [own, wanted] = [integer(found), integer(values[0])];
      if (own === undefined || wanted === undefined) return false;
      return expression.operator === 'Gt' ? own > wanted : own < wanted;
    }
  }
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

export const nodePorts: Filter = {
  name: 'NodePorts',
  filter({ pod }, info) {
    const wanted = hostPorts(pod);
    if (wanted.length === 0) return undefined;
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
