// Preemption: which pods of lower priority would have to go so that a pod finds a place.
import type { Pod } from '../kinds/generated/types';
import type { Attempt, Refusal } from './filters/filter';
import type { NodeInfo } from './node-info';

/** Where a pod would fit, and who has to go for it. */
export interface Preemption {
  readonly node: NodeInfo;
  readonly victims: readonly Pod[];
}

type Check = (attempt: Attempt, node: NodeInfo) => Refusal | undefined;

/** The node with the least harm; undefined when going would not help anywhere. */
export function findPreemption(
  attempt: Attempt,
  candidates: readonly NodeInfo[],
  check: Check,
): Preemption | undefined {
  let best: Preemption | undefined;
  for (const node of candidates) {
    const victims = victimsOn(attempt, node, check);
    if (victims === undefined) continue;
    const found = { node, victims };
    if (best === undefined || isLess(found, best)) best = found;
  }
  return best;
}

function victimsOn(attempt: Attempt, node: NodeInfo, check: Check): Pod[] | undefined {
  const priority = attempt.pod.spec.priority ?? 0;
  const lower = [...node.pods.values()].filter((one) => (one.spec.priority ?? 0) < priority);
  if (lower.length === 0) return undefined;
  const gone = new Set(lower.map((one) => one.metadata.uid));
  const fits = () => {
    const left = node.without(gone);
    const nodes = attempt.nodes.map((one) => (one === node ? left : one));
    return check({ ...attempt, nodes, memory: new Map() }, left) === undefined;
  };
  if (!fits()) return undefined;
  // The most important ones are spared first, if the pod still fits.
  lower.sort((a, b) => (b.spec.priority ?? 0) - (a.spec.priority ?? 0) || olderFirst(a, b));
  for (const pod of lower) {
    gone.delete(pod.metadata.uid);
    if (!fits()) gone.add(pod.metadata.uid);
  }
  return lower.filter((one) => gone.has(one.metadata.uid));
}

function olderFirst(a: Pod, b: Pod): number {
  const [x, y] = [a.status?.startTime ?? '', b.status?.startTime ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}

function isLess(a: Preemption, b: Preemption): boolean {
  const highest = (one: Preemption) =>
    Math.max(...one.victims.map((pod) => pod.spec.priority ?? 0));
  const sum = (one: Preemption) =>
    one.victims.reduce((total, pod) => total + (pod.spec.priority ?? 0) + 2 ** 31, 0);
  return (highest(a) - highest(b) || sum(a) - sum(b) || a.victims.length - b.victims.length) < 0;
}
