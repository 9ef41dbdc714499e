// How many pods a Job should have now, which indexes they get, and how long failures hold them up.
import type { Task } from '../../../base/sim';
import type { Job, Pod } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { deletionOrder } from '../pods';
import type { Tally } from './counting';
import { verdictOn } from './failure-policy';
import { indexOf } from './indexes';
import {
  createPod,
  deletePod,
  failureCountAnnotation,
  finishedAt,
  hasFailed,
  hasSucceeded,
  isIndexed,
  withoutTracking,
} from './job-pods';

const firstBackOffMs = 10_000;
const longestBackOffMs = 600_000;
const mostAtOnce = 500;

/** What was done. */
export interface Managed {
  readonly created: number;
  readonly deleted: ReadonlySet<string>;
  readonly againMs: number | undefined;
}

/** Makes what is missing, deletes what is too much. @throws ApiError */
export function* managePods(
  job: Job,
  pods: readonly Pod[],
  active: readonly Pod[],
  counted: Tally,
  context: ControllerContext,
): Task<Managed> {
  const surplus = surplusOf(job, active, counted);
  const deleted = new Set(surplus.map((pod) => pod.metadata.uid));
  for (const pod of surplus) {
    // It didn't fail: it is not to be counted.
    yield* withoutTracking(pod, context);
    yield* deletePod(job, pod, context);
  }
  if (job.spec.suspend || surplus.length > 0 || job.metadata.deletionTimestamp) {
    return { created: 0, deleted, againMs: undefined };
  }
  const going = pods.filter((pod) => {
    const phase = pod.status?.phase;
    return pod.metadata.deletionTimestamp && phase !== 'Succeeded' && phase !== 'Failed';
  });
  const waits = job.spec.podReplacementPolicy === 'Failed' ? going.length : 0;
  const missing = Math.min(wantedActive(job, active, counted) - active.length - waits, mostAtOnce);
  if (missing <= 0) return { created: 0, deleted, againMs: undefined };
  const kept = waits > 0 ? [...active, ...going] : active;
  const made = isIndexed(job)
    ? yield* createIndexed(job, pods, kept, { counted, missing }, context)
    : yield* createPlain(job, pods, missing, context);
  return { ...made, deleted };
}

function wantedActive(job: Job, active: readonly Pod[], counted: Tally): number {
  const { completions, parallelism = 1 } = job.spec;
  if (completions === undefined) return counted.succeeded > 0 ? active.length : parallelism;
  const open = completions - counted.succeeded - counted.lost.size;
  return Math.max(0, Math.min(open, parallelism));
}

/** Active pods that are not wanted any more: all while suspended, doubles, and beyond the number. */
function surplusOf(job: Job, active: readonly Pod[], counted: Tally): readonly Pod[] {
  if (job.spec.suspend) return active;
  const needless: Pod[] = [];
  const rest: Pod[] = [];
  const seen = new Set<number>();
  for (const pod of active) {
    const index = indexOf(pod);
    const isDouble =
      isIndexed(job) && (seen.has(index) || counted.done.has(index) || counted.lost.has(index));
    (isDouble ? needless : rest).push(pod);
    seen.add(index);
  }
  const over = rest.length - wantedActive(job, rest, counted);
  return over > 0 ? [...needless, ...deletionOrder(rest).slice(0, over)] : needless;
}

function pauseAfter(failures: number): number {
  return Math.min(firstBackOffMs * 2 ** (failures - 1), longestBackOffMs);
}

/** Ms left of the pause after the failures since the last success. */
function pauseLeft(job: Job, ended: readonly Pod[], nowMs: number): number {
  let lastSuccess = Number.NEGATIVE_INFINITY;
  for (const pod of ended) {
    if (hasSucceeded(pod)) lastSuccess = Math.max(lastSuccess, finishedAt(pod) ?? 0);
  }
  let failures = 0;
  let last = 0;
  for (const pod of ended) {
    const at = finishedAt(pod) ?? nowMs;
    if (!hasFailed(pod, job) || at < lastSuccess) continue;
    if (pod.status?.phase !== 'Failed' || verdictOn(pod, job)?.action === 'Ignore') continue;
    failures++;
    last = Math.max(last, at);
  }
  return failures === 0 ? 0 : Math.max(0, last + pauseAfter(failures) - nowMs);
}

function* createPlain(
  job: Job,
  pods: readonly Pod[],
  missing: number,
  context: ControllerContext,
): Task<Omit<Managed, 'deleted'>> {
  const left = pauseLeft(job, pods, context.nowMs);
  if (left > 0) return { created: 0, againMs: left };
  let created = 0;
  for (let i = 0; i < missing; i++) {
    const isMade = yield* createPod(job, undefined, 0, context);
    if (!isMade) break;
    created++;
  }
  return { created, againMs: undefined };
}

function* createIndexed(
  job: Job,
  pods: readonly Pod[],
  active: readonly Pod[],
  { counted, missing }: { readonly counted: Tally; readonly missing: number },
  context: ControllerContext,
): Task<Omit<Managed, 'deleted'>> {
  const taken = new Set(active.map(indexOf));
  const isPerIndex = job.spec.backoffLimitPerIndex !== undefined;
  const common = isPerIndex ? 0 : pauseLeft(job, pods, context.nowMs);
  if (common > 0) return { created: 0, againMs: common };
  let againMs: number | undefined;
  let created = 0;
  for (let index = 0; index < (job.spec.completions ?? 0) && created < missing; index++) {
    if (taken.has(index) || counted.done.has(index) || counted.lost.has(index)) continue;
    const own = isPerIndex ? pods.filter((pod) => indexOf(pod) === index) : [];
    const left = isPerIndex ? pauseLeft(job, own, context.nowMs) : 0;
    if (left > 0) {
      againMs = Math.min(againMs ?? left, left);
      continue;
    }
    const isMade = yield* createPod(job, index, failuresOf(own, job), context);
    if (!isMade) break;
    created++;
  }
  return { created, againMs };
}

/** How often an index has failed: one more than its last pod knew. */
function failuresOf(own: readonly Pod[], job: Job): number {
  let most = 0;
  for (const pod of own) {
    if (!hasFailed(pod, job)) continue;
    const before = Number(pod.metadata.annotations?.[failureCountAnnotation] ?? 0);
    const counts = verdictOn(pod, job)?.action === 'Ignore' ? 0 : 1;
    most = Math.max(most, before + counts);
  }
  return most;
}
