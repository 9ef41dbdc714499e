// A CronJob keeps only some of its finished Jobs: the newest.
import type { Task } from '../../../base/sim';
import { jobs } from '../../api/refs';
import type { CronJob, Job } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { hasCondition } from '../job-controller/conditions';
import { ignoring } from '../outcomes';

/** Deletes the oldest finished Jobs beyond the limits. */
export function* tidy(cron: CronJob, own: readonly Job[], context: ControllerContext): Task<void> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cron.spec;
  const limits = [
    ['Complete', successfulJobsHistoryLimit],
    ['Failed', failedJobsHistoryLimit],
  ] as const;
  for (const [type, limit] of limits) {
    if (limit === undefined) continue;
    const finished = own.filter((job) => hasCondition(job, type));
    finished.sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
    for (const job of finished.slice(0, Math.max(0, finished.length - limit))) {
      if (job.metadata.deletionTimestamp) continue;
      const options = { propagationPolicy: 'Background' };
      yield* ignoring(['NotFound'], context.client.delete(jobs, job.metadata, options));
      const message = `Deleted job ${job.metadata.name}`;
      context.events.record(cron, 'Normal', 'SuccessfulDelete', message);
    }
  }
}

function startOf(job: Job): string {
  return job.status?.startTime ?? job.metadata.creationTimestamp ?? '';
}
