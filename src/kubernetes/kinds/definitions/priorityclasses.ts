// PriorityClass.
import { ageCell } from '../cells';
import { complete } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, forbidden, invalid, notSupported } from '../field-error';
import type { PriorityClass } from '../generated/types';

/** The highest priority that isn't the system's. */
const highestUserPriority = 1_000_000_000;
const policies = ['Never', 'PreemptLowerPriority'];

export default defineKind<PriorityClass>({
  name: 'priorityclasses',
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  hasGeneration: true,

  applyDefaults: (object) =>
    complete<PriorityClass>(object, { preemptionPolicy: 'PreemptLowerPriority' }),

  validate(object) {
    const errors: FieldError[] = [];
    const { name } = object.metadata;
    const isSystem = name.startsWith('system-');
    if (isSystem && name !== 'system-node-critical' && name !== 'system-cluster-critical') {
      const why =
        "priority class names with 'system-' prefix are reserved for system use only. error: ";
      errors.push(forbidden('metadata.name', `${why}${name} is not a known system priority class`));
    } else if (!isSystem && (object.value ?? 0) > highestUserPriority) {
      const why = `maximum allowed value of a user defined priority is ${highestUserPriority}`;
      errors.push(forbidden('value', why));
    }
    const policy = object.preemptionPolicy ?? '';
    if (!policies.includes(policy)) {
      errors.push(notSupported('preemptionPolicy', policy, ['PreemptLowerPriority', 'Never']));
    }
    return errors;
  },

  validateUpdate(object, old) {
    const errors: FieldError[] = [];
    if (object.value !== old.value) {
      errors.push(forbidden('value', 'may not be changed in an update.'));
    }
    if (object.preemptionPolicy !== old.preemptionPolicy) {
      errors.push(invalid('preemptionPolicy', object.preemptionPolicy, 'field is immutable'));
    }
    return errors;
  },

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.value ?? 0,
    object.globalDefault ?? false,
    ageCell(object, nowMs),
    object.preemptionPolicy ?? '',
  ],
});
