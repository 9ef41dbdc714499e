// ValidatingAdmissionPolicy: rules in CEL, put to work by bindings.

import { compileCel } from '../../../kinds/cel/compile';
import type { CelScope } from '../../../kinds/cel/evaluate';
import { CelProblem } from '../../../kinds/cel/lexer';
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  Validation,
} from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { ApiError, forbiddenError } from '../../errors';
import { type AdmissionRequest, defineAdmission } from '../admission';
import { type Match, matches } from '../policies/matching';
import { policyNames, policyScope } from '../policies/scope';

const group = 'admissionregistration.k8s.io';
const bindings = `validatingadmissionpolicybindings.${group}`;
const policies = `validatingadmissionpolicies.${group}`;

export default defineAdmission({
  name: 'validating-admission-policy',
  order: 900,
  validate(request) {
    const { store } = request.server;
    if (store.count(bindings) === 0 || request.resource.group === group) return undefined;
    for (const object of store.list(bindings)) {
      checkBinding(object as ValidatingAdmissionPolicyBinding, request);
    }
    return undefined;
  },
});

function checkBinding(binding: ValidatingAdmissionPolicyBinding, request: AdmissionRequest): void {
  const { store } = request.server;
  const { policyName = '', matchResources } = binding.spec ?? {};
  const policy = store.get(policies, policyName) as ValidatingAdmissionPolicy | undefined;
  if (policy === undefined) return;
  if (!matches(policy.spec.matchConstraints as Match | undefined, request)) return;
  if (!matches(matchResources as Match | undefined, request)) return;
  const found = paramsOf(policy, binding, request);
  if (found === 'missing') {
    if (binding.spec.paramRef?.parameterNotFoundAction === 'Allow') return;
    const why = 'no params found for policy binding with `Deny` parameterNotFoundAction';
    report(binding, request, { message: `failed to configure binding: ${why}`, reason: undefined });
    return;
  }
  const scope = policyScope(request, found, policy.spec.variables ?? []);
  for (const condition of policy.spec.matchConditions ?? []) {
    if (evaluate(condition.expression, scope) !== true) return;
  }
  for (const validation of policy.spec.validations ?? []) {
    const message = failureOf(validation, scope, policy);
    if (message === undefined) continue;
    report(binding, request, { message, reason: validation.reason });
  }
}

function evaluate(expression: string, scope: CelScope): unknown {
  const compiled = compileCel(expression, [...policyNames, 'params']);
  if (!compiled.ok) throw new CelProblem(compiled.error);
  return compiled.evaluate(scope);
}

/** Why a validation fails; undefined when it holds. */
function failureOf(
  validation: Validation,
  scope: CelScope,
  policy: ValidatingAdmissionPolicy,
): string | undefined {
  const { expression, message, messageExpression } = validation;
  try {
    if (evaluate(expression, scope) === true) return undefined;
    if (messageExpression) return String(evaluate(messageExpression, scope));
    return message ?? `failed expression: ${expression.trim()}`;
  } catch (error) {
    if (!(error instanceof CelProblem)) throw error;
    if (policy.spec.failurePolicy === 'Ignore') return undefined;
    return `expression '${expression}' resulted in error: ${error.message}`;
  }
}

function paramsOf(
  policy: ValidatingAdmissionPolicy,
  binding: ValidatingAdmissionPolicyBinding,
  request: AdmissionRequest,
): KubeObject | undefined | 'missing' {
  const kind = policy.spec.paramKind;
  const ref = binding.spec.paramRef;
  if (!kind || !ref) return undefined;
  const { catalog, store } = request.server;
  const resource = catalog.byKind(kind.apiVersion ?? '', kind.kind ?? '');
  if (resource === undefined) return 'missing';
  const namespace = resource.namespaced ? (ref.namespace ?? request.namespace) : '';
  const key = namespace ? `${namespace}/${ref.name}` : (ref.name ?? '');
  return store.get(resource.storage, key) ?? 'missing';
}

interface Failure {
  readonly message: string;
  readonly reason: string | undefined;
}

const codes: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

function report(
  binding: ValidatingAdmissionPolicyBinding,
  request: AdmissionRequest,
  failure: Failure,
): void {
  const actions = binding.spec.validationActions ?? ['Deny'];
  const who = `ValidatingAdmissionPolicy '${binding.spec.policyName}' with binding '${binding.metadata.name}'`;
  if (actions.includes('Warn')) {
    request.context.warn(`Validation failed for ${who}: ${failure.message}`);
  }
  if (!actions.includes('Deny')) return;
  const why = `${who} denied request: ${failure.message}`;
  const error = forbiddenError(request.resource, request.name, why);
  const reason = failure.reason ?? 'Invalid';
  throw new ApiError(codes[reason] ?? 422, reason, error.message, {
    ...error.details,
    causes: [{ message: why }],
  });
}
