// MutatingAdmissionPolicy.
import { ageCell } from '../cells';
import { changeField, complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, required } from '../field-error';
import type { MutatingAdmissionPolicy } from '../generated/types';
import { matchDefaults, paramKindCell } from '../policy-rules';

export default defineKind<MutatingAdmissionPolicy>({
  name: 'mutatingadmissionpolicies',
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingAdmissionPolicy',
  hasGeneration: true,

  applyDefaults(object) {
    const spec = complete(object.spec ?? {}, { failurePolicy: 'Fail' });
    return withField(object, 'spec', changeField(spec, 'matchConstraints', matchDefaults));
  },

  validate({ spec }) {
    const errors: FieldError[] = [];
    if (!spec.matchConstraints) errors.push(required('spec.matchConstraints'));
    if (!spec.mutations?.length) {
      errors.push(required('spec.mutations', 'mutations must contain at least one item'));
    }
    if (!spec.reinvocationPolicy) errors.push(required('spec.reinvocationPolicy'));
    return errors;
  },

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.spec.mutations?.length ?? 0,
    paramKindCell(object.spec.paramKind),
    ageCell(object, nowMs),
  ],
});
