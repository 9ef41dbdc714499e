// Validation of node and pod affinity.

import { checkLabelSelector, checkQualifiedName } from '../field-checks';
import type { FieldError } from '../field-error';
import { forbidden, invalid, required } from '../field-error';
import type {
  Affinity,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from '../generated/types';

/** Findings about a pod's affinity. */
export function checkAffinity(
  affinity: Affinity | undefined,
  path: string,
  errors: FieldError[],
): void {
  if (!affinity) return;
  if (affinity.nodeAffinity)
    checkNodeAffinity(affinity.nodeAffinity, `${path}.nodeAffinity`, errors);
  if (affinity.podAffinity) checkPodAffinity(affinity.podAffinity, `${path}.podAffinity`, errors);
  if (affinity.podAntiAffinity) {
    checkPodAffinity(affinity.podAntiAffinity, `${path}.podAntiAffinity`, errors);
  }
}

const requiredField = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferredField = 'preferredDuringSchedulingIgnoredDuringExecution';

function checkWeight(weight: number | undefined, field: string, errors: FieldError[]): void {
  const value = weight ?? 0;
  if (value < 1 || value > 100) errors.push(invalid(field, value, 'must be in the range 1-100'));
}

function checkNodeAffinity(affinity: NodeAffinity, path: string, errors: FieldError[]): void {
  const needed = affinity[requiredField];
  if (needed) {
    const at = `${path}.${requiredField}.nodeSelectorTerms`;
    if (!needed.nodeSelectorTerms?.length) {
      errors.push(required(at, 'must have at least one node selector term'));
    }
    (needed.nodeSelectorTerms ?? []).forEach((term, i) => {
      checkTerm(term, `${at}[${i}]`, errors);
    });
  }
  (affinity[preferredField] ?? []).forEach((one, i) => {
    const at = `${path}.${preferredField}[${i}]`;
    checkWeight(one.weight, `${at}.weight`, errors);
    checkTerm(one.preference ?? {}, `${at}.preference`, errors);
  });
}

function checkTerm(term: NodeSelectorTerm, path: string, errors: FieldError[]): void {
  (term.matchExpressions ?? []).forEach((one, i) => {
    checkNodeRequirement(one, `${path}.matchExpressions[${i}]`, errors);
  });
  (term.matchFields ?? []).forEach((one, i) => {
    const at = `${path}.matchFields[${i}]`;
    if (one.key !== 'metadata.name') {
      errors.push(invalid(`${at}.key`, one.key, 'not a valid field selector key'));
    }
    if (one.operator !== 'In' && one.operator !== 'NotIn') {
      errors.push(invalid(`${at}.operator`, one.operator, 'not a valid selector operator'));
    } else if (one.values?.length !== 1) {
      const why =
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
      errors.push(required(`${at}.values`, why));
    }
  });
}

/** Findings about one requirement of a node selector (also of volumes). */
export function checkNodeRequirement(
  one: NodeSelectorRequirement,
  at: string,
  errors: FieldError[],
): void {
  const count = one.values?.length ?? 0;
  switch (one.operator) {
    case 'In':
    case 'NotIn':
      if (count === 0) {
        errors.push(
          required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"),
        );
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) {
        const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
        errors.push(forbidden(`${at}.values`, why));
      }
      break;
    case 'Gt':
    case 'Lt':
      if (count !== 1) {
        const why = "must be specified single value when `operator` is 'Lt' or 'Gt'";
        errors.push(required(`${at}.values`, why));
      }
      break;
    default:
      errors.push(invalid(`${at}.operator`, one.operator, 'not a valid selector operator'));
  }
  errors.push(...checkQualifiedName(`${at}.key`, one.key));
}

function checkPodAffinity(affinity: PodAffinity, path: string, errors: FieldError[]): void {
  (affinity[requiredField] ?? []).forEach((term, i) => {
    checkPodTerm(term, `${path}.${requiredField}[${i}]`, errors);
  });
  (affinity[preferredField] ?? []).forEach((one, i) => {
    const at = `${path}.${preferredField}[${i}]`;
    checkWeight(one.weight, `${at}.weight`, errors);
    checkPodTerm(one.podAffinityTerm ?? { topologyKey: '' }, `${at}.podAffinityTerm`, errors);
  });
}

function checkPodTerm(term: PodAffinityTerm, at: string, errors: FieldError[]): void {
  errors.push(...checkLabelSelector(`${at}.labelSelector`, term.labelSelector));
  errors.push(...checkLabelSelector(`${at}.namespaceSelector`, term.namespaceSelector));
  const key = term.topologyKey ?? '';
  if (!key) errors.push(required(`${at}.topologyKey`, 'can not be empty'));
  errors.push(...checkQualifiedName(`${at}.topologyKey`, key));
}
