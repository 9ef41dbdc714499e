// One look at a Job that isn't over: count, decide, make or delete pods, write the status.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339, parseRfc3339 } from '../../../base/time';
import { jobs } from '../../api/refs';
import type { Job, JobCondition, JobStatus, Pod } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { readySince } from '../pods';
import { conditionOf, made, withCondition } from './conditions';
import { countFields, settle, tally } from './counting';
import { deletePod, isTracked } from './job-pods';
import { managePods } from './manage';
import { decide } from './verdict';

/** Brings one Job further. Returns ms after which to look again, if at all. @throws ApiError */
export function* syncJob(
  found: Job,
  pods: readonly Pod[],
  context: ControllerContext,
): Task<number | undefined> {
  const { nowMs } = context;
  const started = withStart(found, nowMs);
  const counted = tally(started, pods);
  let conditions = suspension(started, context);
  const decided =
    conditionOf(conditions, 'FailureTarget') ??
    conditionOf(conditions, 'SuccessCriteriaMet') ??
    decide(started, pods, counted, nowMs);
  const job = yield* settle(started, counted, context);
  let active = pods.filter(isActive);
  let againMs: number | undefined;
  let created = 0;
  if (decided !== undefined) {
    conditions = withCondition(conditions, decided);
    for (const pod of active) yield* deletePod(job, pod, context);
    active = [];
  } else {
    const step = yield* managePods(job, pods, active, counted, context);
    active = active.filter((pod) => !step.deleted.has(pod.metadata.uid));
    created = step.created;
    againMs = step.againMs;
  }
  const terminating = pods.filter((pod) => isTerminating(pod) || wasActive(pod, active)).length;
  const isOver = decided !== undefined && terminating === 0;
  if (isOver) conditions = withCondition(conditions, finalCondition(decided, nowMs));
  const isSuccess = isOver && decided.type === 'SuccessCriteriaMet';
  const startTime = job.spec.suspend ? undefined : job.status?.startTime;
  const status: JobStatus = {
    ...countFields(job, counted),
    ...(active.length + created > 0 ? { active: active.length + created } : {}),
    ready: active.filter((pod) => readySince(pod) !== undefined).length,
    terminating,
    ...(startTime !== undefined ? { startTime } : {}),
    ...(isSuccess ? { completionTime: formatRfc3339(nowMs) } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    uncountedTerminatedPods: {},
  };
  const stored = job === started ? found.status : job.status;
  if (!deepEqual(status, stored)) {
    yield* context.client.updateStatus(jobs, { ...job, status });
  }
  if (isOver) sayEnd(job, decided, context);
  return soonest(againMs, deadlineIn(job, nowMs));
}

function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && !pod.metadata.deletionTimestamp;
}

function isTerminating(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && Boolean(pod.metadata.deletionTimestamp);
}

/** Deleted just now: it is going, though this look still sees it as it was. */
function wasActive(pod: Pod, stillActive: readonly Pod[]): boolean {
  return isActive(pod) && isTracked(pod) && !stillActive.includes(pod);
}

function soonest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

/** A Job starts when it is first seen, or resumed; a suspended one has no start. */
function withStart(job: Job, nowMs: number): Job {
  if (job.status?.startTime || job.spec.suspend) return job;
  return { ...job, status: { ...job.status, startTime: formatRfc3339(nowMs) } };
}

function deadlineIn(job: Job, nowMs: number): number | undefined {
  const seconds = job.spec.activeDeadlineSeconds;
  const started = parseRfc3339(job.status?.startTime ?? '');
  if (seconds === undefined || started === null || job.spec.suspend) return undefined;
  const left = started + seconds * 1000 - nowMs;
  return left > 0 ? left : undefined;
}

function finalCondition(decided: JobCondition, nowMs: number): JobCondition {
  const type = decided.type === 'FailureTarget' ? 'Failed' : 'Complete';
  return made(type, decided.reason ?? '', decided.message ?? '', nowMs);
}

function sayEnd(job: Job, { type, reason, message }: JobCondition, context: ControllerContext) {
  if (type === 'SuccessCriteriaMet') {
    context.events.record(job, 'Normal', 'Completed', 'Job completed');
  } else context.events.record(job, 'Warning', reason ?? '', message ?? '');
}

/** Conditions with Suspended brought up to date, and its event. */
function suspension(job: Job, context: ControllerContext): readonly JobCondition[] {
  const conditions = job.status?.conditions ?? [];
  const old = conditionOf(conditions, 'Suspended');
  if (job.spec.suspend) {
    if (old?.status === 'True') return conditions;
    context.events.record(job, 'Normal', 'Suspended', 'Job suspended');
    return withCondition(
      conditions,
      made('Suspended', 'JobSuspended', 'Job suspended', context.nowMs),
    );
  }
  if (old?.status !== 'True') return conditions;
  context.events.record(job, 'Normal', 'Resumed', 'Job resumed');
  const resumed = made('Suspended', 'JobResumed', 'Job resumed', context.nowMs);
  return withCondition(conditions, { ...resumed, status: 'False' });
}
