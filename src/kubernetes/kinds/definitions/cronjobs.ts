// CronJob.
import { ageCell, containersCell, imagesCell, selectorCell, sinceCell } from '../cells';
import { changeField, complete, withField } from '../complete';
import { parseCron } from '../cron';
import { defineKind } from '../define-kind';
import { checkNonNegative } from '../field-checks';
import { type FieldError, invalid, notSupported, required } from '../field-error';
import type { CronJob, CronJobSpec } from '../generated/types';
import { checkJobSpec } from '../workloads/job-rules';
import { templateWarnings, withTemplateDefaults } from '../workloads/template';

export default defineKind<CronJob>({
  name: 'cronjobs',
  group: 'batch',
  kind: 'CronJob',
  hasGeneration: true,

  applyDefaults(object) {
    const spec = complete(object.spec ?? {}, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    const full = changeField(spec, 'jobTemplate', (job) =>
      changeField(job, 'spec', (jobSpec) => withTemplateDefaults(jobSpec)),
    );
    return withField(object, 'spec', full);
  },

  prepareForCreate: (object) => ({ ...object, status: {} }),

  validate: (object) => checkSpec(object.spec, object.metadata.name),

  warnings: (object, old) =>
    templateWarnings(
      object.spec.jobTemplate.spec?.template,
      old?.spec.jobTemplate.spec?.template,
      'spec.jobTemplate.spec.template',
    ),

  cells(object, { nowMs }) {
    const { spec, status } = object;
    const pod = spec.jobTemplate.spec?.template.spec;
    const last = status?.lastScheduleTime;
    return [
      object.metadata.name,
      spec.schedule,
      spec.timeZone ?? '<none>',
      spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False',
      status?.active?.length ?? 0,
      last ? sinceCell(last, nowMs) : '<none>',
      ageCell(object, nowMs),
      containersCell(pod),
      imagesCell(pod),
      selectorCell(spec.jobTemplate.spec?.selector),
    ];
  },
});

const policies = ['Allow', 'Forbid', 'Replace'];

function checkSpec(spec: CronJobSpec, name: string): FieldError[] {
  const errors: FieldError[] = [];
  if (name.length > 52) {
    errors.push(invalid('metadata.name', name, 'must be no more than 52 characters'));
  }
  if (!spec.schedule) errors.push(required('spec.schedule'));
  else {
    const parsed = parseCron(spec.schedule);
    if (!parsed.ok) errors.push(invalid('spec.schedule', spec.schedule, parsed.error));
    if (/TZ=/.test(spec.schedule)) {
      const why = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
      errors.push(invalid('spec.schedule', spec.schedule, why));
    }
  }
  errors.push(...checkNonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds));
  const policy = spec.concurrencyPolicy ?? '';
  if (!policies.includes(policy)) {
    errors.push(notSupported('spec.concurrencyPolicy', policy, policies));
  }
  for (const field of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const) {
    errors.push(...checkNonNegative(`spec.${field}`, spec[field]));
  }
  const job = spec.jobTemplate?.spec;
  return job ? [...errors, ...checkJobSpec(job, 'spec.jobTemplate.spec')] : errors;
}
