// replacements: a value of one object copied into fields of others.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { yamlToValue } from '../../../base/yaml';
import { fail } from '../framework/errors';
import type { Build } from './accumulate';
import { type Kustomization, mapAt, objectsAt, readPart, textsAt } from './load';
import { idOf, type KustObject } from './model';
import { isTarget } from './patches';

/** Applies all replacements. @throws PlainError */
export function replaceAll(
  build: Build,
  { fields, folder }: Kustomization,
  entries: readonly KustObject[],
): void {
  for (const spec of objectsAt(fields, 'replacements')) {
    if (typeof spec.path !== 'string' || spec.path === '') {
      replaceOne(spec, entries);
      continue;
    }
    const parsed = yamlToValue(readPart(build, folder, spec.path));
    const list = parsed.ok ? parsed.value : fail(parsed.error.yaml);
    for (const one of Array.isArray(list) ? list : [list])
      if (isObject(one)) replaceOne(one, entries);
  }
}

function replaceOne(spec: JsonObject, entries: readonly KustObject[]): void {
  const hasValue = typeof spec.sourceValue === 'string';
  if ((!hasValue && !isObject(spec.source)) || !Array.isArray(spec.targets)) {
    fail('replacements must specify a source and at least one target');
  }
  if (hasValue && isObject(spec.source)) {
    fail('value and resource selectors are mutually exclusive');
  }
  const value = hasValue ? spec.sourceValue : sourceValue(mapAt(spec, 'source'), entries);
  for (const target of objectsAt(spec, 'targets')) {
    if (!isObject(target.select)) fail('target must specify resources to select');
    const rejects = objectsAt(target, 'reject');
    const paths = textsAt(target, 'fieldPaths');
    const options = mapAt(target, 'options');
    for (const entry of entries) {
      if (!isTarget(entry, mapAt(target, 'select'))) continue;
      if (rejects.some((one) => isTarget(entry, one))) continue;
      for (const path of paths.length > 0 ? paths : ['metadata.name']) {
        entry.object = replaced(entry.object, path, value ?? '', options);
      }
    }
  }
}

function sourceValue(source: JsonObject, entries: readonly KustObject[]): Json {
  const found = entries.filter((one) => isSource(one, source));
  const shown = sourceText(source);
  const [from] = found;
  if (from === undefined) return fail(`nothing selected by ${shown}`);
  const path = String(source.fieldPath || 'metadata.name');
  if (found.length > 1) fail(`multiple matches for selector ${shown}`);
  const value = readAt(from.object, pathSteps(path));
  if (value === undefined || value === null || value === '') {
    const id = shown.replace(/:[^:]*$/, '');
    return fail(`fieldPath \`${path}\` is missing for replacement source ${id}`);
  }
  return cut(value, mapAt(source, 'options'));
}

/** Sources are named exactly, not by patterns. */
function isSource(entry: KustObject, source: JsonObject): boolean {
  const id = idOf(entry.object);
  const fits = (wanted: unknown, ...own: string[]) => !wanted || own.includes(String(wanted));
  return (
    fits(source.group, id.group) &&
    fits(source.version, id.version) &&
    fits(source.kind, id.kind) &&
    fits(source.name, ...entry.names) &&
    fits(source.namespace, id.namespace || 'default', entry.originalNamespace || 'default')
  );
}

/** `ConfigMap.[noVer].[noGrp]/cfg.[noNs]:data.color`. */
function sourceText(source: JsonObject): string {
  const part = (key: string, none: string) => String(source[key] || `[${none}]`);
  const kind = [part('kind', 'noKind'), part('version', 'noVer'), part('group', 'noGrp')];
  const name = [part('name', 'noName'), part('namespace', 'noNs')];
  const path = source.fieldPath ? `:${String(source.fieldPath)}` : '';
  return `${kind.join('.')}/${name.join('.')}${path}`;
}

function replaced(object: JsonObject, path: string, value: Json, options: JsonObject): JsonObject {
  const create = options.create === true;
  let count = 0;
  const change = (old: Json | undefined): Json => {
    count++;
    return insert(old, value, options);
  };
  const next = writeAt(object, pathSteps(path), change, create);
  if (count === 0) {
    const verb = create ? 'find or create' : 'find';
    fail(`unable to ${verb} field ${JSON.stringify(path)} in replacement target`);
  }
  return next as JsonObject;
}

/** Steps of a path: `a.b.[name=x].c`; dots inside brackets or behind backslashes don't count. */
export function pathSteps(path: string): string[] {
  return (path.match(/(?:\[[^\]]*\]|\\.|[^.[])+/g) ?? []).map((one) => one.replace(/\\\./g, '.'));
}

/** The value at a path; undefined: there is none. */
export function readAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(value)) return readAt(elementOf(value, step), rest);
  return isObject(value) ? readAt(value[unquoted(step)], rest) : undefined;
}

/** Map keys may stand in brackets: `annotations.[a.b/c]`. */
function unquoted(step: string): string {
  return /^\[([^=]*)\]$/.exec(step)?.[1] ?? step;
}

function elementOf(list: readonly Json[], step: string): Json | undefined {
  if (/^\d+$/.test(step)) return list[Number(step)];
  const pair = /^\[([^=]+)=(.*)\]$/.exec(step);
  if (pair === null) return undefined;
  return list.find((one) => isObject(one) && String(one[pair[1] ?? '']) === pair[2]);
}

function cut(value: Json, options: JsonObject): Json {
  const { delimiter } = options;
  if (typeof delimiter !== 'string' || delimiter === '') return value;
  if (typeof value === 'object') fail('delimiter option can only be used with scalar nodes');
  const index = Number(options.index ?? 0);
  const part = String(value).split(delimiter)[index];
  return part ?? fail(`options.index ${index} is out of bounds for value ${String(value)}`);
}

function insert(old: Json | undefined, value: Json, options: JsonObject): Json {
  const { delimiter } = options;
  if (typeof delimiter !== 'string' || delimiter === '') return typed(old, value);
  if (typeof old === 'object') fail('delimiter option can only be used with scalar nodes');
  const parts = String(old ?? '').split(delimiter);
  const index = Number(options.index ?? 0);
  if (index < 0) parts.unshift(String(value));
  else if (index >= parts.length) parts.push(String(value));
  else parts[index] = String(value);
  return parts.join(delimiter);
}

/** A scalar keeps the type that the field had. */
function typed(old: Json | undefined, value: Json): Json {
  if (typeof old === 'string' && typeof value !== 'object') return String(value);
  if (typeof old === 'number' && typeof value === 'string' && /^-?\d+$/.test(value)) {
    return Number(value);
  }
  return value;
}

function writeAt(
  value: Json | undefined,
  path: readonly string[],
  change: (old: Json | undefined) => Json,
  create: boolean,
): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const meant = elementOf(value, step);
    return value.map((one) =>
      step === '*' || (one === meant && meant !== undefined)
        ? writeAt(one, rest, change, create)
        : one,
    );
  }
  if (value !== undefined && value !== null && !isObject(value)) return value;
  const map = isObject(value) ? value : {};
  const key = unquoted(step);
  if (map[key] === undefined && !create) return map;
  return { ...map, [key]: writeAt(map[key], rest, change, create) };
}
