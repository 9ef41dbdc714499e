// Patching an object that was found: the one way of label, annotate, set, patch, scale...
import { goJson, type JsonObject } from '../../../base/json';
import { createMergePatch, createTwoWayMergePatch } from '../../../base/patch';
import type { Task } from '../../../base/sim';
import type { PatchType } from '../../../kubernetes/api/request';
import type { Context } from '../framework/context';
import { type DryRun, writeQuery } from '../framework/dry-run';
import { patchSchemaFor } from '../rest/schemas';
import type { Info } from './info';

/** A patch for one object. */
export interface InfoPatch {
  readonly type: PatchType;
  readonly body: unknown;
  readonly subresource?: string;
  readonly dryRun?: DryRun;
  readonly query?: Readonly<Record<string, string>>;
}

/** Sends a patch and returns the object afterwards. @throws ApiError */
export function* patchInfo(ctx: Context, info: Info, patch: InfoPatch): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'patch',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
    name: info.name,
    ...(patch.subresource ? { subresource: patch.subresource } : {}),
    patchType: patch.type,
    body: patch.body,
    withManagedFields: true,
    query: { ...writeQuery(ctx, patch.dryRun ?? 'none'), ...patch.query },
  });
  return answer.object as unknown as JsonObject;
}

/** The strategic patch between two versions of an object (a merge patch where there is no schema). */
export function differencePatch(info: Info, before: JsonObject, after: JsonObject): InfoPatch {
  const schema = patchSchemaFor(info.resource.apiVersion, info.resource.kind);
  if (schema === undefined) return { type: 'merge', body: createMergePatch(before, after) };
  return { type: 'strategic', body: createTwoWayMergePatch(before, after, schema) };
}

/** Whether a patch changes nothing. */
export function isEmptyPatch(patch: InfoPatch): boolean {
  return goJson(patch.body) === '{}';
}
