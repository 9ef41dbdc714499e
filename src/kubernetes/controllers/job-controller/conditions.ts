// A Job's conditions: how it ends, in two steps, and whether it is suspended.
import { formatRfc3339 } from '../../../base/time';
import type { Job, JobCondition } from '../../kinds/generated/types';

export function hasCondition(job: Job, type: string): boolean {
  return conditionOf(job.status?.conditions, type)?.status === 'True';
}

export function conditionOf(
  conditions: readonly JobCondition[] | undefined,
  type: string,
): JobCondition | undefined {
  return conditions?.find((one) => one.type === type);
}

export function isFinishedJob(job: Job): boolean {
  return hasCondition(job, 'Complete') || hasCondition(job, 'Failed');
}

/** A true condition as of now. */
export function made(type: string, reason: string, message: string, nowMs: number): JobCondition {
  const now = formatRfc3339(nowMs);
  return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** Conditions with one set, if that changes anything. */
export function withCondition(
  conditions: readonly JobCondition[],
  wanted: JobCondition,
): readonly JobCondition[] {
  const old = conditionOf(conditions, wanted.type);
  if (old === undefined) return [...conditions, wanted];
  if (old.status === wanted.status && old.reason === wanted.reason) return conditions;
  return conditions.map((one) => (one === old ? wanted : one));
}
