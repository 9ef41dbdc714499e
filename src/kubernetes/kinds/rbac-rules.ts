// What the kinds of RBAC have in common.
import { deepEqual } from '../../base/json';
import { type FieldError, invalid, notSupported, required } from './field-error';
import type { PolicyRule, RoleRef, RbacV1Subject as Subject } from './generated/types';

export const rbacGroup = 'rbac.authorization.k8s.io';

/** Names of roles and bindings: anything that is one segment of a path. */
export function pathSegmentErrors(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((one) => name.includes(one)).map((one) => `may not contain '${one}'`);
}

/** Findings about the rules of a role. */
export function checkRules(rules: readonly PolicyRule[], isNamespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  rules.forEach((rule, i) => {
    const at = `rules[${i}]`;
    if (!rule.verbs?.length)
      errors.push(required(`${at}.verbs`, 'verbs must contain at least one value'));
    if (rule.nonResourceURLs?.length) {
      if (isNamespaced) {
        const why = 'namespaced rules cannot apply to non-resource URLs';
        errors.push(invalid(`${at}.nonResourceURLs`, rule.nonResourceURLs, why));
      }
      if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
        const why = 'rules cannot apply to both regular resources and non-resource URLs';
        errors.push(invalid(`${at}.nonResourceURLs`, rule.nonResourceURLs, why));
      }
      return;
    }
    if (!rule.apiGroups?.length) {
      errors.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
    }
    if (!rule.resources?.length) {
      errors.push(required(`${at}.resources`, 'resource rules must supply at least one resource'));
    }
  });
  return errors;
}

interface Binding {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[] | undefined;
}

/** A subject with the group that goes with its kind. */
export function subjectDefaults(subject: Subject): Subject {
  if (subject.apiGroup !== undefined || subject.kind === 'ServiceAccount') return subject;
  return { ...subject, apiGroup: rbacGroup };
}

/** Findings about a binding. */
export function checkBinding({ roleRef, subjects }: Binding, isNamespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const { apiGroup = '', kind = '', name = '' } = roleRef ?? {};
  if (apiGroup !== rbacGroup) {
    errors.push(notSupported('roleRef.apiGroup', apiGroup, [rbacGroup]));
  }
  const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
  if (!name) errors.push(required('roleRef.name'));
  (subjects ?? []).forEach((subject, i) => {
    const at = `subjects[${i}]`;
    if (!subject.name) errors.push(required(`${at}.name`));
    const known = ['ServiceAccount', 'User', 'Group'];
    if (!known.includes(subject.kind)) errors.push(notSupported(`${at}.kind`, subject.kind, known));
    if (subject.kind === 'ServiceAccount' && !subject.namespace && !isNamespaced) {
      errors.push(required(`${at}.namespace`));
    }
  });
  return errors;
}

/** A binding's role may not change. */
export function checkBindingUpdate(now: Binding, old: Binding): FieldError[] {
  if (deepEqual(now.roleRef, old.roleRef)) return [];
  const { apiGroup, kind, name } = now.roleRef;
  const shown = JSON.stringify({ APIGroup: apiGroup, Kind: kind, Name: name });
  const message = `Invalid value: ${shown}: cannot change roleRef`;
  return [{ type: 'Invalid', field: 'roleRef', message }];
}

/** The wide cells of a binding: users, groups, service accounts. */
export function subjectCells(subjects: readonly Subject[] | undefined): readonly string[] {
  const names = (kind: string) =>
    (subjects ?? [])
      .filter((one) => one.kind === kind)
      .map((one) => (kind === 'ServiceAccount' ? `${one.namespace}/${one.name}` : one.name))
      .join(', ');
  return [names('User'), names('Group'), names('ServiceAccount')];
}
