// Deployment.
import { deepEqual } from '../../../base/json';
import { ageCell, containersCell, imagesCell, selectorCell } from '../cells';
import { changeField, complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkNonNegative, immutableText } from '../field-checks';
import { type FieldError, forbidden, invalid } from '../field-error';
import type { Deployment, DeploymentSpec, DeploymentStrategy } from '../generated/types';
import { checkAtMostAll, checkCountOrPercent, isZeroCount } from '../workloads/rolling-update';
import { scaleStrategy } from '../workloads/scale';
import {
  checkSelector,
  checkTemplate,
  templateWarnings,
  withTemplateDefaults,
} from '../workloads/template';

export default defineKind<Deployment>({
  name: 'deployments',
  group: 'apps',
  kind: 'Deployment',
  hasGeneration: true,

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec ?? {})),

  prepareForCreate: (object) => ({ ...object, status: {} }),

  validate: ({ spec }) => checkSpec(spec),

  validateUpdate(object, old) {
    if (deepEqual(object.spec.selector, old.spec.selector)) return [];
    return [invalid('spec.selector', object.spec.selector, immutableText)];
  },

  warnings: (object, old) =>
    templateWarnings(object.spec.template, old?.spec.template, 'spec.template'),

  cells(object, { nowMs }) {
    const { spec, status } = object;
    return [
      object.metadata.name,
      `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      ageCell(object, nowMs),
      containersCell(spec.template.spec),
      imagesCell(spec.template.spec),
      selectorCell(spec.selector),
    ];
  },

  subresources: { scale: scaleStrategy<Deployment>() },
});

function specDefaults(given: DeploymentSpec): DeploymentSpec {
  const spec = complete(given, {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: {},
  });
  return withTemplateDefaults(changeField(spec, 'strategy', strategyDefaults));
}

function strategyDefaults(given: DeploymentStrategy): DeploymentStrategy {
  const strategy = complete(given, { type: 'RollingUpdate' });
  if (strategy.type !== 'RollingUpdate') return strategy;
  const rolling = { maxUnavailable: '25%', maxSurge: '25%' };
  return changeField(complete(strategy, { rollingUpdate: {} }), 'rollingUpdate', (one) =>
    complete(one, rolling),
  );
}

function checkSpec(spec: DeploymentSpec): FieldError[] {
  const errors = checkNonNegative('spec.replicas', spec.replicas);
  errors.push(...checkSelector(spec, 'spec', 'deployment'));
  errors.push(...checkTemplate(spec.template, spec.selector, 'spec.template', ['Always']));
  errors.push(...checkStrategy(spec.strategy ?? {}, 'spec.strategy'));
  errors.push(...checkNonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...checkNonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit));
  const deadline = spec.progressDeadlineSeconds;
  if (deadline !== undefined) {
    errors.push(...checkNonNegative('spec.progressDeadlineSeconds', deadline));
    if (deadline <= (spec.minReadySeconds ?? 0)) {
      const why = 'must be greater than minReadySeconds';
      errors.push(invalid('spec.progressDeadlineSeconds', deadline, why));
    }
  }
  return errors;
}

function checkStrategy(strategy: DeploymentStrategy, at: string): FieldError[] {
  if (strategy.type === 'Recreate') {
    if (strategy.rollingUpdate === undefined) return [];
    const why = "may not be specified when strategy `type` is 'Recreate'";
    return [forbidden(`${at}.rollingUpdate`, why)];
  }
  if (strategy.type !== 'RollingUpdate') {
    const known = ['Recreate', 'RollingUpdate'].map((one) => JSON.stringify(one)).join(', ');
    const message = `Unsupported value: ${JSON.stringify(strategy.type)}: supported values: ${known}`;
    return [{ type: 'NotSupported', field: `${at}.type`, message }];
  }
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  const path = `${at}.rollingUpdate`;
  const errors = [
    ...checkCountOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...checkCountOrPercent(`${path}.maxSurge`, maxSurge),
  ];
  if (isZeroCount(maxUnavailable) && isZeroCount(maxSurge)) {
    const why = 'may not be 0 when `maxSurge` is 0';
    errors.push(invalid(`${path}.maxUnavailable`, maxUnavailable, why));
  }
  return [...errors, ...checkAtMostAll(`${path}.maxUnavailable`, maxUnavailable)];
}
