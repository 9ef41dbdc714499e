// Filters that look at other pods: topology spread, affinity, anti-affinity.
import { matchesSelectorObject } from '../../../base/labels';
import type {
  Namespace,
  Pod,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from '../../kinds/generated/types';
import { selectsNode, tolerates } from '../../kinds/node-selection';
import type { NodeInfo } from '../node-info';
import { type Attempt, type Filter, resolvable, unresolvable } from './filter';

/** Whether an affinity term of `owner` is about `other`. */
export function termSelects(
  term: PodAffinityTerm,
  owner: Pod,
  other: Pod,
  attempt: Pick<Attempt, 'informers'>,
): boolean {
  if (!inNamespaces(term, owner, other, attempt)) return false;
  if (term.labelSelector === undefined) return false;
  if (!matchesSelectorObject(term.labelSelector, other.metadata.labels)) return false;
  for (const key of term.matchLabelKeys ?? []) {
    const wanted = owner.metadata.labels?.[key];
    if (wanted !== undefined && other.metadata.labels?.[key] !== wanted) return false;
  }
  return true;
}

function inNamespaces(
  term: PodAffinityTerm,
  owner: Pod,
  other: Pod,
  attempt: Pick<Attempt, 'informers'>,
): boolean {
  const namespace = other.metadata.namespace ?? '';
  const listed = term.namespaces ?? [];
  if (listed.length === 0 && term.namespaceSelector === undefined) {
    return namespace === owner.metadata.namespace;
  }
  if (listed.includes(namespace)) return true;
  if (term.namespaceSelector === undefined) return false;
  const found = attempt.informers.get<Namespace>('namespaces').byKey(namespace);
  return matchesSelectorObject(term.namespaceSelector, found?.metadata.labels);
}

function domainOf(info: NodeInfo, key: string): string | undefined {
  return info.node.metadata.labels?.[key];
}

function remembered<T>(attempt: Attempt, key: string, make: () => T): T {
  if (!attempt.memory.has(key)) attempt.memory.set(key, make());
  return attempt.memory.get(key) as T;
}

export const interPodAffinity: Filter = {
  name: 'InterPodAffinity',
  applies: (attempt) => Boolean(attempt.pod.spec.affinity) || refusedPairs(attempt).size > 0,
  filter(attempt, info) {
    const { affinity } = attempt.pod.spec;
    const wanted = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    if (!wanted.every((term, i) => hasCompany(attempt, info, term, i))) {
      return unresolvable("node(s) didn't match pod affinity rules");
    }
    const unwanted =
      affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const [i, term] of unwanted.entries()) {
      const domain = domainOf(info, term.topologyKey);
      if (domain !== undefined && domainsWith(attempt, term, `anti${i}`).has(domain)) {
        return resolvable("node(s) didn't match pod anti-affinity rules");
      }
    }
    if (isUnwelcome(attempt, info)) {
      return resolvable("node(s) didn't satisfy existing pods anti-affinity rules");
    }
    return undefined;
  },
};

/** Topology domains in which a pod that the term is about runs. */
function domainsWith(attempt: Attempt, term: PodAffinityTerm, key: string): ReadonlySet<string> {
  return remembered(attempt, key, () => {
    const domains = new Set<string>();
    for (const node of attempt.nodes) {
      const domain = domainOf(node, term.topologyKey);
      if (domain === undefined || domains.has(domain)) continue;
      for (const other of node.pods.values()) {
        if (!termSelects(term, attempt.pod, other, attempt)) continue;
        domains.add(domain);
        break;
      }
    }
    return domains;
  });
}

function hasCompany(attempt: Attempt, info: NodeInfo, term: PodAffinityTerm, i: number): boolean {
  const domain = domainOf(info, term.topologyKey);
  if (domain === undefined) return false;
  const domains = domainsWith(attempt, term, `with${i}`);
  if (domains.has(domain)) return true;
  // The first of a group may go anywhere: it is its own company.
  return domains.size === 0 && termSelects(term, attempt.pod, attempt.pod, attempt);
}

