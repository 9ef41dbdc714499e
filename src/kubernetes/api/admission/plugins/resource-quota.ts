// ResourceQuota: refuses what would exceed a namespace's quota, and counts what is let in.
import {
  addQuantity,
  cmpQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  subQuantity,
  zeroQuantity,
} from '../../../../base/quantity';
import type { Pod, ResourceQuota } from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { keyOf } from '../../../kinds/object';
import { quotaMatches, type Usage, usageOf } from '../../../kinds/quota-usage';
import { forbiddenError } from '../../errors';
import { type AdmissionRequest, defineAdmission } from '../admission';

export default defineAdmission({
  name: 'resource-quota',
  order: 1000,
  validate(request) {
    const { store } = request.server;
    const { operation, resource, subresource, object } = request;
    if (object === undefined || operation === 'DELETE' || store.count('resourcequotas') === 0) {
      return undefined;
    }
    if (subresource !== '' && subresource !== 'resize') return undefined;
    if (!resource.namespaced || resource.storage === 'resourcequotas') return undefined;
    for (const quota of store.list('resourcequotas', `${request.namespace}/`) as ResourceQuota[]) {
      if (quotaMatches(quota, resource.storage, object)) checkQuota(quota, request, object);
    }
    return undefined;
  },
});

function checkQuota(quota: ResourceQuota, request: AdmissionRequest, object: KubeObject): void {
  const hard = quota.spec.hard ?? {};
  const delta = usageOf(request.resource.storage, object);
  const before = request.old && usageOf(request.resource.storage, request.old);
  const names = Object.keys(hard)
    .filter((name) => delta.has(name) || isNeeded(name, request))
    .sort();
  if (names.length === 0) return;
  if (request.resource.storage === 'pods') checkNeeded(quota, names, object as Pod, request);
  const used = usedNow(quota, request);
  const exceeded: string[] = [];
  const next = new Map<string, Quantity>();
  for (const name of names) {
    const asked = delta.get(name) ?? zeroQuantity;
    const more = before ? subQuantity(asked, before.get(name) ?? zeroQuantity) : asked;
    const total = addQuantity(used.get(name) ?? zeroQuantity, more);
    next.set(name, total);
    const limit = parseQuantity(hard[name] ?? '0') ?? zeroQuantity;
    if (cmpQuantity(more, zeroQuantity) > 0 && cmpQuantity(total, limit) > 0) exceeded.push(name);
  }
  if (exceeded.length === 0) {
    count(quota, next, request);
    return;
  }
  const list = (amounts: (name: string) => string) =>
    exceeded.map((name) => `${name}=${amounts(name)}`).join(',');
  const text = (usage: Usage, name: string) => formatQuantity(usage.get(name) ?? zeroQuantity);
  const why =
    `exceeded quota: ${quota.metadata.name}, requested: ${list((name) => text(delta, name))}, ` +
    `used: ${list((name) => text(used, name))}, limited: ${list((name) => hard[name] ?? '0')}`;
  throw forbiddenError(request.resource, request.name, why);
}

/** Requests and limits that a quota counts must be named by every container. */
function isNeeded(name: string, request: AdmissionRequest): boolean {
  if (request.resource.storage !== 'pods' || request.operation !== 'CREATE') return false;
  return /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/.test(name);
}

function checkNeeded(
  quota: ResourceQuota,
  names: readonly string[],
  pod: Pod,
  request: AdmissionRequest,
): void {
  const missing: string[] = [];
  for (const name of names) {
    if (!isNeeded(name, request)) continue;
    const list = name.startsWith('limits.') ? 'limits' : 'requests';
    const resource = name.slice(name.indexOf('.') + 1);
    const without = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
      .filter((one) => one.resources?.[list]?.[resource] === undefined)
      .map((one) => one.name);
    if (without.length > 0) missing.push(`${name} for: ${without.join(',')}`);
  }
  if (missing.length === 0) return;
  const why = `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`;
  throw forbiddenError(request.resource, request.name, why);
}

/** What is used at this moment, counted from the namespace's objects. */
function usedNow(quota: ResourceQuota, request: AdmissionRequest): Usage {
  const { store } = request.server;
  const storage = request.resource.storage;
  const total = new Map<string, Quantity>();
  for (const object of store.list(storage, `${request.namespace}/`)) {
    if (!quotaMatches(quota, storage, object)) continue;
    for (const [name, value] of usageOf(storage, object)) {
      total.set(name, addQuantity(total.get(name) ?? zeroQuantity, value));
    }
  }
  return total;
}

/** Writes the new totals into the quota's status. */
function count(quota: ResourceQuota, next: Usage, request: AdmissionRequest): void {
  if (request.context.isDryRun) return;
  const { store } = request.server;
  const current = store.get('resourcequotas', keyOf(quota));
  if (current === undefined) return;
  const status = (current as ResourceQuota).status ?? {};
  const used = { ...status.used };
  for (const [name, value] of next) used[name] = formatQuantity(value);
  store.put('resourcequotas', {
    ...current,
    metadata: { ...current.metadata, resourceVersion: String(store.nextRevision) },
    status: { ...status, hard: quota.spec.hard, used },
  });
}
