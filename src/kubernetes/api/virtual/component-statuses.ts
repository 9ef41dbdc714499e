// ComponentStatus: how the control plane's parts are, as v1 still tells.
import type { Task } from '../../../base/sim';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { notFound } from '../errors';
import type { ApiRequest, ApiResponse } from '../request';
import { asPartial, tableOf } from '../rest/table';
import type { ApiServer } from '../server';

const parts: readonly (readonly [string, string])[] = [
  ['controller-manager', 'ok'],
  ['etcd-0', 'ok'],
  ['scheduler', 'ok'],
];

function statusOf(name: string, message: string): KubeObject {
  const condition = { type: 'Healthy', status: 'True', message };
  return {
    kind: 'ComponentStatus',
    apiVersion: 'v1',
    metadata: { name } as KubeObject['metadata'],
    conditions: [condition],
  };
}

/** get and list. */
export function* componentStatuses(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  const all = parts.map(([name, message]) => statusOf(name, message));
  const items = request.name ? all.filter((one) => one.metadata.name === request.name) : all;
  if (request.name && items.length === 0) throw notFound(resource, request.name);
  const [first] = items;
  const list: KubeObject = {
    kind: 'ComponentStatusList',
    apiVersion: 'v1',
    metadata: {} as KubeObject['metadata'],
    items,
  };
  const whole = request.name && first ? first : list;
  const object =
    request.accept === 'table'
      ? tableOf(server, items, whole.metadata, resource, request)
      : request.accept === 'partial'
        ? asPartial(items, whole)
        : whole;
  return { code: 200, object, warnings: [] };
}
