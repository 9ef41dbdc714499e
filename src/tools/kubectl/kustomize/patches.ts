// patches, patchesStrategicMerge and patchesJson6902.
import { goQuote } from '../../../base/go-format';
import { goJson, isObject, type Json, type JsonObject } from '../../../base/json';
import { parseGoJson } from '../../../base/json-parse';
import { parseLabelSelector } from '../../../base/label-selector-text';
import { matchesLabels } from '../../../base/labels';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  decodeJsonPatch,
} from '../../../base/patch';
import { parseYamlDocuments, printYaml, yamlToValue } from '../../../base/yaml';
import { fail, PlainError } from '../framework/errors';
import { patchSchemaFor } from '../rest/schemas';
import type { Build } from './accumulate';
import { type Kustomization, mapAt, objectsAt, readPart, textsAt } from './load';
import { idOf, idText, type KustObject, rename } from './model';
import { patchedFirst } from './patch-order';

/** patchesStrategicMerge: files or inline texts. @throws PlainError */
export function patchStrategic(
  build: Build,
  { fields, folder }: Kustomization,
  given: KustObject[],
): KustObject[] {
  let entries = given;
  const list = textsAt(fields, 'patchesStrategicMerge');
  const trouble = troubleOf('PatchStrategicMergeTransformer', { paths: list });
  for (const one of list) {
    const inline = objectsIn(one);
    const objects = inline ?? objectsIn(trouble(() => readPart(build, folder, one)));
    for (const patch of objects ?? []) entries = applyById(entries, patch);
  }
  return entries;
}

/** patches: each a path or text, with or without a target. @throws PlainError */
export function patchAll(
  build: Build,
  { fields, folder }: Kustomization,
  given: KustObject[],
): KustObject[] {
  let entries = given;
  const steps = objectsAt(fields, 'patches').map((spec) => onePatch(build, folder, spec));
  for (const step of steps) entries = step(entries);
  return entries;
}

/** patchesJson6902: JSON patches with targets. @throws PlainError */
export function patchJson6902(
  build: Build,
  { fields, folder }: Kustomization,
  entries: KustObject[],
): KustObject[] {
  for (const spec of objectsAt(fields, 'patchesJson6902')) {
    const { patch = '', path = '', target } = spec;
    const config = { ...(patch ? { jsonOp: patch } : {}), ...(path ? { path } : {}), target };
    const trouble = troubleOf('PatchJson6902Transformer', config);
    const operations = trouble(() => {
      if (!isObject(target) || !target.name) fail('must specify the target name');
      if (!path && !patch) fail('empty file path and empty jsonOp');
      if (path && patch) fail('must specify a file path or jsonOp, not both');
      const text = path ? readPart(build, folder, String(path)) : String(patch);
      const list = operationsIn(text);
      return list ?? fail(`decoding ${text}: ${decodeProblem(text)}`);
    });
    for (const entry of entries) {
      if (isTarget(entry, mapAt(spec, 'target'))) {
        entry.object = jsonPatched(entry.object, operations);
      }
    }
  }
  return entries;
}

/** Runs what configures a transformer; its mistakes show the configuration. */
function troubleOf(name: string, config: JsonObject | { readonly [key: string]: unknown }) {
  return <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      const head = `trouble configuring builtin ${name} with config: \`\n${printYaml(config)}\``;
      return fail(`${head}: ${error.message}`);
    }
  };
}

type Step = (entries: KustObject[]) => KustObject[];

function onePatch(build: Build, folder: string, spec: JsonObject): Step {
  const trouble = troubleOf('PatchTransformer', spec);
  const target = isObject(spec.target) ? spec.target : undefined;
  const path = String(spec.path ?? '');
  const inline = String(spec.patch ?? '').trim();
  const shown = path ? `[path: ${goQuote(path)}]` : `[patch: ${goQuote(inline)}]`;
  const { objects, operations } = trouble(() => {
    const config = printYaml(spec);
    if (!inline && !path) fail(`must specify one of patch and path in\n${config}`);
    if (inline && path) fail(`patch and path can't be set at the same time\n${config}`);
    const text = path ? patchFile(build, folder, path) : inline;
    const found = { objects: objectsIn(text), operations: operationsIn(text) };
    if (found.objects === undefined && found.operations === undefined) {
      fail(`unable to parse SM or JSON patch from ${shown}`);
    }
    return found;
  });
  return (entries) => {
    if (objects === undefined) {
      if (target === undefined) fail(`must specify a target for JSON patch ${shown}`);
      for (const entry of entries) {
        if (!isTarget(entry, target ?? {})) continue;
        entry.object = jsonPatched(entry.object, operations ?? []);
        rename(entry, idOf(entry.object).name);
      }
      return entries;
    }
    const options = mapAt(spec, 'options');
    if (target === undefined) {
      return objects.reduce((list, patch) => applyById(list, patch, options, true), entries);
    }
    const [patch] = objects;
    if (objects.length > 1) {
      fail(
        'Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set ' +
          `\`patches.target\` field: ${shown}`,
      );
    }
    if (patch === undefined) return entries;
    return entries.filter((entry) => !isTarget(entry, target) || merge(entry, patch, options));
  };
}

