// GET of one object and of lists.
import type { Task } from '../../../base/sim';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import type { ApiRequest, ApiResponse, User } from '../request';
import type { ApiServer } from '../server';
import { checkVersion, pageOf } from './continue';
import { present } from './decode';
import { selected } from './selection';
import { asPartial, tableOf } from './table';
import { shownObject } from './update';

/** One object. @throws ApiError 404 */
export function* getObject(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const stored = server.find(resource, request.namespace, request.name ?? '');
  const context = server.context(resource, user, [], false);
  const object = present(
    server,
    shownObject(stored, request, resource, context),
    request,
    resource,
  );
  return { code: 200, object: shaped(server, [object], object, request, resource), warnings: [] };
}

/** A list, perhaps a page of it. @throws ApiError */
export function* listObjects(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  checkVersion(server, request);
  const page = pageOf(server, request, resource, selected(server, request, resource));
  const items = page.items.map((item) => present(server, item, request, resource));
  const list = {
    kind: `${resource.kind}List`,
    apiVersion: resource.apiVersion,
    metadata: page.metadata as unknown as KubeObject['metadata'],
    items,
  };
  return { code: 200, object: shaped(server, items, list, request, resource), warnings: [] };
}

function shaped(
  server: ApiServer,
  items: readonly KubeObject[],
  whole: KubeObject,
  request: ApiRequest,
  resource: Resource,
): KubeObject {
  if (request.accept === 'table') return tableOf(server, items, whole.metadata, resource, request);
  if (request.accept === 'partial') return asPartial(items, whole);
  return whole;
}
