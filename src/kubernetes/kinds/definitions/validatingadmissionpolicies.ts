// ValidatingAdmissionPolicy.

import { compileCel } from '../cel/compile';
import { ageCell } from '../cells';
import { changeField, complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, invalid, required } from '../field-error';
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicySpec } from '../generated/types';
import { matchDefaults, paramKindCell } from '../policy-rules';

const names = ['object', 'oldObject', 'request', 'namespaceObject', 'variables', 'authorizer'];

export default defineKind<ValidatingAdmissionPolicy>({
  name: 'validatingadmissionpolicies',
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingAdmissionPolicy',
  hasGeneration: true,

  applyDefaults(object) {
    const spec = complete(object.spec ?? {}, { failurePolicy: 'Fail' });
    return withField(object, 'spec', changeField(spec, 'matchConstraints', matchDefaults));
  },

  prepareForCreate: (object) => ({ ...object, status: {} }),

  validate: ({ spec }) => checkSpec(spec),

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.spec.validations?.length ?? 0,
    paramKindCell(object.spec.paramKind),
    ageCell(object, nowMs),
  ],
});

function checkSpec(spec: ValidatingAdmissionPolicySpec): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.matchConstraints) errors.push(required('spec.matchConstraints'));
  if (!spec.validations?.length && !spec.auditAnnotations?.length) {
    const why = 'validations or auditAnnotations must contain at least one item';
    errors.push(required('spec.validations', why), required('spec.auditAnnotations', why));
  }
  const known = spec.paramKind ? [...names, 'params'] : names;
  (spec.validations ?? []).forEach((one, i) => {
    const at = `spec.validations[${i}]`;
    checkExpression(one.expression, 'bool', `${at}.expression`, known, errors);
    if (one.message && /[\r\n]/.test(one.message)) {
      errors.push(invalid(`${at}.message`, one.message, 'must not contain line breaks'));
    }
    if (one.messageExpression) {
      checkExpression(one.messageExpression, 'string', `${at}.messageExpression`, known, errors);
    }
  });
  return errors;
}

function checkExpression(
  expression: string | undefined,
  wanted: string,
  field: string,
  known: readonly string[],
  errors: FieldError[],
): void {
  if (!expression?.trim()) {
    errors.push(required(field, 'expression is not specified'));
    return;
  }
  const compiled = compileCel(expression, known);
  if (!compiled.ok) {
    errors.push(invalid(field, expression, `compilation failed: ${compiled.error}`));
  } else if (compiled.type !== 'dyn' && compiled.type !== wanted) {
    const why = `must evaluate to ${wanted} but got ${compiled.type}`;
    errors.push(invalid(field, expression, why));
  }
}
