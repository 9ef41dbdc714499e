/** Creates strategic merge patches from two or three versions of an object, as kubectl does. */

import { compareStrings, deepEqual, isObject, type JsonObject } from '../json';
import {
  DELETE_FROM_LIST,
  DIRECTIVE,
  type Draft,
  ELEMENT_ORDER,
  hasKey,
  hasStrategy,
  kindOf,
  type PatchSchema,
  RETAIN_KEYS,
} from './schema';
import { elementKind, mergeMaps } from './strategic';
import { findElement, isSameElement, sortLike } from './strategic-order';

/** Which differences count. */
interface DiffOptions {
  readonly deletions: boolean;
  readonly changes: boolean;
  readonly elementOrder: boolean;
  readonly retainKeys: boolean;
}

/** The patch that turns one version into the other; `{}` when they are equal. */
export function createTwoWayMergePatch(
  before: JsonObject,
  after: JsonObject,
  schema: PatchSchema | undefined,
): JsonObject {
  const all = { deletions: true, changes: true, elementOrder: true, retainKeys: false };
  return diffMaps(before, after, schema, all);
}

/**
 * The patch `kubectl apply` sends: changes against the live object, deletions against what was
 * applied last (`original`, null when nothing was).
 */
export function createThreeWayMergePatch(
  original: JsonObject | null,
  modified: JsonObject,
  current: JsonObject,
  schema: PatchSchema | undefined,
): JsonObject {
  const base = { elementOrder: true, retainKeys: false };
  const delta = diffMaps(current, modified, schema, { ...base, deletions: false, changes: true });
  const only = { ...base, deletions: true, changes: false };
  const deletions = diffMaps(original ?? {}, modified, schema, only);
  return mergeMaps(deletions, delta, schema, { intoObject: false });
}

function diffMaps(
  before: JsonObject,
  after: JsonObject,
  schema: PatchSchema | undefined,
  options: DiffOptions,
): JsonObject {
  if (before === after) return {};
  const patch: Draft = {};
  const retained: string[] = [];
  for (const key of Object.keys(after)) {
    const [old, now] = [before[key], after[key]];
    if (now === undefined) continue;
    if (options.retainKeys && now !== null) retained.push(key);
    if (old === now) continue;
    if (old === undefined || kindOf(old) !== kindOf(now)) {
      if (options.changes) patch[key] = now;
      continue;
    }
    const field = schema?.child(key);
    const inner = { ...options, retainKeys: hasStrategy(field, 'retainKeys') };
    if (isObject(old) && isObject(now)) diffField(patch, key, old, now, field, inner);
    else if (Array.isArray(old) && Array.isArray(now) && hasStrategy(field, 'merge')) {
      diffListField(patch, key, old, now, field, inner);
    } else if (options.changes && !deepEqual(old, now)) patch[key] = now;
  }
  const gone = Object.keys(before).filter((key) => hasKey(before, key) && !hasKey(after, key));
  if (options.deletions) for (const key of gone) patch[key] = null;
  if (retained.length > 0 && (Object.keys(patch).length > 0 || gone.length > 0)) {
    patch[RETAIN_KEYS] = retained.sort(compareStrings);
  }
  return patch as JsonObject;
}

function diffField(
  patch: Draft,
  key: string,
  old: JsonObject,
  now: JsonObject,
  field: PatchSchema | undefined,
  options: DiffOptions,
): void {
  if (hasStrategy(field, 'replace')) {
    if (options.changes) patch[key] = now;
    return;
  }
  const inner = diffMaps(old, now, field, options);
  if (Object.keys(inner).length > 0) patch[key] = inner;
}

function diffListField(
  patch: Draft,
  key: string,
  old: readonly unknown[],
  now: readonly unknown[],
  field: PatchSchema | undefined,
  options: DiffOptions,
): void {
  if (old.length === 0) {
    if (now.length > 0 && options.changes) patch[key] = now;
    return;
  }
  const isMaps = elementKind([...old, ...now]) === 'map';
  const mergeKey = field?.mergeKey ?? '';
  const { added, removed } = isMaps
    ? diffElements(old, now, mergeKey, field, options)
    : diffScalars(old, now, options);
  if (added.length > 0) patch[key] = added;
  if (removed.length > 0) patch[DELETE_FROM_LIST + key] = removed;
  // The original sorts old scalars before it compares their order.
  const order = isMaps ? old : [...old].sort(byText);
  const isMoved = options.changes && !isOrderSame(order, now, mergeKey);
  const isTouched = added.length + removed.length > 0 || isMoved;
  if (options.elementOrder && isTouched && now.length > 0) {
    patch[ELEMENT_ORDER + key] = isMaps
      ? now.map((one) => ({ [mergeKey]: isObject(one) ? one[mergeKey] : null }))
      : now;
  }
}

/** Elements common to both lists stand in the same order. */
function isOrderSame(old: readonly unknown[], now: readonly unknown[], mergeKey: string): boolean {
  if (old.length !== now.length) return false;
  return old.every((one, i) => isSameElement(one, now[i], mergeKey));
}

interface ListDiff {
  readonly added: readonly unknown[];
  readonly removed: readonly unknown[];
}

function diffScalars(
  old: readonly unknown[],
  now: readonly unknown[],
  options: DiffOptions,
): ListDiff {
  const added = options.changes ? now.filter((one) => !old.includes(one)) : [];
  const removed = options.deletions ? old.filter((one) => !now.includes(one)) : [];
  return { added: [...new Set(added)], removed: [...new Set(removed)].sort(byText) };
}

/** Changed and new elements in their order, then deletions, as elements of one list. */
function diffElements(
  old: readonly unknown[],
  now: readonly unknown[],
  mergeKey: string,
  field: PatchSchema | undefined,
  options: DiffOptions,
): ListDiff {
  const changed: unknown[] = [];
  for (const one of now) {
    const before = old[findElement(old, one, mergeKey)];
    if (!isObject(one)) continue;
    if (!isObject(before)) {
      if (options.changes) changed.push(one);
      continue;
    }
    const inner = diffMaps(before, one, field, options);
    if (Object.keys(inner).length > 0) changed.push({ ...inner, [mergeKey]: one[mergeKey] });
  }
  const gone: JsonObject[] = [];
  if (options.deletions) {
    for (const one of old) {
      if (!isObject(one) || findElement(now, one, mergeKey) >= 0) continue;
      gone.push({ [DIRECTIVE]: 'delete', [mergeKey]: one[mergeKey] ?? null });
    }
  }
  gone.sort((a, b) => byText(a[mergeKey], b[mergeKey]));
  return { added: [...sortLike(changed, now, mergeKey), ...gone], removed: [] };
}

function byText(a: unknown, b: unknown): number {
  return compareStrings(String(a), String(b));
}
