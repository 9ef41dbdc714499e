// Bodies of requests: which formats are taken, and what is said about broken ones.
import { fromBytes, toBytes } from '../../../base/bytes';
import { toHex } from '../../../base/hash';
import { isObject } from '../../../base/json';
import { parseGoJson } from '../../../base/json-parse';
import { yamlToValue } from '../../../base/yaml';
import { ApiError, badRequest } from '../errors';
import type { HttpApiRequest, PatchType } from '../request';

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

function contentType(request: HttpApiRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
}

/** The kind of patch that the content type names. @throws ApiError 415 */
export function patchTypeOf(request: HttpApiRequest): PatchType {
  const type = patchTypes[contentType(request)];
  if (type !== undefined) return type;
  throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** The body of a patch. @throws ApiError 400 */
export function patchBody(request: HttpApiRequest): unknown {
  if (contentType(request) === 'application/apply-patch+yaml') {
    const parsed = yamlToValue(request.body);
    if (parsed.ok) return parsed.value;
    throw badRequest(`error decoding YAML: ${parsed.error.message}`);
  }
  const parsed = parseGoJson(request.body);
  if (parsed.ok) return parsed.value;
  throw badRequest(`error decoding patch: ${parsed.error}`);
}

const summaryLimit = 1024;

function summary(body: string): string {
  if (body === '') return '<empty>';
  const text = body.startsWith('{') ? body : toHex(toBytes(body));
  const limit = body.startsWith('{') ? summaryLimit : summaryLimit * 2;
  return text.length > limit ? `${text.slice(0, limit)} ...` : fromBytes(toBytes(text));
}

const typeMeta =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** The body of a create or update of a kind. @throws ApiError 400, 415 */
export function objectBody(request: HttpApiRequest, kind: string): unknown {
  const type = contentType(request);
  if (!['', 'application/json', 'application/yaml'].includes(type)) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  }
  if (type === 'application/yaml') {
    const parsed = yamlToValue(request.body);
    if (parsed.ok) return parsed.value;
    throw badRequest(`error converting YAML to JSON: ${parsed.error.message}`);
  }
  const about = `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error:`;
  const parsed = parseGoJson(request.body);
  if (!parsed.ok) throw badRequest(`${about} ${parsed.error} (${summary(request.body)})`);
  if (isObject(parsed.value)) return parsed.value;
  const found = Array.isArray(parsed.value) ? 'array' : typeof parsed.value;
  const why = `json: cannot unmarshal ${found} into Go value of type ${typeMeta}`;
  throw badRequest(`${about} ${why} (${summary(request.body)})`);
}
