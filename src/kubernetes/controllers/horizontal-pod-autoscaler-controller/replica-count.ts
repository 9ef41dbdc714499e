// From usage to a number of replicas: usage against target, with a tolerance, and careful with pods
// of which nothing is known.
import { parseMilliValue } from '../../../base/quantity';
import { parseRfc3339 } from '../../../base/time';
import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  Pod,
} from '../../kinds/generated/types';
import { readySince } from '../pods';
import type { Scale } from './target';
import type { PodUsage } from './usage';

const defaultTolerance = 0.1;
/** A young pod's CPU doesn't count until it has been ready. */
const cpuStartMs = 300_000;
const readinessDelayMs = 30_000;

/** What was read. */
export interface Reading {
  readonly replicas: number;
  /** Of the request, over all pods. */
  readonly percent: number;
  /** Thousandths for each pod. */
  readonly average: number;
}

/** A percentage of the requests, or thousandths for each pod. */
export type Wanted = { readonly percent: number } | { readonly average: number };

interface Known {
  readonly pod: Pod;
  readonly used: number;
}

/** The size that a resource's usage proposes; a text says why not. */
export function proposal(
  usage: readonly PodUsage[],
  source: { readonly name: string; readonly container: string },
  wanted: Wanted,
  tools: { readonly scale: Scale; readonly autoscaler: Autoscaler; readonly nowMs: number },
): Reading | string {
  const counted = usage.filter(({ pod }) => !isGone(pod));
  const unready = counted.filter((one) => isUnready(one, source.name, tools.nowMs));
  const ready: Known[] = [];
  const missing: Pod[] = [];
  for (const { pod, used } of counted) {
    if (unready.some((one) => one.pod === pod)) continue;
    if (used === undefined) missing.push(pod);
    else ready.push({ pod, used });
  }
  if (ready.length === 0) {
    return 'did not receive metrics for targeted pods (pods might be unready)';
  }
  const requests = new Map<Pod, number>();
  if ('percent' in wanted) {
    for (const { pod } of counted) {
      const request = requestOf(pod, source);
      if (typeof request === 'string') return request;
      requests.set(pod, request);
    }
  }
  const levels = { wanted, requests };
  const at = ratioOf(ready, levels);
  const sum = ready.reduce((total, one) => total + one.used, 0);
  const asked = ready.reduce((total, one) => total + (requests.get(one.pod) ?? 0), 0);
  const read = {
    percent: asked > 0 ? Math.trunc((sum * 100) / asked) : 0,
    average: Math.trunc(sum / ready.length),
  };
  const others = { missing, unready: unready.map((one) => one.pod) };
  return { ...read, replicas: replicasFor(ready, others, at, levels, tools) };
}

interface Levels {
  readonly wanted: Wanted;
  readonly requests: ReadonlyMap<Pod, number>;
}

function ratioOf(pods: readonly Known[], { wanted, requests }: Levels): number {
  const sum = pods.reduce((total, one) => total + one.used, 0);
  if ('average' in wanted) return sum / pods.length / wanted.average;
  const asked = pods.reduce((total, one) => total + (requests.get(one.pod) ?? 0), 0);
  return Math.trunc((sum * 100) / asked) / wanted.percent;
}

function replicasFor(
  ready: readonly Known[],
  { missing, unready }: { readonly missing: readonly Pod[]; readonly unready: readonly Pod[] },
  ratio: number,
  levels: Levels,
  { scale, autoscaler }: { readonly scale: Scale; readonly autoscaler: Autoscaler },
): number {
  const isOff = (value: number) => Math.abs(value - 1) > toleranceOf(autoscaler, value > 1);
  const isUp = ratio > 1;
  if (missing.length === 0 && !(isUp && unready.length > 0)) {
    return isOff(ratio) ? Math.ceil(ratio * ready.length - 1e-9) : scale.replicas;
  }
  // The unknown count as idle when growing and as busy as wanted when shrinking.
  const guess = (pod: Pod) => {
    if (isUp) return 0;
    const { wanted, requests } = levels;
    if ('average' in wanted) return wanted.average;
    return ((requests.get(pod) ?? 0) * Math.max(100, wanted.percent)) / 100;
  };
  const all = [
    ...ready,
    ...missing.map((pod) => ({ pod, used: guess(pod) })),
    ...(isUp ? unready.map((pod) => ({ pod, used: 0 })) : []),
  ];
  const next = ratioOf(all, levels);
  const isTurned = (ratio < 1 && next > 1) || (ratio > 1 && next < 1);
  if (!isOff(next) || isTurned) return scale.replicas;
  const replicas = Math.ceil(next * all.length - 1e-9);
  const isBackwards =
    (next < 1 && replicas > scale.replicas) || (next > 1 && replicas < scale.replicas);
  return isBackwards ? scale.replicas : replicas;
}

function toleranceOf({ spec }: Autoscaler, isUp: boolean): number {
  const rules = isUp ? spec.behavior?.scaleUp : spec.behavior?.scaleDown;
  if (rules?.tolerance === undefined) return defaultTolerance;
  return (parseMilliValue(rules.tolerance) ?? 100) / 1000;
}

function isGone(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Failed';
}

function isUnready({ pod, atMs }: PodUsage, resource: string, nowMs: number): boolean {
  if (pod.status?.phase === 'Pending') return true;
  if (resource !== 'cpu') return false;
  const ready = pod.status?.conditions?.find((one) => one.type === 'Ready');
  const started = parseRfc3339(pod.status?.startTime ?? '');
  if (ready === undefined || started === null) return true;
  const changed = parseRfc3339(ready.lastTransitionTime ?? '') ?? 0;
  const isReady = readySince(pod) !== undefined;
  if (started + cpuStartMs > nowMs) return !isReady || atMs < changed;
  return !isReady && started + readinessDelayMs > changed;
}

/** The sum of the containers' requests (thousandths). */
function requestOf(
  pod: Pod,
  { name, container }: { readonly name: string; readonly container: string },
): number | string {
  let sum = 0;
  for (const one of pod.spec.containers) {
    if (container && one.name !== container) continue;
    const text = one.resources?.requests?.[name];
    if (text === undefined) {
      return `missing request for ${name} in container ${one.name} of Pod ${pod.metadata.name}`;
    }
    sum += parseMilliValue(text) ?? 0;
  }
  return sum;
}
