// Strategic merge patch: a merge patch that knows from the schema which lists merge by a key, with
// the directives $patch, $retainKeys, $setElementOrder and $deleteFromPrimitiveList.
import { deepEqual, isObject, type JsonObject } from '../../../base/json';
import { fieldSchema, resolved, type Schema } from '../../kinds/schema';

type Mutable = Record<string, unknown>;

/** A patch that can't be applied; the message is the API server's. */
export class PatchProblem extends Error {}

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/** What `patch` makes of `before`. Neither is changed. @throws PatchProblem */
export function strategicMerge(
  before: unknown,
  patch: JsonObject,
  schema: Schema | undefined,
): unknown {
  return mergeMaps(isObject(before) ? before : {}, patch, schema);
}

function strategiesOf(schema: Schema | undefined): readonly string[] {
  return (schema?.['x-kubernetes-patch-strategy'] ?? '').split(',');
}

function mergeMaps(before: JsonObject, patch: JsonObject, schema: Schema | undefined): unknown {
  const directive = patch.$patch;
  if (directive === 'replace') return cleaned(without(patch, '$patch'));
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') {
    throw new PatchProblem(`unknown patch type ${directive} found`);
  }
  const result: Mutable = { ...before };
  retainKeys(result, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$') && isDirective(key)) continue;
    const field = fieldSchema(schema, key);
    if (value === null) delete result[key];
    else if (isObject(value)) result[key] = mergeChild(result[key], value, field);
    else if (Array.isArray(value)) result[key] = mergeLists(result[key], value, patch, key, field);
    else result[key] = value;
  }
  for (const key of Object.keys(patch)) reorderAndDelete(result, patch, key, schema);
  return result;
}

function isDirective(key: string): boolean {
  return (
    key === '$patch' ||
    key === '$retainKeys' ||
    key.startsWith(orderPrefix) ||
    key.startsWith(deletePrefix)
  );
}

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _gone, ...rest } = object;
  return rest;
}

/** A patch's own value without directives and nulls, for what isn't there yet. */
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((item) => !(isObject(item) && item.$patch === 'delete'))
      .map((item) => cleaned(item))
      .filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const result: Mutable = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === null || (key.startsWith('$') && isDirective(key))) continue;
    result[key] = cleaned(child);
  }
  return result;
}

function mergeChild(before: unknown, patch: JsonObject, schema: Schema | undefined): unknown {
  if (strategiesOf(schema).includes('replace')) return cleaned(patch);
  return mergeMaps(isObject(before) ? before : {}, patch, schema);
}

function retainKeys(result: Mutable, patch: JsonObject): void {
  const keep = patch.$retainKeys;
  if (!Array.isArray(keep)) return;
  for (const key of Object.keys(result)) if (!keep.includes(key)) delete result[key];
}

function mergeLists(
  before: unknown,
  patch: readonly unknown[],
  parent: JsonObject,
  key: string,
  schema: Schema | undefined,
): unknown {
  const old = Array.isArray(before) ? before : [];
  if (!strategiesOf(schema).includes('merge')) return cleaned(patch);
  const mergeKey = schema?.['x-kubernetes-patch-merge-key'];
  const items = schema ? resolved(schema).items : undefined;
  const order = parent[orderPrefix + key];
  const merged = mergeKey
    ? mergeKeyed(old, patch, mergeKey, items)
    : [...old, ...patch.filter((item) => !old.some((one) => deepEqual(one, item)))];
  return Array.isArray(order) ? ordered(merged, order, old, mergeKey) : merged;
}

function mergeKeyed(
  old: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
  items: Schema | undefined,
): unknown[] {
  let result = [...old];
  if (patch.some((item) => isObject(item) && item.$patch === 'replace')) {
    return patch
      .filter((item) => !(isObject(item) && item.$patch === 'replace'))
      .map((item) => cleaned(item));
  }
  for (const item of patch) {
    if (!isObject(item)) {
      throw new PatchProblem('expected an object in the list');
    }
    const id = item[mergeKey];
    if (id === undefined) {
      throw new PatchProblem(
        `map: ${goMap(item)} does not contain declared merge key: ${mergeKey}`,
      );
    }
    const matches = (one: unknown) => isObject(one) && one[mergeKey] === id;
    if (item.$patch === 'delete') result = result.filter((one) => !matches(one));
    else {
      const at = result.findIndex(matches);
      if (at < 0) result.push(mergeMaps({}, item, items));
      else result[at] = mergeMaps(result[at] as JsonObject, item, items);
    }
  }
  return result;
}

/** Brings a merged list into the order the patch asks for; others stay where they best fit. */
function ordered(
  merged: readonly unknown[],
  order: readonly unknown[],
  server: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const id = (item: unknown) => (mergeKey && isObject(item) ? item[mergeKey] : item);
  const rank = (list: readonly unknown[], item: unknown) =>
    list.findIndex((one) => deepEqual(id(one), id(item)));
  const named = merged
    .filter((item) => rank(order, item) >= 0)
    .sort((a, b) => rank(order, a) - rank(order, b));
  const others = merged.filter((item) => rank(order, item) < 0);
  const result: unknown[] = [];
  let [i, j] = [0, 0];
  while (i < others.length || j < named.length) {
    if (i >= others.length) result.push(named[j++]);
    else if (j >= named.length) result.push(others[i++]);
    else {
      const [left, right] = [rank(server, others[i]), rank(server, named[j])];
      const isLeftFirst = left >= 0 && right >= 0 && left < right;
      result.push(isLeftFirst ? others[i++] : named[j++]);
    }
  }
  return result;
}

/** Order alone, and deletions from lists of plain values. */
function reorderAndDelete(
  result: Mutable,
  patch: JsonObject,
  key: string,
  schema: Schema | undefined,
): void {
  if (key.startsWith(deletePrefix)) {
    const name = key.slice(deletePrefix.length);
    const gone = patch[key];
    const list = result[name];
    if (!Array.isArray(list) || !Array.isArray(gone)) return;
    result[name] = list.filter((item) => !gone.some((one) => deepEqual(one, item)));
  }
  if (key.startsWith(orderPrefix)) {
    const name = key.slice(orderPrefix.length);
    const list = result[name];
    const order = patch[key];
    if (patch[name] !== undefined || !Array.isArray(list) || !Array.isArray(order)) return;
    const field = fieldSchema(schema, name);
    result[name] = ordered(list, order, list, field?.['x-kubernetes-patch-merge-key']);
  }
}

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function goMap(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goMap).join(' ')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `map[${keys.map((key) => `${key}:${goMap(value[key])}`).join(' ')}]`;
  }
  return value === null || value === undefined ? '<nil>' : String(value);
}
