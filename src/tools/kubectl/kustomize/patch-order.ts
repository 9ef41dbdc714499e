// The order of merged lists: unlike the API server, kustomize puts a patch's elements first.
import { isObject, type Json } from '../../../base/json';
import type { PatchSchema } from '../../../base/patch';

/** A merged value with the elements that its patch names before all others, at any depth. */
export function patchedFirst(
  merged: Json,
  patch: Json | undefined,
  schema: PatchSchema | undefined,
): Json {
  if (Array.isArray(merged)) {
    const isMerged = schema?.patchStrategy?.includes('merge') ?? false;
    return isMerged && Array.isArray(patch) ? listFirst(merged, patch, schema) : merged;
  }
  if (!isObject(merged) || !isObject(patch)) return merged;
  let out = merged;
  for (const [key, change] of Object.entries(patch)) {
    const old = merged[key];
    if (old === undefined || old === null) continue;
    const next = patchedFirst(old, change, schema?.child(key));
    if (next !== old) out = { ...out, [key]: next };
  }
  return out;
}

function listFirst(
  merged: readonly Json[],
  patch: readonly Json[],
  schema: PatchSchema | undefined,
): Json {
  const keyOf = (one: Json) => (isObject(one) ? one[schema?.mergeKey ?? 'name'] : one);
  const named = patch.flatMap((change) => {
    const found = merged.find((one) => keyOf(one) === keyOf(change));
    return found === undefined ? [] : [{ found, change }];
  });
  const front = [...new Map(named.map((one) => [one.found, one.change]))];
  const rest = merged.filter((one) => !named.some(({ found }) => found === one));
  return [...front.map(([one, change]) => patchedFirst(one, change, schema)), ...rest];
}
