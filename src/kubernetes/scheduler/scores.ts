// Which of the possible nodes is best: free resources, preferences, company, spread, images.
import type { Pod } from '../kinds/generated/types';
import { termSelectsNode, tolerates } from '../kinds/node-selection';
import { controllerOf } from '../kinds/object';
import { podRequests } from '../kinds/pod-requests';
import type { Attempt } from './filters/filter';
import { spreadCounts, termSelects } from './filters/pod-filters';
import { fallbackRequests, type NodeInfo } from './node-info';

const zoneLabel = 'topology.kubernetes.io/zone';

/** The best node; among equals the one that `pick` (0 <= x < 1) chooses. */
export function bestNode(
  attempt: Attempt,
  candidates: readonly NodeInfo[],
  pick: number,
): NodeInfo | undefined {
  if (candidates.length <= 1) return candidates[0];
  const { spec } = attempt.pod;
  const parts: (readonly [number, readonly number[]])[] = [
    [1, candidates.map((node) => freeScore(attempt.pod, node))],
    [1, imageScores(attempt, candidates)],
    [2, inverted(candidates.map((node) => spread(attempt, node)))],
  ];
  const requests = podRequests(attempt.pod);
  if (requests.get('cpu') || requests.get('memory')) {
    parts.push([1, candidates.map((node) => balanceScore(attempt.pod, node))]);
  }
  if (candidates.some(({ node }) => node.spec.taints !== undefined)) {
    parts.push([3, inverted(candidates.map((node) => untolerated(attempt.pod, node)))]);
  }
  if (spec.affinity?.nodeAffinity) {
    parts.push([2, scaled(candidates.map((node) => preferredNode(attempt.pod, node)))]);
  }
  if (spec.affinity?.podAffinity || spec.affinity?.podAntiAffinity) {
    parts.push([2, scaled(companyScores(attempt, candidates))]);
  }
  const totals = candidates.map((_node, i) =>
    parts.reduce((sum, [weight, scores]) => sum + weight * Math.floor(scores[i] ?? 0), 0),
  );
  const top = Math.max(...totals);
  const best = candidates.filter((_node, i) => totals[i] === top);
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

/** LeastAllocated: the more is left, the better. */
function freeScore(pod: Pod, node: NodeInfo): number {
  const requests = podRequests(pod);
  let sum = 0;
  for (const [resource, fallback] of fallbackRequests) {
    const total = node.allocatable.get(resource) ?? 0;
    if (total === 0) continue;
    const wanted = (node.weighed.get(resource) ?? 0) + (requests.get(resource) || fallback);
    if (wanted < total) sum += Math.floor(((total - wanted) / total) * 100);
  }
  return sum / fallbackRequests.size;
}

/** BalancedAllocation: CPU and memory used to the same part. */
function balanceScore(pod: Pod, node: NodeInfo): number {
  const requests = podRequests(pod);
  const part = (resource: string) => {
    const total = node.allocatable.get(resource) ?? 0;
    const used = (node.requested.get(resource) ?? 0) + (requests.get(resource) ?? 0);
    return total === 0 ? 1 : Math.min(used / total, 1);
  };
  return (1 - Math.abs(part('cpu') - part('memory')) / 2) * 100;
}

const smallImage = 23 * 1024 * 1024;
const largeImage = 1000 * 1024 * 1024;

/** ImageLocality: large images that are already there, less if few nodes have them. */
function imageScores(attempt: Attempt, candidates: readonly NodeInfo[]): readonly number[] {
  const { containers } = attempt.pod.spec;
  const wanted = [...new Set(containers.map((one) => normalImage(one.image ?? '')))];
  const found = candidates.map((node) => {
    let sum = 0;
    for (const name of wanted) sum += node.images.get(name) ?? 0;
    return sum;
  });
  const share = found.filter((sum) => sum > 0).length / candidates.length;
  const [least, most] = [smallImage, largeImage * containers.length];
  return found.map((sum) => {
    const size = Math.min(Math.max(sum * share, least), most);
    return ((size - least) / (most - least)) * 100;
  });
}

function normalImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? image : `${image}:latest`;
}

function untolerated({ spec }: Pod, { node }: NodeInfo): number {
  const taints = node.spec.taints ?? [];
  const soft = taints.filter((one) => one.effect === 'PreferNoSchedule');
  return soft.filter((taint) => !tolerates(spec.tolerations, taint)).length;
}

function preferredNode({ spec }: Pod, { node }: NodeInfo): number {
  const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  let sum = 0;
  for (const { preference, weight } of terms) {
    if (termSelectsNode(preference, node)) sum += weight;
  }
  return sum;
}

/** Preferred pod affinity and anti-affinity: each term adds its weight for each pod in a domain. */
function companyScores(attempt: Attempt, candidates: readonly NodeInfo[]): readonly number[] {
  const { podAffinity, podAntiAffinity } = attempt.pod.spec.affinity ?? {};
  const wanted = podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const unwanted = podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const terms = [
    ...wanted.map((one) => ({ term: one.podAffinityTerm, weight: one.weight })),
    ...unwanted.map((one) => ({ term: one.podAffinityTerm, weight: -one.weight })),
  ];
  const scores = candidates.map(() => 0);
  for (const { term, weight } of terms) {
    const counts = new Map<string, number>();
    for (const { node, pods } of attempt.nodes) {
      const domain = node.metadata.labels?.[term.topologyKey];
      if (domain === undefined) continue;
      for (const pod of pods.values()) {
        if (!termSelects(term, attempt.pod, pod, attempt)) continue;
        counts.set(domain, (counts.get(domain) ?? 0) + 1);
      }
    }
    for (const [i, { node }] of candidates.entries()) {
      const domain = node.metadata.labels?.[term.topologyKey] ?? '';
      scores[i] = (scores[i] ?? 0) + weight * (counts.get(domain) ?? 0);
    }
  }
  return scores;
}

/** Pods of soft constraints already there; by default pods of the same owner, by node and zone. */
function spread(attempt: Attempt, node: NodeInfo): number {
  const { pod } = attempt;
  const constraints = pod.spec.topologySpreadConstraints ?? [];
  if (constraints.length > 0) {
    let sum = 0;
    for (const [i, constraint] of constraints.entries()) {
      if (constraint.whenUnsatisfiable !== 'ScheduleAnyway') continue;
      const domain = node.node.metadata.labels?.[constraint.topologyKey] ?? '';
      sum += spreadCounts(attempt, constraint, i).get(domain) ?? 0;
    }
    return sum;
  }
  const owner = controllerOf(pod)?.uid;
  if (owner === undefined) return 0;
  const zone = node.node.metadata.labels?.[zoneLabel];
  const inZone = zone === undefined ? 0 : (zoneCounts(attempt, owner).get(zone) ?? 0);
  return (node.byOwner.get(owner) ?? 0) + inZone;
}

function zoneCounts(attempt: Attempt, owner: string): ReadonlyMap<string, number> {
  let counts = attempt.memory.get('zones') as Map<string, number> | undefined;
  if (counts !== undefined) return counts;
  counts = new Map();
  for (const { node, byOwner } of attempt.nodes) {
    const zone = node.metadata.labels?.[zoneLabel];
    if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + (byOwner.get(owner) ?? 0));
  }
  attempt.memory.set('zones', counts);
  return counts;
}
