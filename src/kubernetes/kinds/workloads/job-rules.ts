// Rules of job specs that Jobs and CronJobs share.

import { checkNonNegative } from '../field-checks';
import { type FieldError, invalid, notSupported, required } from '../field-error';
import type { JobSpec } from '../generated/types';
import { checkTemplateSpec } from './template';

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

/** Findings about a job's spec, its selector excepted. */
export function checkJobSpec(spec: JobSpec, at: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of counts) errors.push(...checkNonNegative(`${at}.${field}`, spec[field]));
  const modes = ['NonIndexed', 'Indexed'];
  if (spec.completionMode !== undefined && !modes.includes(spec.completionMode)) {
    errors.push(notSupported(`${at}.completionMode`, spec.completionMode, modes));
  }
  if (spec.completionMode === 'Indexed' && spec.completions === undefined) {
    const why = 'when completion mode is Indexed';
    errors.push(required(`${at}.completions`, why));
  }
  if (spec.backoffLimitPerIndex !== undefined && spec.completionMode !== 'Indexed') {
    const why = 'requires indexed completion mode';
    errors.push(invalid(`${at}.backoffLimitPerIndex`, spec.backoffLimitPerIndex, why));
  }
  errors.push(...checkTemplateSpec(spec.template, `${at}.template`));
  const policy = spec.template?.spec?.restartPolicy ?? '';
  const field = `${at}.template.spec.restartPolicy`;
  if (policy === '' || policy === 'Always') {
    errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  } else if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(notSupported(field, policy, ['OnFailure', 'Never']));
  }
  return errors;
}
