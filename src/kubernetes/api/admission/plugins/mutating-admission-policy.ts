// MutatingAdmissionPolicy: changes written in CEL, applied or as JSON patches.

import type { Json } from '../../../../base/json';
import { applyJsonPatch, type JsonPatchOperation } from '../../../../base/patch';
import { compileCel } from '../../../kinds/cel/compile';
import type { CelScope } from '../../../kinds/cel/evaluate';
import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
} from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { schemaOf } from '../../../kinds/schema';
import { mergeConfiguration } from '../../ownership/merging';
import { type AdmissionRequest, defineAdmission } from '../admission';
import { type Match, matches } from '../policies/matching';
import { policyNames, policyScope } from '../policies/scope';

const group = 'admissionregistration.k8s.io';
const bindings = `mutatingadmissionpolicybindings.${group}`;

export default defineAdmission({
  name: 'mutating-admission-policy',
  order: 880,
  admit(request) {
    const { store } = request.server;
    const object = request.object as KubeObject;
    if (store.count(bindings) === 0 || request.resource.group === group) return object;
    return store.list(bindings).reduce((current, one) => {
      const binding = one as MutatingAdmissionPolicyBinding;
      return mutated(binding, { ...request, object: current });
    }, object);
  },
});

function mutated(binding: MutatingAdmissionPolicyBinding, request: AdmissionRequest): KubeObject {
  const object = request.object as KubeObject;
  const name = binding.spec?.policyName ?? '';
  const policy = request.server.store.get(`mutatingadmissionpolicies.${group}`, name) as
    | MutatingAdmissionPolicy
    | undefined;
  if (policy === undefined) return object;
  if (!matches(policy.spec.matchConstraints as Match | undefined, request)) return object;
  if (!matches(binding.spec.matchResources as Match | undefined, request)) return object;
  let current = object;
  for (const mutation of policy.spec.mutations ?? []) {
    const scope = policyScope(
      { ...request, object: current },
      undefined,
      policy.spec.variables ?? [],
    );
    const patch = mutation.jsonPatch?.expression;
    const config = mutation.applyConfiguration?.expression;
    if (config) {
      const schema = schemaOf(request.resource);
      current = mergeConfiguration(current, evaluate(config, scope), schema) as KubeObject;
    } else if (patch) {
      const steps = evaluate(patch, scope) as JsonPatchOperation[];
      const result = applyJsonPatch(current as unknown as Json, steps);
      if (result.ok) current = result.value as unknown as KubeObject;
    }
  }
  return current;
}

function evaluate(expression: string, scope: CelScope): unknown {
  const compiled = compileCel(expression, [...policyNames, 'params']);
  return compiled.ok ? compiled.evaluate(scope) : undefined;
}
