// Defaults that a custom resource's schema gives.
import { isObject } from '../../../base/json';
import type { Schema } from '../../kinds/schema';

/** The value with its schema's defaults; the same reference when it has them. */
export function withSchemaDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    let changed = false;
    const list = value.map((item) => {
      const next = withSchemaDefaults(item, items);
      if (next !== item) changed = true;
      return next;
    });
    return changed ? list : value;
  }
  if (!isObject(value)) return value;
  let result: Record<string, unknown> | undefined;
  const set = (key: string, next: unknown) => {
    result ??= { ...value };
    result[key] = next;
  };
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    const own = value[key];
    if (own === undefined) {
      if (field.default !== undefined) set(key, withSchemaDefaults(field.default, field));
      continue;
    }
    const next = withSchemaDefaults(own, field);
    if (next !== own) set(key, next);
  }
  const others = schema.additionalProperties;
  if (typeof others === 'object') {
    for (const [key, own] of Object.entries(value)) {
      const next = withSchemaDefaults(own, others);
      if (next !== own) set(key, next);
    }
  }
  return result ?? value;
}
