/**
 * Strategic merge patches: objects merge by field, lists by merge key where the schema says so,
 * steered by the directives `$patch`, `$retainKeys`, `$deleteFromPrimitiveList`,
 * `$setElementOrder`.
 */

import { formatGoValue } from '../go-format';
import { deepEqual, isObject, type Json, type JsonObject } from '../json';
import type { PatchResult } from './json-patch';
import {
  DELETE_FROM_LIST,
  DIRECTIVE,
  type Draft,
  ELEMENT_ORDER,
  hasKey,
  hasStrategy,
  kindOf,
  PatchMistake,
  type PatchSchema,
  RETAIN_KEYS,
} from './schema';
import { findElement, isSameElement, orderMerged } from './strategic-order';

/** How two documents merge: a patch into an object, or one patch into another. */
export interface MergeOptions {
  /** False when the first document is itself a patch, so that directives stay in it. */
  readonly intoObject: boolean;
}

/** Applies a patch; what it leaves alone keeps its reference. */
export function applyStrategicMergePatch(
  document: JsonObject,
  patch: JsonObject,
  schema: PatchSchema | undefined,
): PatchResult {
  try {
    const value = mergeMaps(document, patch, schema, { intoObject: true });
    return { ok: true, value: deepEqual(value, document) ? document : (value as Json) };
  } catch (error) {
    if (error instanceof PatchMistake) return { ok: false, error: error.message };
    throw error;
  }
}

/** Merges one object into another. @throws PatchMistake */
export function mergeMaps(
  document: JsonObject,
  patch: JsonObject,
  schema: PatchSchema | undefined,
  options: MergeOptions,
): JsonObject {
  if (hasKey(patch, DIRECTIVE)) return replaceOrDelete(patch);
  const draft: Draft = { ...document };
  const rest: Draft = { ...patch };
  retainKeys(draft, rest, options);
  for (const key of Object.keys(rest)) {
    if (key.startsWith(ELEMENT_ORDER)) mergeOrdered(draft, rest, key, schema, options);
  }
  for (const key of Object.keys(rest)) {
    if (rest[key] !== undefined) mergeField(draft, key, rest[key], schema, options);
  }
  return isShallowEqual(draft, document) ? document : (draft as JsonObject);
}

function isShallowEqual(a: Draft, b: JsonObject): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function replaceOrDelete(patch: JsonObject): JsonObject {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw badDirective(directive, patch);
}

function badDirective(directive: unknown, map: unknown): PatchMistake {
  return new PatchMistake(
    `unknown patch type: ${formatGoValue(directive)} in map: ${formatGoValue(map)}`,
  );
}

/** `$retainKeys` lists the only fields that may stay. */
function retainKeys(draft: Draft, patch: Draft, options: MergeOptions): void {
  const list = patch[RETAIN_KEYS];
  if (list === undefined) return;
  delete patch[RETAIN_KEYS];
  if (!options.intoObject) {
    draft[RETAIN_KEYS] = list;
    return;
  }
  if (!Array.isArray(list)) throw new PatchMistake('invalid $retainKeys directive');
  for (const key of Object.keys(patch)) {
    if (patch[key] !== null && !key.startsWith('$') && !list.includes(key)) {
      const [kept, given] = [formatGoValue(list), formatGoValue(patch)];
      throw new PatchMistake(`${kept} doesn't contain all fields present in the patch ${given}`);
    }
  }
  for (const key of Object.keys(draft)) if (!list.includes(key)) delete draft[key];
}

/** Merges the list that `$setElementOrder/KEY` belongs to, and puts it into that order. */
function mergeOrdered(
  draft: Draft,
  patch: Draft,
  directive: string,
  schema: PatchSchema | undefined,
  options: MergeOptions,
): void {
  const order = patch[directive];
  delete patch[directive];
  if (!options.intoObject) {
    draft[directive] = order;
  }
  const key = directive.slice(ELEMENT_ORDER.length);
  const live = draft[key];
  const added = patch[key];
  if (!Array.isArray(order)) throw badList(order);
  if (live !== undefined && live !== null && !Array.isArray(live)) throw badList(live);
  if (added !== undefined && added !== null && !Array.isArray(added)) throw badList(added);
  if (!Array.isArray(live) && !Array.isArray(added)) return;
  const field = schema?.child(key);
  const mergeKey = field?.mergeKey ?? '';
  let merged: readonly unknown[];
  if (!Array.isArray(added)) merged = live as unknown[];
  else if (!Array.isArray(live)) merged = cleanList(added, options);
  else merged = mergeLists(live, added, field, options);
  const ordered = orderMerged(merged, order, Array.isArray(live) ? live : [], mergeKey);
  draft[key] = deepEqual(ordered, live) ? live : ordered;
  delete patch[key];
}

function badList(value: unknown): PatchMistake {
  return new PatchMistake(`expected a list, but received a ${kindOf(value)}`);
}

