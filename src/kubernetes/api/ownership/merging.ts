// Server-side apply on values: merging a configuration into an object, taking fields out again.
import { isObject, type JsonObject } from '../../../base/json';
import {
  fieldSchema,
  isIntOrString,
  isOpen,
  isQuantity,
  resolved,
  type Schema,
} from '../../kinds/schema';
import type { FieldTree } from './field-tree';
import { entriesOf, itemKey, itemSchema, structureOf, valueKey } from './structure';

/** The object with everything that the configuration says. */
export function mergeConfiguration(
  live: unknown,
  config: unknown,
  schema: Schema | undefined,
): unknown {
  if (config === undefined || config === null) return live;
  const structure = structureOf(config, schema);
  if (live === undefined || live === null || structureOf(live, schema) !== structure) return config;
  switch (structure) {
    case 'unit':
      return config;
    case 'object': {
      const result: Record<string, unknown> = { ...(live as JsonObject) };
      for (const [key, child] of entriesOf(config as JsonObject)) {
        result[key] = mergeConfiguration(result[key], child, fieldSchema(schema, key));
      }
      return result;
    }
    default:
      return mergeLists(live as readonly unknown[], config as readonly unknown[], schema as Schema);
  }
}

function mergeLists(
  live: readonly unknown[],
  config: readonly unknown[],
  schema: Schema,
): readonly unknown[] {
  const isSet = schema['x-kubernetes-list-type'] === 'set';
  const key = (item: unknown) => (isSet ? valueKey(item) : itemKey(item, schema));
  const result = new Map(live.map((item) => [key(item), item]));
  for (const item of config) {
    const mine = result.get(key(item));
    const merged = isSet ? item : mergeConfiguration(mine, item, itemSchema(schema));
    result.set(key(item), merged);
  }
  return [...result.values()];
}

/** The value without the places in the set; undefined when the place itself is in it. */
export function withoutFields(
  value: unknown,
  gone: FieldTree,
  schema: Schema | undefined,
): unknown {
  if (gone.isMember && gone.children.size === 0) return undefined;
  switch (structureOf(value, schema)) {
    case 'unit':
      return gone.isMember ? undefined : value;
    case 'object': {
      const result: Record<string, unknown> = { ...(value as JsonObject) };
      for (const [key, part] of gone.children) {
        const name = key.slice(2);
        if (result[name] === undefined) continue;
        const next = withoutFields(result[name], part, fieldSchema(schema, name));
        if (next === undefined) delete result[name];
        else result[name] = next;
      }
      return result;
    }
    default:
      return listWithout(value as readonly unknown[], gone, schema as Schema);
  }
}

function listWithout(list: readonly unknown[], gone: FieldTree, schema: Schema): unknown {
  const isSet = schema['x-kubernetes-list-type'] === 'set';
  const result: unknown[] = [];
  for (const item of list) {
    const part = gone.children.get(isSet ? valueKey(item) : itemKey(item, schema));
    if (part === undefined) result.push(item);
    else if (!part.isMember) result.push(withoutFields(item, part, itemSchema(schema)));
  }
  return result;
}

/** What is wrong with the types of a configuration: `.spec.nope: field not declared in schema`. */
export function typeProblems(value: unknown, schema: Schema | undefined, path = ''): string[] {
  if (schema === undefined || value === null || value === undefined) return [];
  if (isQuantity(schema) || isIntOrString(schema)) return [];
  const whole = resolved(schema);
  if (whole.properties || whole.type === 'object') {
    if (!isObject(value)) return [`${path}: expected map, got ${shown(value)}`];
    return Object.entries(value).flatMap(([key, child]) => {
      const field = fieldSchema(whole, key);
      if (field !== undefined) return typeProblems(child, field, `${path}.${key}`);
      return isOpen(whole) ? [] : [`${path}.${key}: field not declared in schema`];
    });
  }
  if (whole.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: expected list, got ${shown(value)}`];
    return value.flatMap((item, i) => {
      const keyed = schema['x-kubernetes-list-map-keys'];
      const at = keyed && isObject(item) ? keyText(item, schema, keyed) : `[${i}]`;
      return typeProblems(item, whole.items, path + at);
    });
  }
  return scalarProblems(value, whole.type, path);
}

function keyText(item: JsonObject, schema: Schema, keys: readonly string[]): string {
  const values = JSON.parse(itemKey(item, schema).slice(2)) as Readonly<Record<string, unknown>>;
  return `[${keys.map((key) => `${key}=${JSON.stringify(values[key])}`).join(',')}]`;
}

function scalarProblems(value: unknown, type: string | undefined, path: string): string[] {
  const fail = (wanted: string) => [`${path}: expected ${wanted}, got ${shown(value)}`];
  switch (type) {
    case 'string':
      return typeof value === 'string' ? [] : fail('string');
    case 'boolean':
      return typeof value === 'boolean' ? [] : fail('boolean');
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : fail('numeric (int or float)');
    default:
      return [];
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return isObject(value) ? 'map' : typeof value === 'number' ? 'int' : typeof value;
}