/** Topology pairs (`key=value`) where pods already placed refuse this one. */
function refusedPairs(attempt: Attempt): ReadonlySet<string> {
  return remembered(attempt, 'unwelcome', () => {
    const pairs = new Set<string>();
    for (const node of attempt.nodes) {
      for (const other of node.withAntiAffinity.values()) {
        const terms =
          other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
        for (const term of terms ?? []) {
          const domain = domainOf(node, term.topologyKey);
          if (domain === undefined || !termSelects(term, other, attempt.pod, attempt)) continue;
          pairs.add(`${term.topologyKey}=${domain}`);
        }
      }
    }
    return pairs;
  });
}

/** Whether pods already placed refuse this one nearby. */
function isUnwelcome(attempt: Attempt, info: NodeInfo): boolean {
  const refused = refusedPairs(attempt);
  if (refused.size === 0) return false;
  const labels = info.node.metadata.labels ?? {};
  return Object.entries(labels).some(([key, value]) => refused.has(`${key}=${value}`));
}

export const podTopologySpread: Filter = {
  name: 'PodTopologySpread',
  applies: ({ pod }) => (pod.spec.topologySpreadConstraints ?? []).length > 0,
  filter(attempt, info) {
    for (const [i, constraint] of (attempt.pod.spec.topologySpreadConstraints ?? []).entries()) {
      if (constraint.whenUnsatisfiable !== 'DoNotSchedule') continue;
      const domain = domainOf(info, constraint.topologyKey);
      if (domain === undefined) {
        return unresolvable(
          "node(s) didn't match pod topology spread constraints (missing required label)",
        );
      }
      const counts = spreadCounts(attempt, constraint, i);
      const enough = counts.size >= (constraint.minDomains ?? 1);
      const least = enough ? Math.min(...counts.values()) : 0;
      const own = spreadSelects(constraint, attempt.pod, attempt.pod) ? 1 : 0;
      if ((counts.get(domain) ?? 0) + own - least > constraint.maxSkew) {
        return resolvable("node(s) didn't match pod topology spread constraints");
      }
    }
    return undefined;
  },
};

/** Matching pods by domain, over the nodes that count. */
export function spreadCounts(
  attempt: Attempt,
  constraint: TopologySpreadConstraint,
  i: number,
): ReadonlyMap<string, number> {
  return remembered(attempt, `spread${i}`, () => {
    const counts = new Map<string, number>();
    for (const node of attempt.nodes) {
      const domain = domainOf(node, constraint.topologyKey);
      if (domain === undefined || !isCounted(attempt.pod, constraint, node)) continue;
      let count = 0;
      for (const other of node.pods.values()) {
        if (other.metadata.namespace !== attempt.pod.metadata.namespace) continue;
        if (other.metadata.deletionTimestamp) continue;
        if (spreadSelects(constraint, attempt.pod, other)) count++;
      }
      counts.set(domain, (counts.get(domain) ?? 0) + count);
    }
    return counts;
  });
}

function isCounted(pod: Pod, constraint: TopologySpreadConstraint, node: NodeInfo): boolean {
  if (constraint.nodeAffinityPolicy !== 'Ignore' && !selectsNode(pod.spec, node.node)) return false;
  if (constraint.nodeTaintsPolicy !== 'Honor') return true;
  return (node.node.spec.taints ?? []).every(
    (taint) => taint.effect === 'PreferNoSchedule' || tolerates(pod.spec.tolerations, taint),
  );
}

function spreadSelects(constraint: TopologySpreadConstraint, pod: Pod, other: Pod): boolean {
  if (!matchesSelectorObject(constraint.labelSelector, other.metadata.labels)) return false;
  return (constraint.matchLabelKeys ?? []).every(
    (key) => other.metadata.labels?.[key] === pod.metadata.labels?.[key],
  );
}
