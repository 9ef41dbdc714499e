// MutatingAdmissionPolicyBinding.
import { ageCell } from '../cells';
import { changeField, withField } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, required } from '../field-error';
import type { MutatingAdmissionPolicyBinding } from '../generated/types';
import { matchDefaults, paramRefCell } from '../policy-rules';

export default defineKind<MutatingAdmissionPolicyBinding>({
  name: 'mutatingadmissionpolicybindings',
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingAdmissionPolicyBinding',
  hasGeneration: true,

  applyDefaults(object) {
    const spec = changeField(object.spec ?? {}, 'matchResources', matchDefaults);
    return withField(object, 'spec', spec);
  },

  validate({ spec }) {
    const errors: FieldError[] = [];
    if (!spec.policyName) errors.push(required('spec.policyName'));
    return errors;
  },

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.spec.policyName ?? '',
    paramRefCell(object.spec.paramRef),
    ageCell(object, nowMs),
  ],
});
