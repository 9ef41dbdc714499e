// replacements: a value of one object copied into fields of others.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { yamlToValue } from '../../../base/yaml';
import { fail } from '../framework/errors';
import type { Build } from './accumulate';
import { joined, type Kustomization, mapAt, objectsAt, readPart, textsAt } from './load';
import type { KustObject } from './model';
import { isTarget } from './patches';

/** Applies all replacements. @throws PlainError */
export function replaceAll(
  build: Build,
  { fields, folder }: Kustomization,
  entries: readonly KustObject[],
): void {
  for (const spec of objectsAt(fields, 'replacements')) {
    if (typeof spec.path === 'string') {
      const parsed = yamlToValue(readPart(build.process, joined(build.process, folder, spec.path)));
      const list = parsed.ok ? parsed.value : [];
      for (const one of Array.isArray(list) ? list : [list]) if (isObject(one)) replaceOne(one, entries);
    } else replaceOne(spec, entries);
  }
}

function replaceOne(spec: JsonObject, entries: readonly KustObject[]): void {
  const source = mapAt(spec, 'source');
  const found = entries.filter((one) => isTarget(one, source));
  const [from] = found;
  if (from === undefined) return fail('nothing selected by source');
  if (found.length > 1) fail('multiple matches for source selector');
  const path = splitPath(String(source.fieldPath ?? 'metadata.name'));
  const value = cut(readAt(from.object, path), mapAt(source, 'options'));
  if (value === undefined) {
    fail(`fieldPath \`${String(source.fieldPath)}\` is missing for replacement source`);
  }
  for (const target of objectsAt(spec, 'targets')) {
    const rejects = objectsAt(target, 'reject');
    for (const entry of entries) {
      if (!isTarget(entry, mapAt(target, 'select'))) continue;
      if (rejects.some((one) => isTarget(entry, one))) continue;
      for (const field of textsAt(target, 'fieldPaths')) {
        const options = mapAt(target, 'options');
        entry.object = writeAt(entry.object, splitPath(field), (old) => insert(old, value ?? '', options), options.create === true) as JsonObject;
      }
    }
  }
}

/** Steps of a path: `a.b.[name=x].c`; dots inside brackets or behind backslashes don't count. */
function splitPath(path: string): string[] {
  return (path.match(/(?:\[[^\]]*\]|\\.|[^.[])+/g) ?? []).map((one) => one.replace(/\\\./g, '.'));
}

function readAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(value)) return readAt(elementOf(value, step), rest);
  return isObject(value) ? readAt(value[step], rest) : undefined;
}

function elementOf(list: readonly Json[], step: string): Json | undefined {
  if (/^\d+$/.test(step)) return list[Number(step)];
  const pair = /^\[([^=]+)=(.*)\]$/.exec(step);
  if (pair === null) return undefined;
  return list.find((one) => isObject(one) && String(one[pair[1] ?? '']) === pair[2]);
}

function cut(value: Json | undefined, options: JsonObject): Json | undefined {
  const delimiter = options.delimiter;
  if (typeof delimiter !== 'string' || value === undefined) return value;
  return String(value).split(delimiter)[Number(options.index ?? 0)] ?? '';
}

function insert(old: Json | undefined, value: Json, options: JsonObject): Json {
  const delimiter = options.delimiter;
  if (typeof delimiter !== 'string') return value;
  const parts = String(old ?? '').split(delimiter);
  parts[Number(options.index ?? 0)] = String(value);
  return parts.join(delimiter);
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
    return value.map((one, i) => {
      const isMeant = step === '*' || one === elementOf(value, step) || String(i) === step;
      return isMeant ? writeAt(one, rest, change, create) : one;
    });
  }
  const map = isObject(value) ? value : {};
  if (map[step] === undefined && !create) {
    return fail(`unable to find field ${JSON.stringify(path.join('.'))} in replacement target`);
  }
  return { ...map, [step]: writeAt(map[step], rest, change, create) };
}