function patchFile(build: Build, folder: string, path: string): string {
  try {
    return readPart(build, folder, path);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    return fail(`failed to get the patch file from path(${path}): ${error.message}`);
  }
}

/** The objects of a text; undefined when it is not made of objects with kind and name. */
function objectsIn(text: string): JsonObject[] | undefined {
  const { documents, errors } = parseYamlDocuments(text);
  if (errors.length > 0) return undefined;
  const objects: JsonObject[] = [];
  for (const { value } of documents) {
    if (!isObject(value) || !value.kind || idOf(value).name === '') return undefined;
    objects.push(value);
  }
  return objects;
}

/** A JSON patch; what begins with `[` has to be JSON, the rest may be YAML. */
function operationsIn(text: string): readonly Json[] | undefined {
  if (text.startsWith('[')) {
    const parsed = parseGoJson(text);
    return parsed.ok && Array.isArray(parsed.value) ? parsed.value : undefined;
  }
  const parsed = yamlToValue(text);
  return parsed.ok && Array.isArray(parsed.value) ? parsed.value : undefined;
}

function decodeProblem(text: string): string {
  const decoded = decodeJsonPatch(text);
  return decoded.ok ? '' : decoded.error;
}

function jsonPatched(object: JsonObject, operations: readonly Json[]): JsonObject {
  const decoded = decodeJsonPatch(goJson(operations));
  if (!decoded.ok) return fail(decoded.error);
  const result = applyJsonPatch(object, decoded.operations);
  return result.ok ? (result.value as JsonObject) : fail(result.error);
}

/** Patches the object of the same kind and name. @throws PlainError when there is none */
function applyById(
  entries: KustObject[],
  patch: JsonObject,
  options: JsonObject = {},
  isLong = false,
): KustObject[] {
  const id = idOf(patch);
  const found = entries.filter((entry) => {
    const own = idOf(entry.object);
    const spaces = [own.namespace || 'default', entry.originalNamespace || 'default'];
    return (
      own.kind === id.kind &&
      own.group === id.group &&
      own.version === id.version &&
      entry.names.includes(id.name) &&
      spaces.includes(id.namespace || 'default')
    );
  });
  if (found.length !== 1) {
    const shown = idText(id);
    const what = found.length === 0 ? 'no matches' : 'multiple matches';
    fail(
      `${isLong ? unmatched(shown) : ''}${what} for ` +
        `Id ${shown}; failed to find unique target for patch ${shown}`,
    );
  }
  return entries.filter((entry) => entry !== found[0] || merge(entry, patch, options));
}

/** Merges a patch; false when it deletes the object. */
function merge(entry: KustObject, patch: JsonObject, options: JsonObject = {}): boolean {
  if (patch.$patch === 'delete') return false;
  const { object } = entry;
  const { metadata: _, apiVersion: _version, kind, ...rest } = patch;
  const { name, namespace: _space, ...other } = mapAt(patch, 'metadata');
  const body = options.allowKindChange === true ? { ...rest, kind: kind ?? '' } : rest;
  const metadata = options.allowNameChange === true ? { ...other, name: name ?? '' } : other;
  const wanted = Object.keys(metadata).length > 0 ? { ...body, metadata } : body;
  const schema = patchSchemaFor(String(object.apiVersion), String(object.kind));
  if (schema === undefined) {
    entry.object = applyMergePatch(object, wanted) as JsonObject;
    return true;
  }
  const result = applyStrategicMergePatch(object, wanted, schema);
  if (!result.ok) fail(result.error);
  const merged = result.ok ? result.value : object;
  entry.object = patchedFirst(merged, wanted, schema) as JsonObject;
  if (options.allowNameChange === true) rename(entry, idOf(entry.object).name);
  return true;
}

/** Whether an object is meant by a target: patterns are anchored, selectors count too. */
export function isTarget(entry: KustObject, target: JsonObject): boolean {
  const id = idOf(entry.object);
  const matches = (pattern: unknown, values: readonly string[]) => {
    if (pattern === undefined || pattern === '') return true;
    const whole = wholePattern(String(pattern));
    return values.some((value) => whole.test(value));
  };
  if (!matches(target.kind, [id.kind]) || !matches(target.version, [id.version])) return false;
  if (!matches(target.group, [id.group]) || !matches(target.name, [entry.names[0] ?? '', id.name]))
    return false;
  const spaces = [id.namespace, entry.originalNamespace].map((one) => one || 'default');
  if (!matches(target.namespace, spaces)) return false;
  const metadata = mapAt(entry.object, 'metadata');
  return (
    selects(target.labelSelector, mapAt(metadata, 'labels')) &&
    selects(target.annotationSelector, mapAt(metadata, 'annotations'))
  );
}

function wholePattern(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return fail(`error parsing regexp: \`^(?:${pattern})$\``);
  }
}

function selects(selector: unknown, map: JsonObject): boolean {
  if (selector === undefined || selector === '') return true;
  const parsed = parseLabelSelector(String(selector));
  return parsed.ok ? matchesLabels(parsed.selector, map) : fail(parsed.error);
}

function unmatched(shown: string): string {
  return `no resource matches strategic merge patch ${goQuote(shown)}: `;
}
