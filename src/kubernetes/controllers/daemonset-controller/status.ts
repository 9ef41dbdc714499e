// A DaemonSet's status: nodes that should, do and should not run its pod.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { daemonSets } from '../../api/refs';
import type { DaemonSetStatus, Pod } from '../../kinds/generated/types';
import { ignoring } from '../outcomes';
import { isAvailable, readySince } from '../pods';
import { revisionHashLabel } from '../revisions';
import type { DaemonRun } from './daemon-pods';
import { belongs } from './placement';

interface Counts {
  desired: number;
  current: number;
  misscheduled: number;
  ready: number;
  available: number;
  updated: number;
  againMs: number | undefined;
}

/** Writes the status if it has changed. Returns when pods become available, in ms. */
export function* updateStatus(run: DaemonRun): Task<number | undefined> {
  const { set, context } = run;
  const counts = count(run);
  const unavailable = counts.desired - counts.available;
  const { collisionCount, conditions } = set.status ?? {};
  const status: DaemonSetStatus = {
    currentNumberScheduled: counts.current,
    desiredNumberScheduled: counts.desired,
    numberMisscheduled: counts.misscheduled,
    numberReady: counts.ready,
    ...(set.metadata.generation !== undefined
      ? { observedGeneration: set.metadata.generation }
      : {}),
    ...(counts.updated ? { updatedNumberScheduled: counts.updated } : {}),
    ...(counts.available ? { numberAvailable: counts.available } : {}),
    ...(unavailable ? { numberUnavailable: unavailable } : {}),
    ...(collisionCount !== undefined ? { collisionCount } : {}),
    ...(conditions ? { conditions } : {}),
  };
  if (!deepEqual(status, set.status)) {
    const request = context.client.updateStatus(daemonSets, { ...set, status });
    yield* ignoring(['NotFound', 'Conflict'], request);
  }
  return counts.againMs;
}

function count(run: DaemonRun): Counts {
  const counts: Counts = {
    desired: 0,
    current: 0,
    misscheduled: 0,
    ready: 0,
    available: 0,
    updated: 0,
    againMs: undefined,
  };
  for (const node of run.nodes) {
    const { runs } = belongs(run.set, node);
    const [pod] = run.pods.get(node.metadata.name) ?? [];
    if (!runs) counts.misscheduled += pod === undefined ? 0 : 1;
    else {
      counts.desired++;
      if (pod) countPod(run, pod, counts);
    }
  }
  return counts;
}

function countPod({ set, hash, context }: DaemonRun, pod: Pod, counts: Counts): void {
  counts.current++;
  if (pod.metadata.labels?.[revisionHashLabel] === hash) counts.updated++;
  const since = readySince(pod);
  if (since === undefined) return;
  counts.ready++;
  const seconds = set.spec.minReadySeconds ?? 0;
  if (isAvailable(pod, seconds, context.nowMs)) counts.available++;
  else {
    const left = since + seconds * 1000 - context.nowMs;
    counts.againMs = Math.min(counts.againMs ?? left, left);
  }
}
