// The three patch languages, applied to one object. Refusals are the API server's.
import { isObject } from '../../../base/json';
import { invalid } from '../../kinds/field-error';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { schemaOf } from '../../kinds/schema';
import { conversionProblem } from '../decoding';
import { ApiError, badRequest, invalidObject } from '../errors';
import { applyJsonPatch, JsonPatchProblem } from '../patch/json-patch';
import { goMap, PatchProblem, strategicMerge } from '../patch/strategic-merge';
import type { ApiServer } from '../server';

function unprocessable(): ApiError {
  return new ApiError(
    422,
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
}

/** RFC 6902. @throws ApiError */
export function applyJsonPatchBody(before: KubeObject, body: unknown): unknown {
  if (!Array.isArray(body)) {
    const kind = isObject(body) ? 'object' : typeof body;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${kind} into Go value of type jsonpatch.Patch`,
    );
  }
  try {
    return applyJsonPatch(before, body);
  } catch (error) {
    if (error instanceof JsonPatchProblem) throw unprocessable();
    throw error;
  }
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
  resource: Resource,
): unknown {
  if (resource.schemaName === undefined) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/apply-patch+cbor',
      {},
    );
  }
  if (!isObject(body)) throw badRequest('the patch is not an object');
  const schema = schemaOf(resource);
  try {
    const after = strategicMerge(before, body, schema);
    const problem = conversionProblem(after, schema);
    if (problem === undefined) return after;
    const error = invalid('patch', goMap(withoutOrdered(body)), problem);
    throw invalidObject({ group: '', kind: '' }, '', [error]);
  } catch (error) {
    if (error instanceof PatchProblem) throw new ApiError(500, '', error.message);
    throw error;
  }
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
