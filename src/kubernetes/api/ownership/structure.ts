// How values are made of fields: what is a unit, what has parts, and how lists tell their items
// apart, from the schema.
import { goJson, isObject, type JsonObject } from '../../../base/json';
import { fieldSchema, listType, resolved, type Schema } from '../../kinds/schema';

/** What a value is to its owners. */
export type Structure = 'unit' | 'object' | 'keyed-list' | 'set';

/** How a value with this schema comes apart. */
export function structureOf(value: unknown, schema: Schema | undefined): Structure {
  if (Array.isArray(value)) {
    const type = schema === undefined ? 'atomic' : listType(schema);
    return type === 'map' ? 'keyed-list' : type === 'set' ? 'set' : 'unit';
  }
  if (!isObject(value)) return 'unit';
  const whole = schema === undefined ? undefined : resolved(schema);
  const mapType = schema?.['x-kubernetes-map-type'] ?? whole?.['x-kubernetes-map-type'];
  return mapType === 'atomic' ? 'unit' : 'object';
}

/** The path element of a list's item. */
export function itemKey(item: unknown, schema: Schema): string {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const items = resolved(schema).items;
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const given = isObject(item) ? item[key] : undefined;
    const value = given ?? fieldSchema(items, key)?.default;
    if (value !== undefined) values[key] = value;
  }
  return `k:${goJson(values)}`;
}

export function itemSchema(schema: Schema): Schema | undefined {
  return resolved(schema).items;
}

/** The path element of a set's value. */
export function valueKey(value: unknown): string {
  return `v:${goJson(value)}`;
}

/** Fields of an object that are there. */
export function entriesOf(value: JsonObject): [string, unknown][] {
  return Object.entries(value).filter(([, child]) => child !== undefined && child !== null);
}

/**
 * Whether a field's place exists even in an empty object: structs that are no pointers, and lists
 * that are always written. Adding such a field adds only what is in it.
 */
export function isAlwaysThere(field: string, parent: Schema | undefined): boolean {
  if (parent === undefined) return false;
  const whole = resolved(parent);
  const schema = whole.properties?.[field];
  if (schema === undefined) return false;
  if (isObject(schema.default) && Object.keys(schema.default).length === 0) return true;
  return schema.type === 'array' && (whole.required?.includes(field) ?? false);
}
