// CronJob: makes a Job at each time of its schedule, keeps a list of what runs, tidies up.

import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc1123, formatRfc3339, parseRfc3339 } from '../../../base/time';
import { ApiError } from '../../api/errors';
import { referenceTo } from '../../api/event-recorder';
import { cronJobs, jobs } from '../../api/refs';
import { parseCron } from '../../kinds/cron';
import type { CronJob, Job, ObjectReference } from '../../kinds/generated/types';
import { controllerOf, type KubeObject, keyOf } from '../../kinds/object';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { isFinishedJob } from '../job-controller/conditions';
import { ignoring } from '../outcomes';
import { ownerReference } from '../pods';
import { tidy } from './history';
import { lastDue, nextTime } from './schedule';
import { offsetOf } from './time-zones';

const storage = 'cronjobs.batch';
/** Jobs are made a moment after their time. */
const lateMs = 100;
const scheduledAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

export default defineController({
  name: 'cronjob-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    {
      storage: 'jobs.batch',
      keys(object) {
        const owner = controllerOf(object);
        return owner?.kind === 'CronJob' ? [`${object.metadata.namespace}/${owner.name}`] : [];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const found = informerOf<CronJob>(context, storage).byKey(key);
    if (found === undefined) return undefined;
    const own = [
      ...informerOf<Job>(context, 'jobs.batch').byController().get(found.metadata.uid).values(),
    ];
    yield* tidy(found, own, context);
    let cron = yield* withActive(found, own, context);
    let againMs: number | undefined;
    if (!cron.metadata.deletionTimestamp && !cron.spec.suspend) {
      ({ cron, againMs } = yield* run(cron, context));
    }
    if (!deepEqual(cron.status ?? {}, found.status ?? {})) {
      const { resourceVersion: _version, ...metadata } = cron.metadata;
      const request = context.client.updateStatus(cronJobs, { ...cron, metadata });
      yield* ignoring(['NotFound'], request);
    }
    return againMs;
  },
});

