// The RBAC authorizer: who may do what, by roles and bindings in the store.
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  RbacV1Subject as Subject,
} from '../../kinds/generated/types';
import type { Store } from '../../store/store';
import type { User } from '../request';

/** What is asked for: a resource, or a path. */
export interface AccessQuestion {
  readonly verb: string;
  readonly namespace?: string | undefined;
  readonly group?: string | undefined;
  /** Plural; '' for paths. */
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly name?: string | undefined;
  /** For what is no resource: `/metrics`. */
  readonly path?: string | undefined;
}

/** Whether it is allowed, and through what. */
export interface AccessAnswer {
  readonly isAllowed: boolean;
  readonly reason: string;
}

const group = 'rbac.authorization.k8s.io';
const superusers = 'system:masters';

/** Answers a question for a user. */
export function decide(store: Store, user: User, question: AccessQuestion): AccessAnswer {
  if (user.groups.includes(superusers)) return { isAllowed: true, reason: '' };
  for (const { rules, source } of rulesFor(store, user, question.namespace)) {
    if (rules.some((rule) => allows(rule, question))) {
      return { isAllowed: true, reason: `RBAC: allowed by ${source}` };
    }
  }
  return { isAllowed: false, reason: '' };
}

/** The rules that apply to a user, cluster-wide ones first; `source` names how they came. */
export function* rulesFor(store: Store, user: User, namespace: string | undefined) {
  for (const object of store.list(`clusterrolebindings.${group}`)) {
    const binding = object as ClusterRoleBinding;
    const subject = matching(binding.subjects, user, '');
    if (subject === undefined) continue;
    const name = JSON.stringify(binding.metadata.name);
    const rules = roleRules(store, binding.roleRef, '');
    yield { rules, source: `ClusterRoleBinding ${name} of ${via(binding.roleRef, subject, '')}` };
  }
  if (!namespace) return;
  for (const object of store.list(`rolebindings.${group}`, `${namespace}/`)) {
    const binding = object as RoleBinding;
    const subject = matching(binding.subjects, user, namespace);
    if (subject === undefined) continue;
    const name = JSON.stringify(`${binding.metadata.name}/${namespace}`);
    const rules = roleRules(store, binding.roleRef, namespace);
    yield { rules, source: `RoleBinding ${name} of ${via(binding.roleRef, subject, namespace)}` };
  }
}

function via(role: RoleRef, subject: Subject, namespace: string): string {
  const own = subject.namespace ?? namespace;
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${own}` : subject.name;
  return `${role.kind} ${JSON.stringify(role.name)} to ${subject.kind} ${JSON.stringify(who)}`;
}

function matching(
  subjects: readonly Subject[] | undefined,
  user: User,
  namespace: string,
): Subject | undefined {
  return subjects?.find((one) => {
    switch (one.kind) {
      case 'User':
        return one.name === user.name;
      case 'Group':
        return user.groups.includes(one.name);
      case 'ServiceAccount':
        return user.name === `system:serviceaccount:${one.namespace || namespace}:${one.name}`;
      default:
        return false;
    }
  });
}

function roleRules(store: Store, ref: RoleRef, namespace: string): readonly PolicyRule[] {
  const role =
    ref.kind === 'Role'
      ? (store.get(`roles.${group}`, `${namespace}/${ref.name}`) as Role | undefined)
      : (store.get(`clusterroles.${group}`, ref.name) as ClusterRole | undefined);
  return role?.rules ?? [];
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.some((one) => one === '*' || one === wanted) ?? false;
}

/** Whether one rule allows what is asked. */
export function allows(rule: PolicyRule, question: AccessQuestion): boolean {
  if (!has(rule.verbs, question.verb)) return false;
  if (question.path !== undefined) return allowsPath(rule.nonResourceURLs, question.path);
  if (!has(rule.apiGroups, question.group ?? '')) return false;
  const { resource, subresource, name } = question;
  const full = subresource ? `${resource}/${subresource}` : resource;
  const isNamed =
    rule.resources?.some(
      (one) =>
        one === '*' ||
        one === full ||
        (Boolean(subresource) && one === `*/${subresource}`) ||
        (Boolean(subresource) && one === `${resource}/*`),
    ) ?? false;
  if (!isNamed) return false;
  if (!rule.resourceNames?.length) return true;
  return name !== undefined && rule.resourceNames.includes(name);
}

function allowsPath(urls: readonly string[] | undefined, path: string): boolean {
  return (
    urls?.some((one) => (one.endsWith('*') ? path.startsWith(one.slice(0, -1)) : one === path)) ??
    false
  );
}
