// x-kubernetes-validations: rules in CEL that a custom resource's schema carries.
import { isObject } from '../../../base/json';
import { compileCel } from '../../kinds/cel/compile';
import { CelProblem } from '../../kinds/cel/lexer';
import { type FieldError, invalid } from '../../kinds/field-error';
import type { Schema } from '../../kinds/schema';

interface Rule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly reason?: string;
}

interface WithRules extends Schema {
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

interface Place {
  readonly path: string;
  readonly old: unknown;
  /** Only rules about changes; else only the others. */
  readonly isTransition: boolean;
}

/** Findings of the rules about a value and what is in it. */
export function ruleErrors(value: unknown, schema: WithRules, place: Place): FieldError[] {
  if (value === undefined || value === null) return [];
  const errors: FieldError[] = [];
  for (const rule of schema['x-kubernetes-validations'] ?? []) {
    const error = check(rule, value, place);
    if (error !== undefined) errors.push(error);
  }
  if (Array.isArray(value) && schema.items) {
    const { items } = schema;
    value.forEach((item, i) => {
      const at = { ...place, path: `${place.path}[${i}]`, old: undefined };
      errors.push(...ruleErrors(item, items as WithRules, at));
    });
  }
  if (isObject(value)) {
    const others = schema.additionalProperties;
    for (const key of Object.keys(value).sort()) {
      const field = schema.properties?.[key] ?? (typeof others === 'object' ? others : undefined);
      if (field === undefined) continue;
      const old = isObject(place.old) ? place.old[key] : undefined;
      const path = place.path ? `${place.path}.${key}` : key;
      errors.push(...ruleErrors(value[key], field as WithRules, { ...place, path, old }));
    }
  }
  return errors;
}

function check(rule: Rule, value: unknown, place: Place): FieldError | undefined {
  const isAboutChange = /\boldSelf\b/.test(rule.rule);
  if (isAboutChange !== place.isTransition) return undefined;
  if (isAboutChange && (place.old === undefined || place.old === null)) return undefined;
  const scope = new Map([
    ['self', value],
    ['oldSelf', place.old],
  ]);
  const compiled = compileCel(rule.rule, ['self', 'oldSelf']);
  if (!compiled.ok) return invalid(place.path, value, compiled.error);
  try {
    if (compiled.evaluate(scope) === true) return undefined;
  } catch (error) {
    if (!(error instanceof CelProblem)) throw error;
    const why = `rule evaluation error: ${error.message}`;
    return failure(rule, value, place, why);
  }
  return failure(rule, value, place, messageOf(rule, scope));
}

function messageOf(rule: Rule, scope: ReadonlyMap<string, unknown>): string {
  if (rule.messageExpression) {
    const compiled = compileCel(rule.messageExpression, ['self', 'oldSelf']);
    if (compiled.ok) return String(compiled.evaluate(scope));
  }
  return rule.message ?? `failed rule: ${rule.rule}`;
}

function failure(rule: Rule, value: unknown, place: Place, why: string): FieldError {
  const field = rule.fieldPath ? `${place.path}${rule.fieldPath}` : place.path;
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return { type: 'Forbidden', field, message: `Forbidden: ${why}` };
    case 'FieldValueRequired':
      return { type: 'Required', field, message: `Required value: ${why}` };
    case 'FieldValueDuplicate':
      return { type: 'Duplicate', field, message: `Duplicate value: ${why}` };
    default:
      if (typeof value !== 'object') return invalid(field, value, why);
      return { type: 'Invalid', field, message: `Invalid value: ${why}` };
  }
}
