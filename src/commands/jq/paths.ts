// Reaching into values: .[key], slices, setpath, delpaths; with jq's complaints.
import { compact } from './print';
import { compare, fail, type Json, shown, sorted, typeName } from './values';

/** `number (1)`: a value with its type, for messages. */
export function described(v: Json): string {
  return `${typeName(v)} (${shown(v, compact)})`;
}

function cannotIndex(target: Json, key: Json): never {
  const type = typeName(target);
  if (typeof key === 'string') fail(`Cannot index ${type} with string "${key}"`);
  fail(`Cannot index ${type} with ${typeName(key)}`);
}

/** `.[key]`. */
export function index(target: Json, key: Json): Json {
  if (typeof key === 'string') {
    if (target instanceof Map) return target.get(key) ?? null;
    return target === null ? null : cannotIndex(target, key);
  }
  if (typeof key === 'number') {
    if (target === null) return null;
    if (!Array.isArray(target)) cannotIndex(target, key);
    if (!Number.isInteger(key)) return null;
    const at = key;
    return target[at < 0 ? at + target.length : at] ?? null;
  }
  if (key instanceof Map) {
    if (Array.isArray(target) && !key.has('start')) bounds(0, false, null);
    return slice(target, key.get('start') ?? null, key.get('end') ?? null);
  }
  if (Array.isArray(key) && Array.isArray(target)) return indices(target, key);
  return cannotIndex(target, key);
}

/** Positions at which a list occurs in another. */
function indices(target: readonly Json[], wanted: readonly Json[]): Json {
  if (wanted.length === 0) return null;
  const found: Json[] = [];
  for (let i = 0; i < target.length; i++) {
    if (wanted.every((x, k) => i + k < target.length && compare(target[i + k] ?? null, x) === 0)) {
      found.push(i);
    }
  }
  return found;
}

function bounds(length: number, from: Json, to: Json): [number, number] {
  if ((from !== null && typeof from !== 'number') || (to !== null && typeof to !== 'number')) {
    fail('Start and end indices of an array slice must be numbers');
  }
  const place = (x: number): number => Math.max(0, Math.min(length, x < 0 ? x + length : x));
  const start = place(Math.floor(from ?? 0));
  const end = place(Math.ceil(to ?? length));
  return [start, Math.max(start, end)];
}

/** `.[from:to]` of arrays, strings (by code points) and null. */
export function slice(target: Json, from: Json, to: Json): Json {
  if (target === null) return null;
  if (Array.isArray(target)) return target.slice(...bounds(target.length, from, to));
  if (typeof target === 'string') {
    const chars = Array.from(target);
    return chars.slice(...bounds(chars.length, from, to)).join('');
  }
  return fail(`Cannot index ${typeName(target)} with object`);
}

/** A slice as it stands in a path. */
export function sliceKey(from: Json, to: Json): Json {
  return new Map([
    ['start', from],
    ['end', to],
  ]);
}

export function getPath(root: Json, path: readonly Json[]): Json {
  let at = root;
  for (const key of path) {
    if (at === null) return null;
    at = index(at, key);
  }
  return at;
}

/** A copy of `root` with `value` at the path. */
export function setPath(root: Json, path: readonly Json[], value: Json, from = 0): Json {
  const key = path[from];
  if (key === undefined) return value;
  if (typeof key === 'string') {
    if (root !== null && !(root instanceof Map)) cannotIndex(root, key);
    const copy = new Map(root ?? []);
    copy.set(key, setPath(copy.get(key) ?? null, path, value, from + 1));
    return copy;
  }
  if (typeof key === 'number') {
    if (root !== null && !Array.isArray(root)) cannotIndex(root, key);
    const copy = [...(root ?? [])];
    let at = Math.floor(key);
    if (at < 0) at += copy.length;
    if (at < 0) fail('Out of bounds negative array index');
    if (at > 536870911) fail('Array index too large');
    while (copy.length < at) copy.push(null);
    copy[at] = setPath(copy[at] ?? null, path, value, from + 1);
    return copy;
  }
  if (!(key instanceof Map)) return fail(`Invalid path component ${described(key)}`);
  if (root !== null && !Array.isArray(root)) cannotIndex(root, key);
  const list = root ?? [];
  const [start, end] = bounds(list.length, key.get('start') ?? null, key.get('end') ?? null);
  const inner = setPath(root === null ? null : list.slice(start, end), path, value, from + 1);
  if (!Array.isArray(inner)) return fail('A slice of an array can only be assigned another array');
  return [...list.slice(0, start), ...inner, ...list.slice(end)];
}

/** Deletes paths, the last ones first so that positions stay right. */
export function deletePaths(root: Json, paths: readonly Json[]): Json {
  let result = root;
  for (const path of sorted(paths).reverse()) {
    if (!Array.isArray(path)) return fail('Path must be specified as an array');
    result = deletePath(result, path, 0);
  }
  return result;
}

function deletePath(root: Json, path: readonly Json[], from: number): Json {
  const key = path[from];
  if (key === undefined || root === null) return null;
  const isLast = from === path.length - 1;
  if (!isLast) {
    const inner = index(root, key);
    if (inner === null) return root;
    return setPath(root, [key], deletePath(inner, path, from + 1));
  }
  if (typeof key === 'string') {
    if (!(root instanceof Map)) return fail(`Cannot delete field at ${container(root)}`);
    const copy = new Map(root);
    copy.delete(key);
    return copy;
  }
  if (typeof key === 'number') {
    if (!Array.isArray(root)) return fail(`Cannot delete field at ${container(root, true)}`);
    const at = key < 0 ? Math.floor(key) + root.length : Math.floor(key);
    return root.filter((_, i) => i !== at);
  }
  if (!(key instanceof Map) || !Array.isArray(root)) {
    return fail(`Cannot delete field at ${container(root)}`);
  }
  const [start, end] = bounds(root.length, key.get('start') ?? null, key.get('end') ?? null);
  return [...root.slice(0, start), ...root.slice(end)];
}

function container(v: Json, byNumber = false): string {
  return byNumber ? `array index of ${typeName(v)}` : `object index of ${typeName(v)}`;
}
