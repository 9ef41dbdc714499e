// Reviews of authorization.k8s.io: may somebody do something; what may I do.
import { isObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { PolicyRule } from '../../kinds/generated/types';
import type { Resource } from '../../kinds/resource';
import { type AccessQuestion, decide, rulesFor } from '../authorization/rbac';
import type { ApiRequest, ApiResponse, User } from '../request';
import type { ApiServer } from '../server';
import { answerOf, type Fields, fieldsOf } from './answer';

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function questionOf(spec: Fields): AccessQuestion {
  const paths = spec.nonResourceAttributes;
  if (isObject(paths)) {
    return { verb: text(paths.verb) ?? '', path: text(paths.path) ?? '', resource: '' };
  }
  const asked = fieldsOf(spec.resourceAttributes);
  return {
    verb: text(asked.verb) ?? '',
    namespace: text(asked.namespace),
    group: text(asked.group) ?? '',
    resource: text(asked.resource) ?? '',
    subresource: text(asked.subresource),
    name: text(asked.name),
  };
}

function userIn(spec: Fields, fallback: User): User {
  if (spec.user === undefined && spec.groups === undefined) return fallback;
  const groups = Array.isArray(spec.groups) ? (spec.groups as readonly string[]) : [];
  return { name: text(spec.user) ?? '', groups };
}

/** SelfSubjectAccessReview, SubjectAccessReview, LocalSubjectAccessReview. */
export function* reviewAccess(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const body = fieldsOf(request.body);
  const spec = fieldsOf(body.spec);
  const isSelf = resource.resource === 'selfsubjectaccessreviews';
  const who = isSelf ? user : userIn(spec, user);
  const answer = decide(server.store, who, questionOf(spec));
  const status = {
    allowed: answer.isAllowed,
    ...(answer.reason ? { reason: answer.reason } : {}),
  };
  return answerOf(resource, body, { spec, status });
}

/** SelfSubjectRulesReview. */
export function* reviewRules(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const body = fieldsOf(request.body);
  const spec = fieldsOf(body.spec);
  const resourceRules: Fields[] = [];
  const nonResourceRules: Fields[] = [];
  const add = (rule: PolicyRule) => {
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
    if (nonResourceURLs?.length) nonResourceRules.push({ verbs, nonResourceURLs });
    else resourceRules.push(present({ verbs, apiGroups, resources, resourceNames }));
  };
  if (user.groups.includes('system:masters')) {
    add({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
    add({ verbs: ['*'], nonResourceURLs: ['*'] });
  }
  for (const { rules } of rulesFor(server.store, user, text(spec.namespace))) rules.forEach(add);
  const status = { resourceRules, nonResourceRules, incomplete: false };
  return answerOf(resource, body, { spec: {}, status });
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
