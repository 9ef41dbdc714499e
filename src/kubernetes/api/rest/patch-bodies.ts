// The three patch languages, applied to one object. Refusals are the API server's.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  type JsonPatchOperation,
} from '../../../base/patch';
import { invalid } from '../../kinds/field-error';
import { goValue } from '../../kinds/go-value';
import type { KubeObject } from '../../kinds/object';
import { patchSchemaOf } from '../../kinds/patch-schema';
import type { Resource } from '../../kinds/resource';
import { schemaOf } from '../../kinds/schema';
import { conversionProblem } from '../decoding';
import { ApiError, badRequest, invalidObject } from '../errors';
import type { ApiServer } from '../server';

/** RFC 6902. @throws ApiError */
export function applyJsonPatchBody(before: KubeObject, body: unknown): unknown {
  if (!Array.isArray(body)) {
    const kind = isObject(body) ? 'object' : typeof body;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${kind} into Go value of type jsonpatch.Patch`,
    );
  }
  const result = applyJsonPatch(before as unknown as Json, body as JsonPatchOperation[]);
  if (result.ok) return result.value;
  const why = 'the server rejected our request due to an error in our request';
  throw new ApiError(422, 'Invalid', why, {});
}

/** RFC 7386. */
export function applyMergePatchBody(before: unknown, body: unknown): unknown {
  return applyMergePatch(before as Json, body as Json);
}

/** Strategic merge by the schema of the resource. @throws ApiError */
export function applyStrategicPatchBody(
  _server: ApiServer,
  before: KubeObject,
  body: unknown,
  resource: Resource,
): unknown {
  if (resource.schemaName === undefined) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
      {},
    );
  }
  if (!isObject(body)) throw badRequest('the patch is not an object');
  const result = applyStrategicMergePatch(
    before as unknown as JsonObject,
    body,
    patchSchemaOf(resource),
  );
  if (!result.ok) throw new ApiError(500, '', result.error);
  const problem = conversionProblem(result.value, schemaOf(resource));
  if (problem === undefined) return result.value;
  const error = invalid('patch', goValue(withoutOrdered(body)), problem);
  throw invalidObject({ group: '', kind: '' }, '', [error]);
}

/** The patch as it stands after lists with an order were merged: those are gone from it. */
function withoutOrdered(patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const prefix = '$setElementOrder/';
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(prefix) || Object.hasOwn(patch, prefix + key)) continue;
    out[key] = withoutOrdered(value);
  }
  return out;
}
