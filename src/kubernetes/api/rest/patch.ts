// The four kinds of PATCH: what the object would be after it.
import { isObject } from '../../../base/json';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { badRequest } from '../errors';
import type { ApiRequest } from '../request';
import type { ApiServer } from '../server';
import { decodeBody } from './decode';
import { isDryRun } from './options';
import { applyJsonPatchBody, applyMergePatchBody, applyStrategicPatchBody } from './patch-bodies';

interface PatchInput {
  readonly request: ApiRequest;
  readonly resource: Resource;
  readonly old: KubeObject | undefined;
  readonly warnings: string[];
}

/** The whole object that a patch makes of `old`. @throws ApiError */
export function patched(server: ApiServer, input: PatchInput): KubeObject {
  const { request, resource, old, warnings } = input;
  if (request.patchType === 'apply') {
    const applied = decodeBody(server, { ...request, isUntrusted: false }, resource, warnings);
    if (server.applier === undefined) throw badRequest('server-side apply is not available');
    const merged = server.applier(server, {
      resource,
      old,
      applied,
      manager: request.query?.fieldManager ?? '',
      force: request.query?.force === 'true',
      isDryRun: isDryRun(request),
    });
    return decodeBody(server, { ...request, body: merged }, resource, warnings);
  }
  if (old === undefined) throw badRequest('nothing to patch');
  const isWhole = old.kind === resource.kind;
  const before = resource.conversion && isWhole ? resource.conversion.fromStorage(old) : old;
  const after = applyBody(server, request, resource, before);
  if (!isObject(after)) throw badRequest('the patch does not leave an object');
  return decodeBody(server, { ...request, body: after }, resource, warnings);
}

function applyBody(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  before: KubeObject,
): unknown {
  switch (request.patchType) {
    case 'json':
      return applyJsonPatchBody(before, request.body);
    case 'merge':
      return applyMergePatchBody(before, request.body);
    default:
      return applyStrategicPatchBody(server, before, request.body, resource);
  }
}
