// Preemption: which pods of lower priority would have to go so that a pod finds a place.
import { matchesSelectorObject } from '../../base/labels';
import type { Sim, Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import type { EventRecorder } from '../api/event-recorder';
import { pods } from '../api/refs';
import type { Pod, PodDisruptionBudget } from '../kinds/generated/types';
import type { Attempt, Refusal } from './filters/filter';
import type { NodeInfo } from './node-info';

/** Where a pod would fit, and who has to go for it. */
export interface Preemption {
  readonly node: NodeInfo;
  readonly victims: readonly Pod[];
}

/** Whether evicting the pod would break a disruption budget. */
type Breaks = (pod: Pod) => boolean;

type Check = (attempt: Attempt, node: NodeInfo) => Refusal | undefined;

/** Where the pod could make room; else why it can't. */
export function preemptionFor(
  attempt: Attempt,
  refusals: ReadonlyMap<NodeInfo, Refusal>,
  check: Check,
): Preemption | 'helpless' | { readonly notEligible: string } {
  const { pod } = attempt;
  if (pod.spec.preemptionPolicy === 'Never') {
    return { notEligible: 'preemptionPolicy=Never' };
  }
  const own = attempt.nodes.find((node) => node.name === pod.status?.nominatedNodeName);
  const isMakingRoom =
    own !== undefined &&
    !refusals.get(own)?.isUnresolvable &&
    [...own.pods.values()].some(
      (one) =>
        one.metadata.deletionTimestamp && (one.spec.priority ?? 0) < (pod.spec.priority ?? 0),
    );
  if (isMakingRoom) return { notEligible: 'a terminating pod on the nominated node' };
  const candidates = [...refusals].filter(([, one]) => !one.isUnresolvable).map(([node]) => node);
  const budgets = attempt.informers.get<PodDisruptionBudget>('poddisruptionbudgets.policy');
  const breaks = (victim: Pod) =>
    [
      ...budgets
        .byNamespace()
        .get(victim.metadata.namespace ?? '')
        .values(),
    ].some(
      (one) =>
        (one.status?.disruptionsAllowed ?? 0) <= 0 &&
        matchesSelectorObject(one.spec.selector, victim.metadata.labels),
    );
  return findPreemption(attempt, candidates, check, breaks) ?? 'helpless';
}

/** Deletes the victims, saying why. @throws ApiError */
export function* preempt(
  pod: Pod,
  { node, victims }: Preemption,
  tools: { readonly client: ApiClient; readonly events: EventRecorder; readonly sim: Sim },
): Task<void> {
  const { client, events, sim } = tools;
  for (const victim of victims) {
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      observedGeneration: victim.metadata.generation,
      lastProbeTime: null,
      lastTransitionTime: formatRfc3339(sim.now),
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    };
    const others = (victim.status?.conditions ?? []).filter((one) => one.type !== condition.type);
    const body = { status: { conditions: [...others, condition] } };
    const patch = { type: 'merge', body, subresource: 'status' } as const;
    try {
      yield* client.patch(pods, victim.metadata, patch);
      yield* client.delete(pods, victim.metadata);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
      continue;
    }
    const message = `Preempted by pod ${pod.metadata.uid} on node ${node.name}`;
    events.record(victim, 'Normal', 'Preempted', message);
  }
}

/** The node with the least harm; undefined when going would not help anywhere. */
function findPreemption(
  attempt: Attempt,
  candidates: readonly NodeInfo[],
  check: Check,
  breaks: Breaks,
): Preemption | undefined {
  let best: Preemption | undefined;
  for (const node of candidates) {
    const victims = victimsOn(attempt, node, check, breaks);
    if (victims === undefined) continue;
    const found = { node, victims };
    if (best === undefined || isLess(found, best, breaks)) best = found;
  }
  return best;
}

function victimsOn(
  attempt: Attempt,
  node: NodeInfo,
  check: Check,
  breaks: Breaks,
): Pod[] | undefined {
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
  lower.sort(
    (a, b) =>
      Number(breaks(b)) - Number(breaks(a)) ||
      (b.spec.priority ?? 0) - (a.spec.priority ?? 0) ||
      olderFirst(a, b),
  );
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

function isLess(a: Preemption, b: Preemption, breaks: Breaks): boolean {
  const broken = (one: Preemption) => one.victims.filter(breaks).length;
  const highest = (one: Preemption) =>
    Math.max(...one.victims.map((pod) => pod.spec.priority ?? 0));
  const sum = (one: Preemption) =>
    one.victims.reduce((total, pod) => total + (pod.spec.priority ?? 0) + 2 ** 31, 0);
  return (
    (broken(a) - broken(b) ||
      highest(a) - highest(b) ||
      sum(a) - sum(b) ||
      a.victims.length - b.victims.length) < 0
  );
}
