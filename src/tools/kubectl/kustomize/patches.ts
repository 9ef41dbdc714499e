// patches, patchesStrategicMerge and patchesJson6902.
import { goJson, isObject, type Json, type JsonObject } from '../../../base/json';
import { parseGoJson } from '../../../base/json-parse';
import { matchesLabels, parseLabelSelector } from '../../../base/labels';
import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, decodeJsonPatch } from '../../../base/patch';
import { parseYamlDocuments, printYaml } from '../../../base/yaml';
import { fail } from '../framework/errors';
import { patchSchemaFor } from '../rest/schemas';
import type { Build } from './accumulate';
import { joined, type Kustomization, mapAt, missingText, objectsAt, readPart, textsAt } from './load';
import { idOf, idText, type KustObject } from './model';

/** patchesStrategicMerge: files or inline texts. */
export function patchStrategic(
  build: Build,
  { fields, folder }: Kustomization,
  given: KustObject[],
): KustObject[] {
  let entries = given;
  const list = textsAt(fields, 'patchesStrategicMerge');
  for (const one of list) {
    let text = one;
    if (!one.includes('\n') && !one.startsWith('{')) {
      const full = joined(build.process, folder, one);
      const missing = missingText(build.process, full);
      if (missing !== undefined) {
        fail(
          'trouble configuring builtin PatchStrategicMergeTransformer with config: `\n' +
            `${printYaml({ paths: list })}\`: ${missing}`,
        );
      }
      text = readPart(build.process, full);
    }
    for (const { value } of parseYamlDocuments(text).documents) {
      if (isObject(value)) entries = applyById(entries, value);
    }
  }
  return entries;
}

/** patches: each a path or text, with or without a target. */
export function patchAll(
  build: Build,
  { fields, folder }: Kustomization,
  given: KustObject[],
): KustObject[] {
  let entries = given;
  for (const spec of objectsAt(fields, 'patches')) entries = applyOne(build, folder, spec, entries);
  return entries;
}

/** patchesJson6902: JSON patches with targets. */
export function patchJson6902(
  build: Build,
  { fields, folder }: Kustomization,
  given: KustObject[],
): KustObject[] {
  let entries = given;
  for (const spec of objectsAt(fields, 'patchesJson6902')) {
    entries = applyOne(build, folder, spec, entries);
  }
  return entries;
}

function applyOne(
  build: Build,
  folder: string,
  spec: JsonObject,
  entries: KustObject[],
): KustObject[] {
  const trouble = (why: string): never =>
    fail(
      'trouble configuring builtin PatchTransformer with config: `\n' +
        `${printYaml(spec)}\`: ${why}`,
    );
  let text = String(spec.patch ?? '');
  const path = String(spec.path ?? '');
  if (path !== '') {
    const full = joined(build.process, folder, path);
    const missing = missingText(build.process, full);
    if (missing !== undefined) trouble(`failed to get the patch file from path(${path}): ${missing}`);
    text = readPart(build.process, full);
  }
  const shown = path ? `[path: ${JSON.stringify(path)}]` : `[patch: ${JSON.stringify(text)}]`;
  const value = parsePatch(text);
  if (value === undefined) trouble(`unable to parse SM or JSON patch from ${shown}`);
  const target = isObject(spec.target) ? spec.target : undefined;
  if (Array.isArray(value)) {
    if (target === undefined) trouble('must specify a target for JSON patch');
    for (const entry of entries) {
      if (target !== undefined && isTarget(entry, target)) entry.object = jsonPatched(entry.object, value);
    }
    return entries;
  }
  const patch = value as JsonObject;
  if (target === undefined) return applyById(entries, patch);
  return entries.filter((entry) => !isTarget(entry, target) || merge(entry, patch));
}

/** A list is a JSON patch, an object a strategic merge; undefined is neither. */
function parsePatch(text: string): readonly Json[] | JsonObject | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) {
    const parsed = parseGoJson(trimmed);
    return parsed.ok && Array.isArray(parsed.value) ? parsed.value : undefined;
  }
  const { documents, errors } = parseYamlDocuments(trimmed);
  if (errors.length > 0) return undefined;
  const value = documents[0]?.value;
  if (Array.isArray(value)) return value;
  return isObject(value) && value.kind !== undefined ? value : undefined;
}

function jsonPatched(object: JsonObject, operations: readonly Json[]): JsonObject {
  const decoded = decodeJsonPatch(goJson(operations));
  if (!decoded.ok) return fail(decoded.error);
  const result = applyJsonPatch(object, decoded.operations);
  return result.ok ? (result.value as JsonObject) : fail(result.error);
}

/** Patches the object of the same kind and name. @throws PlainError when there is none */
function applyById(entries: KustObject[], patch: JsonObject): KustObject[] {
  const id = idOf(patch);
  const found = entries.find((entry) => {
    const own = idOf(entry.object);
    const isSameSpace = id.namespace === '' || own.namespace === id.namespace || entry.originalNamespace === id.namespace;
    return own.kind === id.kind && own.group === id.group && entry.names.includes(id.name) && isSameSpace;
  });
  if (found === undefined) {
    const shown = idText(id);
    fail(
      `no resource matches strategic merge patch ${JSON.stringify(shown)}: no matches for Id ` +
        `${shown}; failed to find unique target for patch ${shown}`,
    );
  }
  return entries.filter((entry) => entry !== found || merge(entry, patch));
}

/** Merges a patch; false when it deletes the object. */
function merge(entry: KustObject, patch: JsonObject): boolean {
  if (patch.$patch === 'delete') return false;
  const { object } = entry;
  const { metadata: _, ...body } = patch;
  const { name: _name, namespace: _space, ...metadata } = mapAt(patch, 'metadata');
  const wanted = Object.keys(metadata).length > 0 ? { ...body, metadata } : body;
  const schema = patchSchemaFor(String(object.apiVersion), String(object.kind));
  if (schema === undefined) {
    entry.object = applyMergePatch(object, wanted) as JsonObject;
    return true;
  }
  const result = applyStrategicMergePatch(object, wanted, schema);
  if (!result.ok) fail(result.error);
  entry.object = result.ok ? (result.value as JsonObject) : object;
  return true;
}

/** Whether an object is meant by a target: patterns are anchored, selectors count too. */
export function isTarget(entry: KustObject, target: JsonObject): boolean {
  const id = idOf(entry.object);
  const matches = (pattern: unknown, values: readonly string[]) => {
    if (pattern === undefined || pattern === '') return true;
    const whole = new RegExp(`^(?:${String(pattern)})$`);
    return values.some((value) => whole.test(value));
  };
  if (!matches(target.kind, [id.kind]) || !matches(target.version, [id.version])) return false;
  if (!matches(target.group, [id.group]) || !matches(target.name, entry.names)) return false;
  if (!matches(target.namespace, [id.namespace, entry.originalNamespace])) return false;
  const metadata = mapAt(entry.object, 'metadata');
  return (
    selects(target.labelSelector, mapAt(metadata, 'labels')) &&
    selects(target.annotationSelector, mapAt(metadata, 'annotations'))
  );
}

function selects(selector: unknown, map: JsonObject): boolean {
  if (selector === undefined || selector === '') return true;
  const parsed = parseLabelSelector(String(selector));
  return parsed.ok && matchesLabels(parsed.selector, map);
}
