// Which of the possible nodes is best: free resources, spread, preferences.
import { controllerOf } from '../kinds/object';
import type { Attempt } from './filters/filter';
import { matchesTerm, tolerates } from './filters/node-filters';
import { spreadCounts, termSelects } from './filters/pod-filters';
import type { NodeInfo } from './node-info';
import { podRequests } from './requests';

const defaultCpuMillis = 100;
const defaultMemoryBytes = 200 * 1024 * 1024;

/** The best node; among equals the one that `pick` (0 <= x < 1) chooses. */
export function bestNode(
  attempt: Attempt,
  candidates: readonly NodeInfo[],
  pick: number,
): NodeInfo | undefined {
  if (candidates.length <= 1) return candidates[0];
  const parts: readonly (readonly [number, readonly number[]])[] = [
    [1, candidates.map((node) => resourceScore(attempt, node))],
    [3, inverted(candidates.map((node) => untolerated(attempt, node)))],
    [2, scaled(candidates.map((node) => preferredNode(attempt, node)))],
    [2, scaled(candidates.map((node) => preferredCompany(attempt, node)))],
    [2, inverted(candidates.map((node) => spread(attempt, node)))],
  ];
  const totals = candidates.map((_node, i) =>
    parts.reduce((sum, [weight, scores]) => sum + weight * (scores[i] ?? 0), 0),
  );
  const top = Math.max(...totals);
  const best = candidates.filter((_node, i) => (totals[i] ?? 0) >= top - 1e-9);
  return best[Math.floor(pick * best.length)];
}

function scaled(scores: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  if (most === least) return scores.map(() => 0);
  return scores.map((one) => ((one - least) / (most - least)) * 100);
}

function inverted(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  if (most <= 0) return scores.map(() => 100);
  return scores.map((one) => ((most - one) / most) * 100);
}

/** LeastAllocated and BalancedAllocation together. */
function resourceScore(attempt: Attempt, node: NodeInfo): number {
  const requests = podRequests(attempt.pod);
  const part = (resource: string, fallback: number) => {
    const total = node.allocatable.get(resource) ?? 0;
    if (total === 0) return 1;
    const others = node.requested.get(resource) ?? 0;
    const floor =
      others + (requests.get(resource) || fallback) + fallback * idlePods(node, resource);
    return Math.min(floor / total, 1);
  };
  const cpu = part('cpu', defaultCpuMillis);
  const memory = part('memory', defaultMemoryBytes);
  const least = ((1 - cpu + (1 - memory)) / 2) * 100;
  const balanced = (1 - Math.abs(cpu - memory) / 2) * 100;
  return least + balanced;
}

/** Pods without a request count a little all the same. */
function idlePods(node: NodeInfo, _resource: string): number {
  return node.pods.size;
}

function untolerated(attempt: Attempt, node: NodeInfo): number {
  return (node.node.spec.taints ?? []).filter(
    (taint) =>
      taint.effect === 'PreferNoSchedule' && !tolerates(attempt.pod.spec.tolerations, taint),
  ).length;
}

function preferredNode(attempt: Attempt, node: NodeInfo): number {
  const terms =
    attempt.pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.reduce(
    (sum, term) => sum + (matchesTerm(term.preference, node) ? term.weight : 0),
    0,
  );
}

function preferredCompany(attempt: Attempt, node: NodeInfo): number {
  const { podAffinity, podAntiAffinity } = attempt.pod.spec.affinity ?? {};
  const wanted = podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const unwanted = podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  let score = 0;
  for (const [sign, terms] of [
    [1, wanted],
    [-1, unwanted],
  ] as const) {
    for (const { weight, podAffinityTerm } of terms) {
      const domain = node.node.metadata.labels?.[podAffinityTerm.topologyKey];
      if (domain === undefined) continue;
      for (const other of attempt.nodes) {
        if (other.node.metadata.labels?.[podAffinityTerm.topologyKey] !== domain) continue;
        for (const pod of other.pods.values()) {
          if (termSelects(podAffinityTerm, attempt.pod, pod, attempt)) score += sign * weight;
        }
      }
    }
  }
  return score;
}

/** Pods of the same owner (or of soft constraints) already there. */
function spread(attempt: Attempt, node: NodeInfo): number {
  const { pod } = attempt;
  const constraints = pod.spec.topologySpreadConstraints ?? [];
  if (constraints.length > 0) {
    return constraints.reduce((sum, constraint, i) => {
      const domain = node.node.metadata.labels?.[constraint.topologyKey] ?? '';
      return sum + (spreadCounts(attempt, constraint, i).get(domain) ?? 0);
    }, 0);
  }
  const owner = controllerOf(pod)?.uid;
  return owner === undefined ? 0 : (node.byOwner.get(owner) ?? 0);
}
