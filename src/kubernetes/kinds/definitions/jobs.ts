// Job: its selector and labels come from its own uid.
import { deepEqual } from '../../../base/json';
import { humanDuration, parseRfc3339 } from '../../../base/time';
import { ageCell, containersCell, imagesCell, selectorCell } from '../cells';
import { complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { immutableText } from '../field-checks';
import { type FieldError, invalid } from '../field-error';
import type { Job, JobSpec, PodTemplateSpec } from '../generated/types';
import { checkJobSpec } from '../workloads/job-rules';
import { checkSelector, templateWarnings, withTemplateDefaults } from '../workloads/template';

export default defineKind<Job>({
  name: 'jobs',
  group: 'batch',
  kind: 'Job',
  hasGeneration: true,
  orphansByDefault: true,

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec ?? {})),

  prepareForCreate: (object) => ({ ...withSelector(object), status: {} }),

  validate: ({ spec }) => [
    ...(spec.manualSelector ? checkSelector(spec, 'spec', 'job') : []),
    ...checkJobSpec(spec, 'spec'),
  ],

  validateUpdate(object, old) {
    const errors: FieldError[] = [];
    const [now, before] = [object.spec, old.spec];
    const isElastic =
      now.completionMode === 'Indexed' &&
      now.completions === now.parallelism &&
      before.completions !== undefined;
    if (now.completions !== before.completions && !isElastic) {
      errors.push(invalid('spec.completions', now.completions ?? null, immutableText));
    }
    if (!deepEqual(now.selector, before.selector)) {
      errors.push(invalid('spec.selector', now.selector ?? null, immutableText));
    }
    if (!deepEqual(fixedPart(now, before, old), before.template)) {
      errors.push(invalid('spec.template', now.template, immutableText));
    }
    if (now.completionMode !== before.completionMode) {
      errors.push(invalid('spec.completionMode', now.completionMode, immutableText));
    }
    return errors;
  },

  warnings: (object, old) =>
    templateWarnings(object.spec.template, old?.spec.template, 'spec.template'),

  selectableFields: (object) => ({ 'status.successful': String(object.status?.succeeded ?? 0) }),

  cells(object, { nowMs }) {
    const { spec } = object;
    return [
      object.metadata.name,
      statusCell(object),
      completionsCell(object),
      durationCell(object, nowMs),
      ageCell(object, nowMs),
      containersCell(spec.template.spec),
      imagesCell(spec.template.spec),
      selectorCell(spec.selector),
    ];
  },
});

/** The template with the old one's scheduling where a suspended job may change it. */
function fixedPart(now: JobSpec, before: JobSpec, old: Job): PodTemplateSpec {
  if (!before.suspend || old.status?.startTime || !now.template.spec) return now.template;
  const spec = before.template.spec;
  return {
    ...now.template,
    metadata: before.template.metadata,
    spec: {
      ...now.template.spec,
      nodeSelector: spec?.nodeSelector,
      affinity: spec?.affinity,
      tolerations: spec?.tolerations,
      schedulingGates: spec?.schedulingGates,
    },
  };
}

function specDefaults(given: JobSpec): JobSpec {
  const isBare = given.completions === undefined && given.parallelism === undefined;
  const spec = complete(given, {
    completions: isBare ? 1 : undefined,
    parallelism: 1,
    backoffLimit: given.backoffLimitPerIndex === undefined ? 6 : 2147483647,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: given.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
  });
  return withTemplateDefaults(spec);
}

function withSelector(object: Job): Job {
  const { spec, metadata } = object;
  if (spec.manualSelector) return object;
  const labels = {
    ...spec.template.metadata?.labels,
    'batch.kubernetes.io/controller-uid': metadata.uid,
    'batch.kubernetes.io/job-name': metadata.name,
    'controller-uid': metadata.uid,
    'job-name': metadata.name,
  };
  const template = {
    ...spec.template,
    metadata: { ...spec.template.metadata, labels },
  } as PodTemplateSpec;
  const matchLabels = { 'batch.kubernetes.io/controller-uid': metadata.uid };
  const hasLabels = Object.keys(metadata.labels ?? {}).length > 0;
  return {
    ...object,
    metadata: hasLabels ? metadata : { ...metadata, labels },
    spec: { ...spec, template, selector: { ...spec.selector, matchLabels } },
  };
}

function statusCell(object: Job): string {
  const has = (type: string) =>
    object.status?.conditions?.some((one) => one.type === type && one.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (object.metadata.deletionTimestamp) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completionsCell({ spec, status }: Job): string {
  const done = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${done}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

function durationCell({ status }: Job, nowMs: number): string {
  const start = parseRfc3339(status?.startTime ?? '');
  if (start === null) return '';
  return humanDuration((parseRfc3339(status?.completionTime ?? '') ?? nowMs) - start);
}
