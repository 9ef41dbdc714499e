// ValidatingAdmissionPolicyBinding.
import { ageCell } from '../cells';
import { changeField, withField } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, invalid, required } from '../field-error';
import type { ValidatingAdmissionPolicyBinding } from '../generated/types';
import { matchDefaults, paramRefCell } from '../policy-rules';

export default defineKind<ValidatingAdmissionPolicyBinding>({
  name: 'validatingadmissionpolicybindings',
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingAdmissionPolicyBinding',
  hasGeneration: true,

  applyDefaults(object) {
    const spec = changeField(object.spec ?? {}, 'matchResources', matchDefaults);
    return withField(object, 'spec', spec);
  },

  validate({ spec }) {
    const errors: FieldError[] = [];
    if (!spec.policyName) errors.push(required('spec.policyName'));
    const actions = spec.validationActions ?? [];
    if (actions.length === 0)
      errors.push(required('spec.validationActions', 'at least one validation action is required'));
    if (actions.includes('Deny') && actions.includes('Warn')) {
      const why =
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
      errors.push(invalid('spec.validationActions', actions, why));
    }
    return errors;
  },

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.spec.policyName ?? '',
    paramRefCell(object.spec.paramRef),
    ageCell(object, nowMs),
  ],
});
