// ReplicaSet.
import { deepEqual } from '../../../base/json';
import { ageCell, containersCell, imagesCell, selectorCell } from '../cells';
import { complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkNonNegative, immutableText } from '../field-checks';
import { invalid } from '../field-error';
import type { ReplicaSet } from '../generated/types';
import { scaleStrategy } from '../workloads/scale';
import {
  checkSelector,
  checkTemplate,
  templateWarnings,
  withTemplateDefaults,
} from '../workloads/template';

export default defineKind<ReplicaSet>({
  name: 'replicasets',
  group: 'apps',
  kind: 'ReplicaSet',
  hasGeneration: true,

  applyDefaults(object) {
    const spec = withTemplateDefaults(complete(object.spec ?? {}, { replicas: 1 }));
    return withField(object, 'spec', spec);
  },

  prepareForCreate: (object) => ({ ...object, status: { replicas: 0 } }),

  validate: ({ spec }) => [
    ...checkNonNegative('spec.replicas', spec.replicas),
    ...checkNonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...checkSelector(spec, 'spec', 'replicaset'),
    ...checkTemplate(spec.template, spec.selector, 'spec.template', ['Always']),
  ],

  validateUpdate(object, old) {
    if (deepEqual(object.spec.selector, old.spec.selector)) return [];
    return [invalid('spec.selector', object.spec.selector, immutableText)];
  },

  warnings: (object, old) =>
    templateWarnings(object.spec.template, old?.spec.template, 'spec.template'),

  selectableFields: (object) => ({ 'status.replicas': String(object.status?.replicas ?? 0) }),

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
      selectorCell(spec.selector),
    ];
  },

  subresources: { scale: scaleStrategy<ReplicaSet>() },
});
