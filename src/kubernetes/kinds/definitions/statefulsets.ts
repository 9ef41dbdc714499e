// StatefulSet.
import { deepEqual } from '../../../base/json';
import { dns1123LabelErrors } from '../../../base/labels';
import { ageCell, containersCell, imagesCell } from '../cells';
import { changeField, complete, mapSame, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkNonNegative } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported } from '../field-error';
import type { PersistentVolumeClaim, StatefulSet, StatefulSetSpec } from '../generated/types';
import { checkAtMostAll, checkCountOrPercent } from '../workloads/rolling-update';
import { scaleStrategy } from '../workloads/scale';
import {
  checkSelector,
  checkTemplate,
  templateWarnings,
  withTemplateDefaults,
} from '../workloads/template';

export default defineKind<StatefulSet>({
  name: 'statefulsets',
  group: 'apps',
  kind: 'StatefulSet',
  hasGeneration: true,
  validateName: dns1123LabelErrors,

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec ?? {})),

  prepareForCreate: (object) => ({ ...object, status: { replicas: 0, availableReplicas: 0 } }),

  validate: ({ spec }) => checkSpec(spec),

  validateUpdate(object, old) {
    const {
      replicas,
      ordinals,
      template,
      updateStrategy,
      revisionHistoryLimit,
      persistentVolumeClaimRetentionPolicy,
      minReadySeconds,
    } = object.spec;
    const allowed = {
      ...old.spec,
      replicas,
      ordinals,
      template,
      updateStrategy,
      revisionHistoryLimit,
      persistentVolumeClaimRetentionPolicy,
      minReadySeconds,
    };
    if (deepEqual(allowed, object.spec)) return [];
    const why =
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
    return [forbidden('spec', why)];
  },

  warnings: (object, old) =>
    templateWarnings(object.spec.template, old?.spec.template, 'spec.template'),

  cells(object, { nowMs }) {
    const { spec, status } = object;
    return [
      object.metadata.name,
      `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      ageCell(object, nowMs),
      containersCell(spec.template.spec),
      imagesCell(spec.template.spec),
    ];
  },

  subresources: { scale: scaleStrategy<StatefulSet>() },
});

function specDefaults(given: StatefulSetSpec): StatefulSetSpec {
  let spec = complete(given, {
    podManagementPolicy: 'OrderedReady',
    replicas: 1,
    revisionHistoryLimit: 10,
    updateStrategy: {},
    persistentVolumeClaimRetentionPolicy: {},
  });
  spec = changeField(spec, 'updateStrategy', (given2) => {
    const strategy = complete(given2, { type: 'RollingUpdate' });
    if (strategy.type !== 'RollingUpdate') return strategy;
    return changeField(complete(strategy, { rollingUpdate: {} }), 'rollingUpdate', (one) =>
      complete(one, { partition: 0 }),
    );
  });
  spec = changeField(spec, 'persistentVolumeClaimRetentionPolicy', (policy) =>
    complete(policy, { whenDeleted: 'Retain', whenScaled: 'Retain' }),
  );
  spec = changeField(spec, 'volumeClaimTemplates', (all) => mapSame(all, claimDefaults));
  return withTemplateDefaults(spec);
}

function claimDefaults(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  let result = complete<PersistentVolumeClaim>(claim, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    status: { phase: 'Pending' },
  });
  result = changeField(result, 'status', (status) => complete(status, { phase: 'Pending' }));
  return changeField(result, 'spec', (spec) => complete(spec, { volumeMode: 'Filesystem' }));
}

function checkSpec(spec: StatefulSetSpec): FieldError[] {
  const errors: FieldError[] = [];
  const policies = ['OrderedReady', 'Parallel'];
  if (!policies.includes(spec.podManagementPolicy ?? '')) {
    const why = `must be '${policies.join("' or '")}'`;
    errors.push(invalid('spec.podManagementPolicy', spec.podManagementPolicy ?? '', why));
  }
  const { type = '', rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'RollingUpdate') {
    const at = 'spec.updateStrategy.rollingUpdate';
    errors.push(...checkNonNegative(`${at}.partition`, rollingUpdate?.partition));
    errors.push(...checkCountOrPercent(`${at}.maxUnavailable`, rollingUpdate?.maxUnavailable));
    errors.push(...checkAtMostAll(`${at}.maxUnavailable`, rollingUpdate?.maxUnavailable));
  } else if (type !== 'OnDelete') {
    errors.push(notSupported('spec.updateStrategy', type, ['RollingUpdate', 'OnDelete']));
  }
  const policy = spec.persistentVolumeClaimRetentionPolicy;
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const value = policy?.[field] ?? '';
    if (value === 'Retain' || value === 'Delete') continue;
    const at = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
    errors.push(notSupported(at, value, ['Retain', 'Delete']));
  }
  errors.push(...checkNonNegative('spec.replicas', spec.replicas));
  errors.push(...checkNonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...checkNonNegative('spec.ordinals.start', spec.ordinals?.start));
  errors.push(...checkSelector(spec, 'spec', 'statefulset'));
  return [
    ...errors,
    ...checkTemplate(withClaimVolumes(spec), spec.selector, 'spec.template', ['Always']),
  ];
}

/** The template as its pods will have it: each claim template gives a volume of its name. */
function withClaimVolumes({ template, volumeClaimTemplates = [] }: StatefulSetSpec) {
  if (!template?.spec || volumeClaimTemplates.length === 0) return template;
  const own = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  const names = new Set(own.map((one) => one.name));
  const others = (template.spec.volumes ?? []).filter((one) => !names.has(one.name));
  return { ...template, spec: { ...template.spec, volumes: [...own, ...others] } };
}
