// DaemonSet.
import { deepEqual } from '../../../base/json';
import { ageCell, containersCell, imagesCell, pairsCell, selectorCell } from '../cells';
import { changeField, complete, withField } from '../complete';
import { defineKind, type StrategyContext } from '../define-kind';
import { checkNonNegative, immutableText } from '../field-checks';
import { type FieldError, invalid, notSupported } from '../field-error';
import type { DaemonSet, DaemonSetUpdateStrategy } from '../generated/types';
import { checkAtMostAll, checkCountOrPercent, isZeroCount } from '../workloads/rolling-update';
import {
  checkSelector,
  checkTemplate,
  templateWarnings,
  withTemplateDefaults,
} from '../workloads/template';

const generationKey = 'deprecated.daemonset.template.generation';

export default defineKind<DaemonSet>({
  name: 'daemonsets',
  group: 'apps',
  kind: 'DaemonSet',
  hasGeneration: true,

  applyDefaults(object) {
    let spec = complete(object.spec ?? {}, { revisionHistoryLimit: 10, updateStrategy: {} });
    spec = changeField(spec, 'updateStrategy', strategyDefaults);
    return withField(object, 'spec', withTemplateDefaults(spec));
  },

  prepareForCreate: (object) => ({
    ...withGeneration(object, 1),
    status: {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    },
  }),

  prepareForUpdate(object, old, _context: StrategyContext) {
    const before = Number(old.metadata.annotations?.[generationKey] ?? 1);
    const isSame = deepEqual(object.spec.template, old.spec.template);
    return withGeneration(object, isSame ? before : before + 1);
  },

  validate: ({ spec }) => [
    ...checkSelector(spec, 'spec', 'daemonset'),
    ...checkTemplate(spec.template, spec.selector, 'spec.template', ['Always']),
    ...checkNonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...checkStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
    ...checkNonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ],

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
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      pairsCell(spec.template.spec?.nodeSelector),
      ageCell(object, nowMs),
      containersCell(spec.template.spec),
      imagesCell(spec.template.spec),
      selectorCell(spec.selector),
    ];
  },
});

function withGeneration(object: DaemonSet, generation: number): DaemonSet {
  const annotations = { ...object.metadata.annotations, [generationKey]: String(generation) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function strategyDefaults(given: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const strategy = complete(given, { type: 'RollingUpdate' });
  if (strategy.type !== 'RollingUpdate') return strategy;
  return changeField(complete(strategy, { rollingUpdate: {} }), 'rollingUpdate', (one) =>
    complete(one, { maxUnavailable: 1, maxSurge: 0 }),
  );
}

function checkStrategy(strategy: DaemonSetUpdateStrategy, at: string): FieldError[] {
  const known = ['RollingUpdate', 'OnDelete'];
  if (!known.includes(strategy.type ?? '')) {
    return [notSupported(`${at}.type`, strategy.type ?? '', known)];
  }
  if (strategy.type !== 'RollingUpdate') return [];
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  const path = `${at}.rollingUpdate`;
  const errors = [
    ...checkCountOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...checkAtMostAll(`${path}.maxUnavailable`, maxUnavailable),
    ...checkCountOrPercent(`${path}.maxSurge`, maxSurge),
    ...checkAtMostAll(`${path}.maxSurge`, maxSurge),
  ];
  if (!isZeroCount(maxUnavailable) && !isZeroCount(maxSurge)) {
    const why = 'may not be set when maxUnavailable is non-zero';
    errors.push(invalid(`${path}.maxSurge`, maxSurge, why));
  } else if (isZeroCount(maxUnavailable) && isZeroCount(maxSurge)) {
    const why = 'cannot be 0 when maxSurge is 0';
    errors.push(invalid(`${path}.maxUnavailable`, maxUnavailable, why));
  }
  return errors;
}