/** The list of running Jobs brought up to date; what is found there that is new is told. */
function* withActive(
  cron: CronJob,
  own: readonly Job[],
  context: ControllerContext,
): Task<CronJob> {
  let active = [...(cron.status?.active ?? [])];
  let last = cron.status?.lastSuccessfulTime;
  for (const job of own) {
    const isListed = active.some((one) => one.uid === job.metadata.uid);
    const { name, uid } = job.metadata;
    if (!isListed && !isFinishedJob(job)) {
      const message = `Saw a job that the controller did not create or forgot: ${name}`;
      context.events.record(cron, 'Warning', 'UnexpectedJob', message);
    } else if (isListed && isFinishedJob(job)) {
      active = active.filter((one) => one.uid !== uid);
      const type = job.status?.conditions?.find(
        (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
      )?.type;
      const message = `Saw completed job: ${name}, condition: ${type}`;
      context.events.record(cron, 'Normal', 'SawCompletedJob', message);
    }
    const done = job.status?.completionTime;
    if (done !== undefined && (last === undefined || done > last)) last = done;
  }
  const missing = active.filter((one) => !own.some((job) => job.metadata.uid === one.uid));
  for (const one of missing) {
    const request = context.client.get(jobs, one.namespace ?? '', one.name ?? '');
    const job = yield* ignoring(['NotFound'], request);
    if (job?.metadata.uid === one.uid) continue;
    active = active.filter((other) => other !== one);
    const message = `Active job went missing: ${one.name}`;
    context.events.record(cron, 'Normal', 'MissingJob', message);
  }
  const { active: _old, lastSuccessfulTime: _last, ...rest } = cron.status ?? {};
  return {
    ...cron,
    status: {
      ...rest,
      ...(active.length > 0 ? { active } : {}),
      ...(last !== undefined ? { lastSuccessfulTime: last } : {}),
    },
  };
}

interface Run {
  readonly cron: CronJob;
  readonly againMs: number | undefined;
}

/** Starts the Job that is due, if one is. */
function* run(cron: CronJob, context: ControllerContext): Task<Run> {
  const { spec, status, metadata } = cron;
  const parsed = parseCron(spec.schedule);
  if (!parsed.ok) {
    const message = `unparseable schedule: ${spec.schedule} : ${parsed.error}`;
    context.events.record(cron, 'Warning', 'UnparseableSchedule', message);
    return { cron, againMs: undefined };
  }
  const zone = spec.timeZone ?? 'UTC';
  const offset = offsetOf(zone);
  if (offset === undefined) {
    const message = `invalid timeZone: ${JSON.stringify(zone)}: unknown time zone ${zone}`;
    context.events.record(cron, 'Warning', 'UnknownTimeZone', message);
    return { cron, againMs: undefined };
  }
  const { nowMs } = context;
  const timing = { schedule: parsed.schedule, offset };
  const next = nextTime(timing, nowMs);
  const againMs = next === undefined ? undefined : next + lateMs - nowMs;
  const created = parseRfc3339(metadata.creationTimestamp ?? '') ?? nowMs;
  const from = Math.max(created, parseRfc3339(status?.lastScheduleTime ?? '') ?? 0);
  const deadline = spec.startingDeadlineSeconds;
  const earliest = deadline === undefined ? from : Math.max(from, nowMs - deadline * 1000);
  const due = lastDue(timing, earliest, nowMs);
  if (due?.isManyMissed) {
    const message =
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    context.events.record(cron, 'Warning', 'TooManyMissedTimes', message);
  }
  if (due === undefined) {
    const missed = deadline === undefined ? undefined : lastDue(timing, from, nowMs);
    if (missed !== undefined) {
      const message = `Missed scheduled time to start a job: ${formatRfc1123(missed.atMs)}`;
      context.events.record(cron, 'Warning', 'MissSchedule', message);
    }
    return { cron, againMs };
  }
  return { cron: yield* startJob(cron, due.atMs, context), againMs };
}

function* startJob(cron: CronJob, atMs: number, context: ControllerContext): Task<CronJob> {
  const { spec, metadata } = cron;
  const name = `${metadata.name}-${Math.floor(atMs / 60_000)}`;
  let active: readonly ObjectReference[] = cron.status?.active ?? [];
  if (active.some((one) => one.name === name)) return cron;
  if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message =
      'Not starting job because prior execution is running and concurrency policy is Forbid';
    context.events.record(cron, 'Normal', 'JobAlreadyActive', message);
    return cron;
  }
  if (spec.concurrencyPolicy === 'Replace') {
    for (const one of active) {
      const target = { namespace: one.namespace, name: one.name ?? '' };
      const options = { propagationPolicy: 'Background' };
      yield* ignoring(['NotFound'], context.client.delete(jobs, target, options));
      context.events.record(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${one.name}`);
    }
    active = [];
  }
  const lastScheduleTime = formatRfc3339(atMs);
  try {
    const job = yield* context.client.create(jobs, jobOf(cron, name, atMs));
    context.events.record(cron, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
    active = [...active, referenceTo(job)];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason !== 'AlreadyExists') {
      if (!error.details?.causes?.some((one) => one.reason === 'NamespaceTerminating')) {
        const message = `Error creating job: ${error.message}`;
        context.events.record(cron, 'Warning', 'FailedCreate', message);
      }
      throw error;
    }
  }
  return { ...cron, status: { ...cron.status, active, lastScheduleTime } };
}

function jobOf({ metadata, spec }: CronJob, name: string, atMs: number): KubeObject {
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', metadata } as KubeObject;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      uid: '',
      ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [scheduledAnnotation]: formatRfc3339(atMs) },
      ownerReferences: [ownerReference(owner)],
    },
    spec: spec.jobTemplate.spec,
  };
}
