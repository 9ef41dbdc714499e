// Strict decoding of clients' objects: types, unknown fields, quantities, times, base64, in the
// words of Go's decoder. What Go wouldn't keep (nulls, empty optional fields) goes.
import { isObject, sortedKeys } from '../../base/json';
import { canonicalQuantity, parseQuantity, quantityError } from '../../base/quantity';
import { parseRfc3339 } from '../../base/time';
import { isDroppedWhenEmpty } from '../kinds/empty-fields';
import { goType, jsonKind, shortName } from '../kinds/go-types';
import type { KubeObject } from '../kinds/object';
import type { Resource } from '../kinds/resource';
import {
  fieldSchema,
  isIntOrString,
  isOpen,
  isQuantity,
  isTime,
  referredName,
  resolved,
  type Schema,
  schemaOf,
} from '../kinds/schema';
import { badRequest } from './errors';

/** Where the decoder is: the innermost struct and the field path from the root. */
interface Place {
  readonly struct: string;
  /** Without indices, as Go's type errors print it. */
  readonly fields: string;
  /** With indices, as unknown fields are named. */
  readonly path: string;
  readonly field: string;
}

class Decoding {
  readonly unknown: string[] = [];
  /** Go goes on after a wrong type and reports the first. */
  firstError: string | undefined;
  readonly isCustom: boolean;

  constructor(isCustom: boolean) {
    this.isCustom = isCustom;
  }

  value(value: unknown, schema: Schema, place: Place): unknown {
    if (value === null || value === undefined) return undefined;
    if (isQuantity(schema)) return this.#quantity(value);
    if (isIntOrString(schema)) {
      if (typeof value === 'number' || typeof value === 'string') return value;
      return this.#wrongType(value, schema, place);
    }
    const whole = resolved(schema);
    if (whole['x-kubernetes-embedded-resource']) return value;
    if (whole.properties || whole.type === 'object') return this.#object(value, schema, place);
    if (whole.type === 'array') return this.#array(value, whole, schema, place);
    return this.#scalar(value, whole, schema, place);
  }

  #fail(message: string): undefined {
    this.firstError ??= message;
    return undefined;
  }

  #wrongType(value: unknown, schema: Schema, place: Place): unknown {
    // Custom resources have their types checked with the other rules.
    if (this.isCustom && !place.path.startsWith('metadata')) return value;
    const kind = jsonKind(value);
    const what = kind === 'number' && !Number.isInteger(value) ? `number ${value}` : kind;
    const type = goType(schema, place.field);
    const where = `${place.struct}.${place.fields}`;
    return this.#fail(
      `json: cannot unmarshal ${what} into Go struct field ${where} of type ${type}`,
    );
  }

  #quantity(value: unknown): unknown {
    if (typeof value !== 'string' && typeof value !== 'number') {
      return this.#fail(quantityError(''));
    }
    if (parseQuantity(value) === null) return this.#fail(quantityError(String(value)));
    return canonicalQuantity(value);
  }

  #scalar(value: unknown, whole: Schema, schema: Schema, place: Place): unknown {
    switch (whole.type) {
      case 'string':
        if (typeof value !== 'string') return this.#wrongType(value, schema, place);
        if (isTime(schema)) return this.#time(value);
        if (whole.format === 'byte') return this.#bytes(value);
        return value;
      case 'boolean':
        return typeof value === 'boolean' ? value : this.#wrongType(value, schema, place);
      case 'integer':
        return Number.isInteger(value) ? value : this.#wrongType(value, schema, place);
      case 'number':
        return typeof value === 'number' ? value : this.#wrongType(value, schema, place);
      default:
        return value;
    }
  }

  #time(value: string): unknown {
    if (parseRfc3339(value) !== null) return value;
    const layout = '2006-01-02T15:04:05Z07:00';
    return this.#fail(
      `parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)} as "2006"`,
    );
  }

  #bytes(value: string): unknown {
    const text = value.replace(/[\r\n]/g, '');
    const bad = /[^A-Za-z0-9+/=]/.exec(text);
    if (bad) return this.#fail(`illegal base64 data at input byte ${bad.index}`);
    const core = text.replace(/=+$/, '');
    const inside = core.indexOf('=');
    if (inside >= 0) return this.#fail(`illegal base64 data at input byte ${inside}`);
    if (text.length % 4 !== 0 || text.length - core.length > 2) {
      const at = text.length - core.length > 0 ? core.length : Math.floor(text.length / 4) * 4;
      return this.#fail(`illegal base64 data at input byte ${at}`);
    }
    return value;
  }

  #array(value: unknown, whole: Schema, schema: Schema, place: Place): unknown {
    if (!Array.isArray(value)) return this.#wrongType(value, schema, place);
    const items = whole.items;
    if (items === undefined) return value;
    let changed = false;
    const result = value.map((item, i) => {
      if (item === null && !resolved(items).properties) return item;
      const next = this.value(item ?? {}, items, { ...place, path: `${place.path}[${i}]` });
      if (next !== item) changed = true;
      return next;
    });
    return changed ? result : value;
  }

  #object(value: unknown, schema: Schema, place: Place): unknown {
    if (!isObject(value)) return this.#wrongType(value, schema, place);
    const whole = resolved(schema);
    if (whole.properties === undefined && typeof whole.additionalProperties !== 'object') {
      return value;
    }
    const name = referredName(schema);
    const isStruct = whole.properties !== undefined;
    const struct = isStruct ? (name ? shortName(name) : place.struct) : place.struct;
    const result: Record<string, unknown> = {};
    let changed = false;
    for (const key of sortedKeys(value)) {
      const child = value[key];
      const next = this.#member(key, child, whole, { place, struct, isStruct });
      if (next !== child) changed = true;
      if (next !== undefined) result[key] = next;
    }
    return changed ? result : value;
  }

  #member(
    key: string,
    child: unknown,
    whole: Schema,
    at: { readonly place: Place; readonly struct: string; readonly isStruct: boolean },
  ): unknown {
    const { place, struct, isStruct } = at;
    const schema = fieldSchema(whole, key);
    const path = place.path ? `${place.path}.${key}` : key;
    if (schema === undefined) {
      if (whole['x-kubernetes-preserve-unknown-fields'] || isOpen(whole)) return child;
      this.unknown.push(path);
      return undefined;
    }
    if (child === null && keepsNull(key, schema, struct)) return child;
    const fields = isStruct ? (place.fields ? `${place.fields}.${key}` : key) : place.fields;
    const next = this.value(child, schema, { struct, fields, path, field: key });
    if (!isStruct) return next ?? (child === null ? '' : undefined);
    if (this.isCustom && !path.startsWith('metadata')) return next;
    return this.#isEmpty(key, next, schema, whole, struct) ? undefined : next;
  }

  #isEmpty(key: string, value: unknown, schema: Schema, parent: Schema, struct: string): boolean {
    if (parent.required?.includes(key)) return false;
    if (Array.isArray(value)) return value.length === 0;
    if (isObject(value)) {
      const whole = resolved(schema);
      return whole.properties === undefined && Object.keys(value).length === 0 && !isOpen(whole);
    }
    return isDroppedWhenEmpty(key, value, struct);
  }
}

