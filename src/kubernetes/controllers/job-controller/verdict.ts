// Whether a Job is over: too many failures, out of time, enough successes.
import { parseRfc3339 } from '../../../base/time';
import type { Job, JobCondition, Pod } from '../../kinds/generated/types';
import { made } from './conditions';
import type { Tally } from './counting';
import { verdictOn } from './failure-policy';
import { parseIndexes } from './indexes';
import { isIndexed } from './job-pods';

/** The condition that decides a Job, FailureTarget or SuccessCriteriaMet; undefined: it goes on. */
export function decide(
  job: Job,
  pods: readonly Pod[],
  counted: Tally,
  nowMs: number,
): JobCondition | undefined {
  const fail = (reason: string, message: string) => made('FailureTarget', reason, message, nowMs);
  const { spec } = job;
  for (const pod of counted.ended) {
    const verdict = verdictOn(pod, job);
    if (verdict?.action === 'FailJob') return fail('PodFailurePolicy', verdict.message);
  }
  const limit = spec.backoffLimit ?? 6;
  if (counted.failed > limit || restartsExceed(job, pods, limit)) {
    return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const started = parseRfc3339(job.status?.startTime ?? '');
  const deadline = spec.activeDeadlineSeconds;
  if (!spec.suspend && deadline !== undefined && started !== null) {
    if (nowMs - started >= deadline * 1000) {
      return fail('DeadlineExceeded', 'Job was active longer than specified deadline');
    }
  }
  return failedIndexes(job, counted, nowMs) ?? success(job, pods, counted, nowMs);
}

function failedIndexes(job: Job, { done, lost }: Tally, nowMs: number): JobCondition | undefined {
  const { spec } = job;
  if (!isIndexed(job) || spec.backoffLimitPerIndex === undefined) return undefined;
  if (spec.maxFailedIndexes !== undefined && lost.size > spec.maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return made('FailureTarget', 'MaxFailedIndexesExceeded', message, nowMs);
  }
  if (lost.size > 0 && lost.size + done.size >= (spec.completions ?? 0)) {
    return made('FailureTarget', 'FailedIndexes', 'Job has failed indexes', nowMs);
  }
  return undefined;
}

/** With restartPolicy OnFailure the restarts of running pods count. */
function restartsExceed(job: Job, pods: readonly Pod[], limit: number): boolean {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    for (const one of all) restarts += one.restartCount;
  }
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function success(
  job: Job,
  pods: readonly Pod[],
  counted: Tally,
  nowMs: number,
): JobCondition | undefined {
  const { spec } = job;
  for (const [i, rule] of (spec.successPolicy?.rules ?? []).entries()) {
    const wanted = rule.succeededIndexes
      ? parseIndexes(rule.succeededIndexes, spec.completions ?? 0)
      : undefined;
    const reached = [...counted.done].filter((index) => wanted?.has(index) ?? true).length;
    const needed = rule.succeededCount ?? wanted?.size ?? Number.POSITIVE_INFINITY;
    if (reached >= needed) {
      return made('SuccessCriteriaMet', 'SuccessPolicy', `Matched rules at index ${i}`, nowMs);
    }
  }
  const isActive = pods.some((pod) => {
    const phase = pod.status?.phase;
    return phase !== 'Succeeded' && phase !== 'Failed' && !pod.metadata.deletionTimestamp;
  });
  const isReached =
    spec.completions === undefined
      ? counted.succeeded > 0 && !isActive
      : counted.succeeded >= spec.completions && !isActive;
  if (!isReached) return undefined;
  const message = 'Reached expected number of succeeded pods';
  return made('SuccessCriteriaMet', 'CompletionsReached', message, nowMs);
}
