/**
 * JSON Patch (RFC 6902) with the habits of the library the API server uses: `replace` of a missing
 * key succeeds, negative indexes count from the end, and its error texts.
 */

import { deepEqual, goJson, isObject, type Json, type JsonObject } from '../json';
import { parseGoJson } from '../json-parse';

/** One operation as written; fields are checked when it is applied. */
export interface JsonPatchOperation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: Json;
}

/** A patched value, or the library's message. */
export type PatchResult =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: string };

/** Reads the text of a JSON patch. */
export function decodeJsonPatch(
  text: string,
): { ok: true; operations: readonly JsonPatchOperation[] } | { ok: false; error: string } {
  const parsed = parseGoJson(text);
  if (!parsed.ok) return parsed;
  const value = parsed.value;
  if (value === null) return { ok: true, operations: [] };
  if (!Array.isArray(value)) {
    const type = goJsonType(value);
    return {
      ok: false,
      error: `json: cannot unmarshal ${type} into Go value of type jsonpatch.Patch`,
    };
  }
  for (const one of value) {
    if (!isObject(one) && one !== null) {
      const type = goJsonType(one);
      const error = `json: cannot unmarshal ${type} into Go value of type jsonpatch.Operation`;
      return { ok: false, error };
    }
  }
  return { ok: true, operations: value.map((one) => (isObject(one) ? one : {})) };
}

function goJsonType(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

class Mistake extends Error {}

/** Applies operations in order; untouched parts of the document keep their reference. */
export function applyJsonPatch(
  document: Json,
  operations: readonly JsonPatchOperation[],
): PatchResult {
  try {
    let value = document;
    for (const operation of operations) value = applyOne(value, operation);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, error: error.message };
    throw error;
  }
}

function applyOne(document: Json, operation: JsonPatchOperation): Json {
  const op = typeof operation.op === 'string' ? operation.op : 'unknown';
  switch (op) {
    case 'add':
      return add(document, readPath(operation, 'path', op), operation.value ?? null, op);
    case 'remove':
      return remove(document, readPath(operation, 'path', op), op);
    case 'replace':
      return replace(document, readPath(operation, 'path', op), operation.value ?? null);
    case 'test':
      return test(document, readPath(operation, 'path', op), operation.value);
    case 'move': {
      const from = readPath(operation, 'from', op);
      const value = read(document, from, 'move');
      const path = readPath(operation, 'path', op);
      return add(remove(document, from, 'move'), path, value, 'move');
    }
    case 'copy': {
      const from = readPath(operation, 'from', op);
      const value = read(document, from, 'copy');
      return add(document, readPath(operation, 'path', op), value, 'copy');
    }
    default:
      throw new Mistake(`Unexpected kind: ${op}`);
  }
}

function readPath(operation: JsonPatchOperation, field: 'path' | 'from', op: string): string {
  const path = operation[field];
  if (typeof path === 'string') return path;
  throw new Mistake(`${op} operation failed to decode ${field}: missing value`);
}