/** Times that Go prints as null when they aren't set. */
function keepsNull(key: string, schema: Schema, struct: string): boolean {
  if (!isTime(schema)) return false;
  return struct === 'Event' || (/Time$/.test(key) && struct.endsWith('Condition'));
}

/** Reads an object strictly, as `fieldValidation` says. @throws ApiError 400 */
export function decodeStrictly(
  body: unknown,
  resource: Resource,
  fieldValidation: string,
  warn: (text: string) => void,
): KubeObject {
  const schema = schemaOf(resource);
  if (schema === undefined) return body as KubeObject;
  const decoding = new Decoding(resource.schemaName === undefined);
  const { kind } = resource;
  const object = decoding.value(body, schema, { struct: kind, fields: '', path: '', field: '' });
  const about = `${kind} in version "${resource.version}" cannot be handled as a ${kind}`;
  if (decoding.firstError !== undefined) throw badRequest(`${about}: ${decoding.firstError}`);
  const { unknown } = decoding;
  if (unknown.length > 0 && fieldValidation !== 'Ignore') {
    const list = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
    if (fieldValidation === 'Strict') {
      throw badRequest(`${about}: strict decoding error: ${list.join(', ')}`);
    }
    for (const text of list) warn(text);
  }
  return object as KubeObject;
}

/** The first complaint of Go's converter when a patched object has a wrong type; else undefined. */
export function conversionProblem(value: unknown, schema: Schema | undefined): string | undefined {
  if (schema === undefined || value === null || value === undefined) return undefined;
  if (isQuantity(schema) || isIntOrString(schema) || isTime(schema)) return undefined;
  const whole = resolved(schema);
  const kind = Array.isArray(value) ? 'slice' : isObject(value) ? 'map' : goKind(value);
  if (whole.type === 'array') {
    if (!Array.isArray(value)) return `cannot restore slice from ${kind}`;
    return firstProblem(value.map((item) => [item, whole.items]));
  }
  if (whole.properties || whole.type === 'object') {
    if (!isObject(value)) {
      return `cannot restore ${whole.properties ? 'struct from:' : 'map from'} ${kind}`;
    }
    return firstProblem(Object.entries(value).map(([k, v]) => [v, fieldSchema(whole, k)]));
  }
  const wanted = whole.type === 'integer' ? (whole.format ?? 'int64') : whole.type;
  const isRight =
    wanted === 'string'
      ? typeof value === 'string'
      : wanted === 'boolean'
        ? typeof value === 'boolean'
        : wanted === undefined || typeof value === 'number';
  return isRight ? undefined : `unrecognized type: ${wanted === 'boolean' ? 'bool' : wanted}`;
}

function goKind(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value;
}

function firstProblem(pairs: readonly (readonly [unknown, Schema | undefined])[]) {
  for (const [value, schema] of pairs) {
    const problem = conversionProblem(value, schema);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
