/** JSON merge patches (RFC 7386): applying, and creating from two or three versions. */

import { deepEqual, isObject, type Json, type JsonObject } from '../json';
import { type Draft, hasKey } from './schema';

/** Applies a merge patch; what the patch leaves alone keeps its reference. */
export function applyMergePatch(document: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  if (!isObject(document)) return withoutNulls(patch);
  let draft: Draft | null = null;
  for (const key of Object.keys(patch)) {
    const change = patch[key];
    const isThere = hasKey(document, key);
    if (change === undefined || (change === null && !isThere)) continue;
    const before = document[key];
    const after = change === null ? undefined : applyMergePatch(before ?? null, change);
    if (after === before || (after !== undefined && deepEqual(before, after))) continue;
    draft ??= { ...document };
    if (after === undefined) delete draft[key];
    else draft[key] = after;
  }
  return (draft as JsonObject | null) ?? document;
}

/** A patch's object becomes a value: its nulls mean "not there". */
function withoutNulls(value: JsonObject): JsonObject {
  const out: Draft = {};
  for (const key of Object.keys(value)) {
    const one = value[key];
    if (one === null || one === undefined) continue;
    out[key] = isObject(one) ? withoutNulls(one) : one;
  }
  return out as JsonObject;
}

/** The smallest merge patch that turns `before` into `after`; lists are replaced as wholes. */
export function createMergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Draft = {};
  for (const key of Object.keys(after)) {
    const [old, now] = [before[key], after[key]];
    if (now === undefined || old === now) continue;
    if (!hasKey(before, key)) patch[key] = now;
    else if (isObject(old) && isObject(now)) {
      const inner = createMergePatch(old, now);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!deepEqual(old, now)) patch[key] = now;
  }
  for (const key of Object.keys(before)) {
    if (hasKey(before, key) && !hasKey(after, key)) patch[key] = null;
  }
  return patch as JsonObject;
}

/**
 * The merge patch `kubectl apply` sends for kinds without a schema for strategic merges:
 * additions and
 * changes against the live object, deletions against what was applied last.
 */
export function createThreeWayJsonMergePatch(
  original: JsonObject | null,
  modified: JsonObject,
  current: JsonObject,
): JsonObject {
  const changes = keepNulls(createMergePatch(current, modified), false);
  const deletions = keepNulls(createMergePatch(original ?? {}, modified), true);
  return mergePatches(deletions, changes);
}

/** Keeps only a patch's deletions, or only the rest. */
function keepNulls(patch: JsonObject, keep: boolean): JsonObject {
  const out: Draft = {};
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === null) {
      if (keep) out[key] = null;
    } else if (isObject(value)) {
      const inner = keepNulls(value, keep);
      if (Object.keys(inner).length > 0 || (!keep && Object.keys(value).length === 0)) {
        out[key] = inner;
      }
    } else if (!keep) out[key] = value;
  }
  return out as JsonObject;
}

function mergePatches(first: JsonObject, second: JsonObject): JsonObject {
  const out: Draft = { ...first };
  for (const key of Object.keys(second)) {
    const [a, b] = [first[key], second[key]];
    out[key] = isObject(a) && isObject(b) ? mergePatches(a, b) : b;
  }
  return out as JsonObject;
}