/** Keys of the container and, last, the key in it; null when the path has no `/`. */
function splitPath(path: string): string[] | null {
  const parts = path.split('/');
  if (parts.length < 2) return null;
  return parts.slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

type Container = JsonObject | readonly Json[];

/** Rebuilds the document with the container of a path changed; missing gives the error to throw. */
function change(
  document: Json,
  path: string,
  missing: string,
  edit: (container: Container, key: string) => Json,
): Json {
  const keys = splitPath(path);
  const walk = (value: Json | undefined, depth: number): Json => {
    if (!keys || typeof value !== 'object' || value === null) throw new Mistake(missing);
    const container = value as Container;
    const key = keys[depth] ?? '';
    if (depth === keys.length - 1) return edit(container, key);
    const child = childOf(container, key);
    const next = walk(child, depth + 1);
    if (next === child) return value;
    if (Array.isArray(container)) return container.with(indexIn(container, key) ?? 0, next);
    return { ...(container as JsonObject), [key]: next };
  };
  return walk(document, 0);
}

function childOf(container: Container, key: string): Json | undefined {
  if (!Array.isArray(container)) {
    return Object.hasOwn(container, key) ? (container as JsonObject)[key] : undefined;
  }
  const index = indexIn(container, key);
  return index === null ? undefined : container[index];
}

/** The place of an existing element; null when there is none. */
function indexIn(list: readonly Json[], key: string): number | null {
  if (!/^[-+]?\d+$/.test(key)) return null;
  const index = Number(key) < 0 ? Number(key) + list.length : Number(key);
  return index >= 0 && index < list.length ? index : null;
}

function add(document: Json, path: string, value: Json, op: string): Json {
  const missing =
    op === 'add'
      ? `add operation does not apply: doc is missing path: "${path}": missing value`
      : `${op} operation does not apply: doc is missing destination path: ${path}: missing value`;
  return change(document, path, missing, (container, key) => {
    if (!Array.isArray(container)) return { ...(container as JsonObject), [key]: value };
    if (key === '-') return [...container, value];
    const index = insertionIndex(container, key, `error in ${op} for path: '${path}'`);
    return container.toSpliced(index, 0, value);
  });
}

function insertionIndex(list: readonly Json[], key: string, where: string): number {
  const index = parseIndex(key, `${where}: value was not a proper array index: '${key}'`);
  const size = list.length + 1;
  if (index >= size || index < -size) throw new Mistake(invalidIndex(index, where));
  return index < 0 ? index + size : index;
}

function invalidIndex(index: number, where: string): string {
  return `${where}: Unable to access invalid index: ${index}: invalid index referenced`;
}

function parseIndex(key: string, where: string): number {
  if (/^[-+]?\d+$/.test(key)) return Number(key);
  throw new Mistake(`${where}: strconv.Atoi: parsing ${goJson(key)}: invalid syntax`);
}

/** The existing element a key names, negative ones counted from the end. */
function existingIndex(list: readonly Json[], key: string, where: string): number {
  const index = parseIndex(key, where);
  if (index >= list.length || index < -list.length) throw new Mistake(invalidIndex(index, where));
  return index < 0 ? index + list.length : index;
}

function remove(document: Json, path: string, op: string): Json {
  const missing =
    op === 'remove'
      ? `remove operation does not apply: doc is missing path: "${path}": missing value`
      : `${op} operation does not apply: doc is missing from path: ${path}: missing value`;
  return change(document, path, missing, (container, key) => {
    // `move` names only the last part of the path.
    const where = `error in ${op} for path: '${op === 'move' ? key : path}'`;
    if (!Array.isArray(container)) {
      const object = container as JsonObject;
      if (!Object.hasOwn(object, key)) {
        throw new Mistake(`${where}: Unable to remove nonexistent key: ${key}: missing value`);
      }
      const { [key]: _removed, ...rest } = object;
      return rest;
    }
    return container.toSpliced(existingIndex(container, key, where), 1);
  });
}

function replace(document: Json, path: string, value: Json): Json {
  if (path === '') return value;
  const missing = `replace operation does not apply: doc is missing path: ${path}: missing value`;
  return change(document, path, missing, (container, key) => {
    if (!Array.isArray(container)) return { ...(container as JsonObject), [key]: value };
    const index = indexIn(container, key);
    if (index === null) {
      throw new Mistake(
        `replace operation does not apply: doc is missing key: ${path}: missing value`,
      );
    }
    return container.with(index, value);
  });
}

function test(document: Json, path: string, value: Json | undefined): Json {
  const failed = `testing value ${path} failed: test failed`;
  if (path === '') {
    if (!deepEqual(document, value)) throw new Mistake(failed);
    return document;
  }
  const missing = `test operation does not apply: is missing path: ${path}: missing value`;
  return change(document, path, missing, (container, key) => {
    if (Array.isArray(container))
      existingIndex(container, key, `error in test for path: '${path}'`);
    if (!deepEqual(childOf(container, key) ?? null, value ?? null)) throw new Mistake(failed);
    return container;
  });
}

function read(document: Json, path: string, op: string): Json {
  const why = `doc is missing from path: ${path}: missing value`;
  const missing = `${op} operation does not apply: ${why}`;
  let value: Json | undefined;
  change(document, path, missing, (container, key) => {
    const where =
      op === 'move' ? `error in move for path: '${key}'` : `error in copy for from: '${path}'`;
    if (Array.isArray(container)) existingIndex(container, key, where);
    value = childOf(container, key);
    return container;
  });
  return value ?? null;
}
