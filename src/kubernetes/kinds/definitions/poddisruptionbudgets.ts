// PodDisruptionBudget.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { checkLabelSelector } from '../field-checks';
import { type FieldError, invalid, notSupported } from '../field-error';
import type { PodDisruptionBudget } from '../generated/types';
import { checkAtMostAll, checkCountOrPercent } from '../workloads/rolling-update';

export default defineKind<PodDisruptionBudget>({
  name: 'poddisruptionbudgets',
  group: 'policy',
  kind: 'PodDisruptionBudget',
  hasGeneration: true,

  applyDefaults: (object) => (object.spec === undefined ? { ...object, spec: {} } : object),

  prepareForCreate: (object) => ({
    ...object,
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  }),

  validate({ spec }) {
    const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec;
    const errors: FieldError[] = [];
    if (minAvailable !== undefined && maxUnavailable !== undefined) {
      const shown = {
        MinAvailable: minAvailable,
        Selector: spec.selector ?? null,
        MaxUnavailable: maxUnavailable,
        UnhealthyPodEvictionPolicy: policy ?? null,
      };
      const message = `Invalid value: ${JSON.stringify(shown)}: minAvailable and maxUnavailable cannot be both set`;
      errors.push({ type: 'Invalid', field: 'spec', message });
    }
    for (const field of ['minAvailable', 'maxUnavailable'] as const) {
      errors.push(...checkCountOrPercent(`spec.${field}`, spec[field]));
      errors.push(...checkAtMostAll(`spec.${field}`, spec[field]));
    }
    errors.push(...checkLabelSelector('spec.selector', spec.selector));
    const known = ['AlwaysAllow', 'IfHealthyBudget'];
    if (policy !== undefined && !known.includes(policy)) {
      errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, known));
    }
    if (spec.selector === null) errors.push(invalid('spec.selector', null, ''));
    return errors;
  },

  cells: (object, { nowMs }) => [
    object.metadata.name,
    String(object.spec.minAvailable ?? 'N/A'),
    String(object.spec.maxUnavailable ?? 'N/A'),
    object.status?.disruptionsAllowed ?? 0,
    ageCell(object, nowMs),
  ],
});
