// PodDisruptionBudget: how many of its pods are healthy and how many may be disrupted now.
import { deepEqual } from '../../../base/json';
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { formatRfc3339, parseRfc3339 } from '../../../base/time';
import { podDisruptionBudgets } from '../../api/refs';
import type {
  Condition,
  Pod,
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from '../../kinds/generated/types';
import { keyOf } from '../../kinds/object';
import {
  type ControllerContext,
  type ControllerWatch,
  defineController,
  informerOf,
} from '../controller';
import { ignoring } from '../outcomes';
import { readySince } from '../pods';
import { expectation } from './expected';

const storage = 'poddisruptionbudgets.policy';
/** How long an eviction counts when the pod doesn't go. */
const evictionMs = 120_000;

export default defineController({
  name: 'disruption-controller',
  eventSource: 'controllermanager',
  delayMs: 20,
  watches: [
    {
      storage,
      keys: (object, _old, _context, type) => (type === 'DELETED' ? [] : [keyOf(object)]),
    },
    {
      storage: 'pods',
      keys(object, old, context) {
        const budgets = informerOf<PodDisruptionBudget>(context, storage).byNamespace();
        const keys: string[] = [];
        for (const [key, budget] of budgets.get(object.metadata.namespace ?? '')) {
          const { selector } = budget.spec;
          const isChosen =
            matchesSelectorObject(selector, object.metadata.labels) ||
            (old !== undefined && matchesSelectorObject(selector, old.metadata.labels));
          if (isChosen) keys.push(key);
        }
        return keys;
      },
    },
    ...['deployments.apps', 'replicasets.apps', 'statefulsets.apps'].map(watchSizes),
  ],

  *reconcile(key, context): Task<number | undefined> {
    const budget = informerOf<PodDisruptionBudget>(context, storage).byKey(key);
    if (budget === undefined) return undefined;
    const pods = podsOf(budget, context);
    if (pods.length === 0) {
      context.events.record(budget, 'Normal', 'NoPods', 'No matching pods found');
    }
    const { status, againMs } = statusOf(budget, pods, context);
    if (!deepEqual(status, budget.status)) {
      const request = context.client.updateStatus(podDisruptionBudgets, { ...budget, status });
      yield* ignoring(['NotFound', 'Conflict'], request);
    }
    return againMs;
  },
});

/** Of owners only their sizes count, not what happens to their pods. */
function watchSizes(owners: string): ControllerWatch {
  return {
    storage: owners,
    keys(object, old, context) {
      if (old !== undefined && old.spec === object.spec) return [];
      const budgets = informerOf<PodDisruptionBudget>(context, storage).byNamespace();
      return [...budgets.get(object.metadata.namespace ?? '').keys()];
    },
  };
}

function podsOf(budget: PodDisruptionBudget, context: ControllerContext): Pod[] {
  const all = informerOf<Pod>(context, 'pods').byNamespace();
  return [...all.get(budget.metadata.namespace ?? '').values()].filter((pod) =>
    matchesSelectorObject(budget.spec.selector, pod.metadata.labels),
  );
}

function statusOf(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  context: ControllerContext,
): { status: PodDisruptionBudgetStatus; againMs: number | undefined } {
  const { disruptedPods, againMs } = stillDisrupted(budget, pods, context.nowMs);
  const { expected, desired, problem } = expectation(budget, pods, context);
  if (problem !== undefined) {
    const { reason, message } = problem;
    context.events.record(budget, 'Warning', reason, message);
  }
  const healthy = pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      disruptedPods[pod.metadata.name] === undefined &&
      readySince(pod) !== undefined,
  ).length;
  const allowed = expected <= 0 || problem?.isFatal ? 0 : Math.max(0, healthy - desired);
  const observed = budget.metadata.generation;
  const status = {
    ...(observed !== undefined ? { observedGeneration: observed } : {}),
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: [
      condition(budget, allowed, problem?.isFatal ? problem.message : undefined, context.nowMs),
    ],
  };
  return { status, againMs };
}

/** Evicted pods that have not begun to go yet. */
function stillDisrupted(budget: PodDisruptionBudget, pods: readonly Pod[], nowMs: number) {
  const disruptedPods: Record<string, string> = {};
  let againMs: number | undefined;
  for (const [name, at] of Object.entries(budget.status?.disruptedPods ?? {})) {
    const pod = pods.find((one) => one.metadata.name === name);
    if (pod === undefined || pod.metadata.deletionTimestamp) continue;
    const left = (parseRfc3339(at) ?? 0) + evictionMs - nowMs;
    if (left <= 0) continue;
    disruptedPods[name] = at;
    againMs = Math.min(againMs ?? left, left);
  }
  return { disruptedPods, againMs };
}

function condition(
  budget: PodDisruptionBudget,
  allowed: number,
  failure: string | undefined,
  nowMs: number,
): Condition {
  const status = allowed > 0 ? 'True' : 'False';
  const reason =
    failure !== undefined ? 'SyncFailed' : allowed > 0 ? 'SufficientPods' : 'InsufficientPods';
  const old = budget.status?.conditions?.find((one) => one.type === 'DisruptionAllowed');
  const since = old?.status === status ? old.lastTransitionTime : formatRfc3339(nowMs);
  const observed = budget.metadata.generation;
  return {
    type: 'DisruptionAllowed',
    status,
    reason,
    message: failure ?? '',
    lastTransitionTime: since,
    ...(observed !== undefined ? { observedGeneration: observed } : {}),
  };
}