function mergeField(
  draft: Draft,
  key: string,
  change: unknown,
  schema: PatchSchema | undefined,
  options: MergeOptions,
): void {
  if (key.startsWith(DELETE_FROM_LIST)) {
    removeScalars(draft, key, change, options);
    return;
  }
  if (change === null) {
    if (options.intoObject) delete draft[key];
    else draft[key] = null;
    return;
  }
  const before = draft[key];
  if (before === undefined || kindOf(before) !== kindOf(change)) {
    const value = cleanValue(change, options);
    if (value === undefined) delete draft[key];
    else draft[key] = value;
    return;
  }
  const field = schema?.child(key);
  if (isObject(before) && isObject(change)) {
    if (hasStrategy(field, 'replace')) draft[key] = change;
    else draft[key] = mergeMaps(before, change, field, options);
  } else if (Array.isArray(before) && Array.isArray(change)) {
    if (hasStrategy(field, 'merge')) draft[key] = mergeLists(before, change, field, options);
    else draft[key] = deepEqual(before, change) ? before : change;
  } else draft[key] = change;
}

function removeScalars(
  draft: Draft,
  directive: string,
  list: unknown,
  options: MergeOptions,
): void {
  if (!options.intoObject) {
    draft[directive] ??= list;
    return;
  }
  const key = directive.slice(DELETE_FROM_LIST.length);
  const before = draft[key];
  if (!Array.isArray(list)) throw badList(list);
  if (Array.isArray(before)) draft[key] = before.filter((one) => !list.includes(one));
}

/** A patch's value as it enters an object: without directives and nulls; undefined = nothing. */
function cleanValue(value: unknown, options: MergeOptions): unknown {
  if (!options.intoObject) return value;
  if (Array.isArray(value)) return cleanList(value, options);
  if (!isObject(value)) return value;
  if (value[DIRECTIVE] === 'delete') return undefined;
  const out: Draft = {};
  for (const key of Object.keys(value)) {
    if (key === DIRECTIVE || key === RETAIN_KEYS) continue;
    if (key.startsWith(DELETE_FROM_LIST) || key.startsWith(ELEMENT_ORDER)) continue;
    if (value[key] === null) continue;
    const cleaned = cleanValue(value[key], options);
    if (cleaned !== undefined) out[key] = cleaned;
  }
  return out;
}

function cleanList(list: readonly unknown[], options: MergeOptions): unknown[] {
  if (!options.intoObject) return [...list];
  return list.map((one) => cleanValue(one, options)).filter((one) => one !== undefined);
}

/** Merges a patch's list into another by merge key, or as a set of scalars. */
export function mergeLists(
  live: readonly unknown[],
  patch: readonly unknown[],
  field: PatchSchema | undefined,
  options: MergeOptions,
): readonly unknown[] {
  if (live.length === 0 && patch.length === 0) return live;
  const mergeKey = field?.mergeKey ?? '';
  if (elementKind([...live, ...patch]) !== 'map') {
    const merged = [...new Set([...live, ...patch])];
    return orderMerged(merged, patch, live, '');
  }
  if (mergeKey === '') throw new PatchMistake('cannot merge lists without merge key');
  const special = applyElementDirectives(live, patch, mergeKey, options);
  const merged = [...special.live];
  for (const one of special.patch) {
    if (!isObject(one) || one[mergeKey] === undefined) throw noMergeKey(one, mergeKey);
    const at = findElement(merged, one, mergeKey);
    const before = merged[at];
    if (at >= 0 && isObject(before)) merged[at] = mergeMaps(before, one, field, options);
    else merged.push(cleanValue(one, options));
  }
  return orderMerged(merged, special.patch, special.live, mergeKey);
}

function noMergeKey(map: unknown, mergeKey: string): PatchMistake {
  return new PatchMistake(
    `map: ${formatGoValue(map)} does not contain declared merge key: ${mergeKey}`,
  );
}

/** All elements must be of one kind. */
export function elementKind(list: readonly unknown[]): 'map' | 'scalar' {
  const kinds = new Set(list.map(kindOf));
  if (kinds.has('list')) throw new PatchMistake('lists of lists are not supported');
  const hasMaps = kinds.has('map');
  if (hasMaps && kinds.size > 1) {
    throw new PatchMistake(`list element types are not identical: ${formatGoValue(list)}`);
  }
  return hasMaps ? 'map' : 'scalar';
}

/** Carries out the elements with `$patch` and leaves the others. */
function applyElementDirectives(
  live: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
  options: MergeOptions,
): { live: readonly unknown[]; patch: readonly unknown[] } {
  let left = live;
  let isReplaced = false;
  const plain: unknown[] = [];
  for (const one of patch) {
    const directive = isObject(one) ? one[DIRECTIVE] : undefined;
    if (directive === undefined) plain.push(one);
    else if (directive === 'replace') isReplaced = true;
    else if (directive === 'delete') {
      if (!isObject(one) || one[mergeKey] === undefined) throw noMergeKey(one, mergeKey);
      left = left.filter((other) => !isSameElement(one, other, mergeKey));
    } else if (directive === 'merge') {
      throw new PatchMistake('merging lists cannot yet be specified in the patch');
    } else throw badDirective(directive, one);
  }
  return isReplaced ? { live: cleanList(plain, options), patch: [] } : { live: left, patch: plain };
}
