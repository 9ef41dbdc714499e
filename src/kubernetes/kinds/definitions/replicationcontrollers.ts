// ReplicationController: its selector is a plain map, by default the template's labels.
import { matchesPairs } from '../../../base/labels';
import { ageCell, containersCell, imagesCell, pairsCell } from '../cells';
import { complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkNonNegative } from '../field-checks';
import { type FieldError, invalid, required } from '../field-error';
import type { ReplicationController } from '../generated/types';
import { scaleStrategy } from '../workloads/scale';
import { checkTemplateSpec, templateWarnings, withTemplateDefaults } from '../workloads/template';

export default defineKind<ReplicationController>({
  name: 'replicationcontrollers',
  group: '',
  kind: 'ReplicationController',
  hasGeneration: true,

  applyDefaults(given) {
    const labels = given.spec?.template?.metadata?.labels;
    let object = given;
    if (labels) {
      const isBare = !given.metadata.labels || Object.keys(given.metadata.labels).length === 0;
      if (isBare) object = { ...object, metadata: { ...object.metadata, labels } };
    }
    const hasSelector = Object.keys(given.spec?.selector ?? {}).length > 0;
    const selector = hasSelector ? undefined : labels;
    const base = selector ? { ...object.spec, selector } : (object.spec ?? {});
    const spec = complete(base, { replicas: 1 });
    return withField(object, 'spec', spec.template ? withTemplateDefaults(spec) : spec);
  },

  prepareForCreate: (object) => ({ ...object, status: { replicas: 0 } }),

  validate({ spec }) {
    const errors: FieldError[] = [...checkNonNegative('spec.replicas', spec.replicas)];
    if (Object.keys(spec.selector ?? {}).length === 0) errors.push(required('spec.selector'));
    if (!spec.template) return [...errors, required('spec.template')];
    const labels = spec.template.metadata?.labels;
    if (!matchesPairs(spec.selector, labels)) {
      const why = '`selector` does not match template `labels`';
      errors.push(invalid('spec.template.metadata.labels', labels ?? null, why));
    }
    return [...errors, ...checkTemplateSpec(spec.template, 'spec.template')];
  },

  warnings: (object, old) =>
    templateWarnings(object.spec.template, old?.spec.template, 'spec.template'),

  cells(object, { nowMs }) {
    const { spec, status } = object;
    return [
      object.metadata.name,
      spec.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      ageCell(object, nowMs),
      containersCell(spec.template?.spec),
      imagesCell(spec.template?.spec),
      pairsCell(spec.selector),
    ];
  },

  subresources: {
    scale: scaleStrategy<ReplicationController>((selector) => ({ matchLabels: selector })),
  },
});
