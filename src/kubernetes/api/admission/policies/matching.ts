// Which requests policies and webhooks are for: rules by resource, selectors by labels.
import { matchesSelectorObject } from '../../../../base/labels';
import type { AdmissionRequest } from '../admission';

interface Rule {
  readonly apiGroups?: readonly string[] | undefined;
  readonly apiVersions?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly resourceNames?: readonly string[] | undefined;
  readonly scope?: string | undefined;
}

/** What a policy's matchConstraints, a binding's matchResources and a webhook have. */
export interface Match {
  readonly resourceRules?: readonly Rule[] | undefined;
  readonly excludeResourceRules?: readonly Rule[] | undefined;
  readonly namespaceSelector?: unknown;
  readonly objectSelector?: unknown;
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.some((one) => one === '*' || one === wanted) ?? false;
}

function ruleMatches(rule: Rule, request: AdmissionRequest): boolean {
  const { group, version, resource } = request.resource;
  const full = request.subresource ? `${resource}/${request.subresource}` : resource;
  const isNamed =
    rule.resources?.some(
      (one) =>
        one === full ||
        one === '*/*' ||
        (one === '*' && !request.subresource) ||
        one === `${resource}/*`,
    ) ?? false;
  return (
    isNamed &&
    has(rule.apiGroups, group) &&
    has(rule.apiVersions, version) &&
    has(rule.operations, request.operation) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(request.name))
  );
}

/** Whether a request is one of those meant. */
export function matches(match: Match | undefined, request: AdmissionRequest): boolean {
  if (match === undefined) return true;
  const { resourceRules, excludeResourceRules, namespaceSelector, objectSelector } = match;
  if (resourceRules && !resourceRules.some((rule) => ruleMatches(rule, request))) return false;
  if (excludeResourceRules?.some((rule) => ruleMatches(rule, request))) return false;
  if (namespaceSelector !== undefined && !inNamespace(namespaceSelector, request)) return false;
  if (objectSelector === undefined) return true;
  const labels = [request.object, request.old].map((one) => one?.metadata.labels);
  return labels.some((one, i) => {
    const isThere = (i === 0 ? request.object : request.old) !== undefined;
    return isThere && matchesSelectorObject(objectSelector, one);
  });
}

function inNamespace(selector: unknown, request: AdmissionRequest): boolean {
  const isNamespace = request.resource.storage === 'namespaces';
  if (!request.resource.namespaced && !isNamespace) return true;
  const found = isNamespace
    ? (request.object ?? request.old)
    : request.server.store.get('namespaces', request.namespace);
  return matchesSelectorObject(selector, found?.metadata.labels);
}
