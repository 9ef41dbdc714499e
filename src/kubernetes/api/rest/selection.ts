// Label and field selectors of lists and watches.
import {
  type FieldRequirement,
  type LabelSelector,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '../../../base/labels';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { badRequest } from '../errors';
import type { ApiRequest } from '../request';
import type { ApiServer } from '../server';

/** What a request's selectors and name choose; undefined: everything. @throws ApiError 400 */
export function selection(
  request: ApiRequest,
  resource: Resource,
): ((object: KubeObject) => boolean) | undefined {
  const labels = labelSelector(request);
  const fields = fieldSelector(request, resource);
  const { namespace } = request;
  const { conversion, schema } = resource;
  const shown = (object: KubeObject) =>
    schema !== undefined && conversion ? conversion.fromStorage(object) : object;
  if (!labels && !fields && !(namespace && resource.namespaced)) return undefined;
  return (object) =>
    (!namespace || !resource.namespaced || object.metadata.namespace === namespace) &&
    (!labels || matchesLabels(labels, object.metadata.labels)) &&
    (!fields || matchesFields(fields, (field) => fieldOf(shown(object), field, resource) ?? ''));
}

function labelSelector(request: ApiRequest): LabelSelector | undefined {
  const text = request.query?.labelSelector;
  if (!text) return undefined;
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) throw badRequest(parsed.error);
  return parsed.selector;
}

function fieldSelector(
  request: ApiRequest,
  resource: Resource,
): readonly FieldRequirement[] | undefined {
  const text = request.query?.fieldSelector;
  if (!text) return undefined;
  const parsed = parseFieldSelector(text);
  if (!parsed.ok) throw badRequest(parsed.error);
  for (const { field } of parsed.requirements) {
    if (!isSelectable(field, resource)) {
      throw badRequest(`field label not supported: ${field}`);
    }
  }
  return parsed.requirements;
}

const probe = { apiVersion: '', kind: '', metadata: { name: '', uid: '' }, spec: {}, status: {} };

function isSelectable(field: string, resource: Resource): boolean {
  return fieldOf(probe as KubeObject, field, resource) !== undefined;
}

function fieldOf(object: KubeObject, field: string, resource: Resource): string | undefined {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace' && resource.namespaced) return object.metadata.namespace ?? '';
  return resource.definition?.selectableFields?.(object)[field];
}

/** The stored objects that a list request chooses, in key order. */
export function selected(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): readonly KubeObject[] {
  const prefix = resource.namespaced && request.namespace ? `${request.namespace}/` : '';
  const all = server.store.list(resource.storage, prefix);
  const choose = selection(request, resource);
  return choose ? all.filter(choose) : all;
}
