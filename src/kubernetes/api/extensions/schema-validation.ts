// Validation of custom resources by their schema, in the words of the API server.
import { utf8Length } from '../../../base/bytes';
import { isObject, sortedKeys } from '../../../base/json';
import {
  duplicate,
  type FieldError,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../kinds/field-error';
import type { KubeObject } from '../../kinds/object';
import type { Schema } from '../../kinds/schema';
import { evaluateJsonPath } from '../../kinds/simple-path';
import { ruleErrors } from './schema-rules';

/** OpenAPI's constraints beyond what built-in schemas use. */
interface Constraints extends Schema {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-validations'?: readonly unknown[];
}

const blocking = new Set(['NotSupported', 'Required', 'TooLong', 'TooMany', 'TypeInvalid']);

/** Findings about a custom object. */
export function checkCustom(
  object: KubeObject,
  schema: Schema,
  replicasPath: string | undefined,
): readonly FieldError[] {
  const { apiVersion: _1, kind: _2, metadata: _3, ...fields } = object;
  const errors: FieldError[] = [];
  const { apiVersion: _4, kind: _5, metadata: _6, ...properties } = schema.properties ?? {};
  checkValue(fields, { ...schema, properties }, '', errors);
  const isBlocked = errors.some((error) => blocking.has(error.type));
  errors.push(...replicasErrors(object, replicasPath));
  if (isBlocked && hasRules(schema)) {
    const why =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
    errors.push(invalid('<nil>', null, why));
  } else if (!isBlocked) {
    const place = { path: '', old: undefined, isTransition: false };
    errors.push(...ruleErrors(fields, { ...schema, properties }, place));
  }
  return errors;
}

/** Findings of the rules about how a custom object may change. */
export function checkCustomUpdate(
  object: KubeObject,
  old: KubeObject,
  schema: Schema,
): readonly FieldError[] {
  if (!hasRules(schema)) return [];
  const { metadata: _1, ...properties } = schema.properties ?? {};
  return ruleErrors(object, { ...schema, properties }, { path: '', old, isTransition: true });
}

function replicasErrors(object: KubeObject, path: string | undefined): FieldError[] {
  if (path === undefined) return [];
  const value = evaluateJsonPath(object, path);
  if (value === undefined || typeof value === 'number') return [];
  const why = `${path} accessor error: ${String(value)} is of the type ${typeof value}, expected int64`;
  return [invalid(path, 0, why)];
}

function hasRules(schema: Constraints): boolean {
  if (schema['x-kubernetes-validations']?.length) return true;
  const parts = [...Object.values(schema.properties ?? {}), schema.items];
  const others = schema.additionalProperties;
  if (typeof others === 'object') parts.push(others);
  return parts.some((part) => part !== undefined && hasRules(part as Constraints));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function isOfType(value: unknown, wanted: string): boolean {
  const type = typeOf(value);
  return type === wanted || (wanted === 'number' && type === 'integer');
}

function checkValue(value: unknown, schema: Constraints, path: string, errors: FieldError[]): void {
  if (value === null && schema.nullable) return;
  const wanted = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type;
  const types = wanted === undefined ? [] : Array.isArray(wanted) ? wanted : [wanted];
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    const found = typeOf(value);
    const why = `${path} in body must be of type ${types.join(',')}: ${JSON.stringify(found)}`;
    errors.push({ ...invalid(path, found, why), type: 'TypeInvalid' });
    return;
  }
  if (schema.enum && !schema.enum.includes(value)) {
    errors.push(notSupported(path, value, schema.enum.map(String)));
  }
  if (typeof value === 'number') checkNumber(value, schema, path, errors);
  else if (typeof value === 'string') checkText(value, schema, path, errors);
  else if (Array.isArray(value)) checkList(value, schema, path, errors);
  else if (isObject(value)) checkObject(value, schema, path, errors);
}

function checkNumber(value: number, schema: Constraints, path: string, errors: FieldError[]): void {
  const fail = (why: string) =>
    errors.push(invalid(path, value, `${path} in body should be ${why}`));
  const { minimum, maximum, multipleOf } = schema;
  if (maximum !== undefined) {
    if (schema.exclusiveMaximum ? value >= maximum : value > maximum) {
      fail(`less than ${schema.exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
    }
  }
  if (minimum !== undefined) {
    if (schema.exclusiveMinimum ? value <= minimum : value < minimum) {
      fail(`greater than ${schema.exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
    }
  }
  if (multipleOf !== undefined && value % multipleOf !== 0) fail(`a multiple of ${multipleOf}`);
}

function checkText(value: string, schema: Constraints, path: string, errors: FieldError[]): void {
  if (schema.maxLength !== undefined && utf8Length(value) > schema.maxLength) {
    errors.push(tooLong(path, schema.maxLength));
  }
  if (schema.minLength !== undefined && [...value].length < schema.minLength) {
    const why = `${path} in body should be at least ${schema.minLength} chars long`;
    errors.push(invalid(path, value, why));
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    errors.push(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  }
}

function checkList(
  list: readonly unknown[],
  schema: Constraints,
  path: string,
  errors: FieldError[],
): void {
  if (schema.maxItems !== undefined && list.length > schema.maxItems) {
    errors.push(tooMany(path, list.length, schema.maxItems));
  }
  if (schema.minItems !== undefined && list.length < schema.minItems) {
    const why = `${path} in body should have at least ${schema.minItems} items`;
    errors.push(invalid(path, list.length, why));
  }
  const seen = new Set<string>();
  const keys = schema['x-kubernetes-list-map-keys'];
  list.forEach((item, i) => {
    if (schema.items) checkValue(item, schema.items, `${path}[${i}]`, errors);
    const type = schema['x-kubernetes-list-type'];
    if (type !== 'set' && type !== 'map') return;
    const shown =
      type === 'set'
        ? item
        : Object.fromEntries((keys ?? []).map((k) => [k, isObject(item) ? item[k] : undefined]));
    const key = JSON.stringify(shown);
    if (seen.has(key)) errors.push(duplicate(`${path}[${i}]`, shown));
    seen.add(key);
  });
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  schema: Constraints,
  path: string,
  errors: FieldError[],
): void {
  const others = schema.additionalProperties;
  for (const key of sortedKeys(value)) {
    const field = schema.properties?.[key] ?? (typeof others === 'object' ? others : undefined);
    if (field !== undefined) checkValue(value[key], field, path ? `${path}.${key}` : key, errors);
  }
  for (const key of schema.required ?? []) {
    if (value[key] === undefined) errors.push(required(path ? `${path}.${key}` : key));
  }
  const count = Object.keys(value).length;
  if (schema.maxProperties !== undefined && count > schema.maxProperties) {
    errors.push(tooMany(path, count, schema.maxProperties));
  }
  if (schema.minProperties !== undefined && count < schema.minProperties) {
    const why = `${path} in body should have at least ${schema.minProperties} properties`;
    errors.push(invalid(path, count, why));
  }
}
