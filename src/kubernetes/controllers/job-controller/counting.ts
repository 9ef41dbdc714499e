// Counting ended pods exactly once: their uids are written into the status first, then they lose
// the finalizer, then they are a number.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { jobs } from '../../api/refs';
import type { Job, JobStatus, Pod } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { verdictOn } from './failure-policy';
import { formatIndexes, indexOf, parseIndexes } from './indexes';
import {
  failureCountAnnotation,
  hasFailed,
  hasSucceeded,
  isIndexed,
  isTracked,
  withoutTracking,
} from './job-pods';

/** What is known of a Job's progress. */
export interface Tally {
  readonly succeeded: number;
  readonly failed: number;
  /** Of indexed Jobs. */
  readonly done: ReadonlySet<number>;
  readonly lost: ReadonlySet<number>;
  /** Ended pods that are to be counted now. */
  readonly ended: readonly Pod[];
}

/** Counts what is written and what has ended since. */
export function tally(job: Job, pods: readonly Pod[]): Tally {
  const { status = {} } = job;
  const completions = job.spec.completions ?? 0;
  const done = parseIndexes(status.completedIndexes, completions);
  const lost = parseIndexes(status.failedIndexes, completions);
  let succeeded = isIndexed(job) ? 0 : (status.succeeded ?? 0);
  let failed = status.failed ?? 0;
  const ended: Pod[] = [];
  const uncounted = new Set([
    ...(status.uncountedTerminatedPods?.succeeded ?? []),
    ...(status.uncountedTerminatedPods?.failed ?? []),
  ]);
  for (const pod of pods) {
    if (!isTracked(pod)) continue;
    if (hasSucceeded(pod)) {
      ended.push(pod);
      const index = indexOf(pod);
      if (!isIndexed(job)) succeeded++;
      else if (index >= 0 && index < completions) done.add(index);
    } else if (hasFailed(pod, job)) {
      ended.push(pod);
      if (verdictOn(pod, job)?.action !== 'Ignore') failed++;
    }
    uncounted.delete(pod.metadata.uid);
  }
  // Pods that lost their finalizer before they became numbers (a controller that was stopped).
  for (const uid of uncounted) {
    if (status.uncountedTerminatedPods?.failed?.includes(uid)) failed++;
    else if (!isIndexed(job)) succeeded++;
    else {
      const pod = pods.find((one) => one.metadata.uid === uid);
      if (pod && indexOf(pod) >= 0) done.add(indexOf(pod));
    }
  }
  if (isIndexed(job)) succeeded = done.size;
  for (const index of lostIndexes(job, ended, done)) lost.add(index);
  return { succeeded, failed, done, lost, ended };
}

/** Indexes that failed more often than backoffLimitPerIndex lets them. */
function lostIndexes(job: Job, ended: readonly Pod[], done: ReadonlySet<number>): number[] {
  const limit = job.spec.backoffLimitPerIndex;
  if (limit === undefined) return [];
  return ended
    .filter((pod) => !hasSucceeded(pod))
    .filter((pod) => {
      const action = verdictOn(pod, job)?.action;
      if (action === 'FailIndex') return true;
      if (action === 'Ignore') return false;
      return Number(pod.metadata.annotations?.[failureCountAnnotation] ?? 0) >= limit;
    })
    .map(indexOf)
    .filter((index) => index >= 0 && !done.has(index));
}

/** The counts as the status carries them. */
export function countFields(job: Job, counted: Tally): Partial<JobStatus> {
  const { succeeded, failed, done, lost } = counted;
  return {
    ...(succeeded ? { succeeded } : {}),
    ...(failed ? { failed } : {}),
    ...(isIndexed(job) && done.size > 0 ? { completedIndexes: formatIndexes(done) } : {}),
    ...(job.spec.backoffLimitPerIndex !== undefined ? { failedIndexes: formatIndexes(lost) } : {}),
  };
}

/** Writes the uids down and frees the pods. Returns the Job as it then is. @throws ApiError */
export function* settle(job: Job, counted: Tally, context: ControllerContext): Task<Job> {
  if (counted.ended.length === 0) return job;
  const uids = (isWanted: (pod: Pod) => boolean) =>
    counted.ended.filter(isWanted).map((pod) => pod.metadata.uid);
  const succeeded = uids(hasSucceeded);
  const failed = uids((pod) => !hasSucceeded(pod) && verdictOn(pod, job)?.action !== 'Ignore');
  const uncountedTerminatedPods = {
    ...(succeeded.length > 0 ? { succeeded } : {}),
    ...(failed.length > 0 ? { failed } : {}),
  };
  let written = job;
  if (!deepEqual(job.status?.uncountedTerminatedPods, uncountedTerminatedPods)) {
    const status = { ...job.status, uncountedTerminatedPods };
    written = yield* context.client.updateStatus(jobs, { ...job, status });
  }
  for (const pod of counted.ended) yield* withoutTracking(pod, context);
  return written;
}
