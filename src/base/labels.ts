/**
 * Labels: selector texts (`a=b,c in (x,y),!d`), LabelSelector objects, and what matches them.
 * Field selectors and the rules for names are in their own files and re-exported here.
 */

import { isObject } from './json';
import { parseLabelSelector } from './label-selector-text';
import { labelValueErrors, qualifiedNameErrors } from './names';

export {
  type FieldRequirement,
  type FieldSelectorResult,
  formatFieldSelector,
  matchesFields,
  parseFieldSelector,
} from './field-selectors';
export { parseLabelSelector } from './label-selector-text';
export {
  cIdentifierErrors,
  configMapKeyErrors,
  dns1035LabelErrors,
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  envVarNameErrors,
  isPercent,
  labelValueErrors,
  portNameErrors,
  portNumberErrors,
  qualifiedNameErrors,
  regexMessage,
  strictEnvVarNameErrors,
  tooLongMessage,
  wildcardSubdomainErrors,
} from './names';

/** How one requirement compares; the spelling of the API. Equality is In with one value. */
export type LabelOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

/** One condition on one label. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted, without duplicates. */
  readonly values: readonly string[];
  /** How a selector's text spelt it (`=`, `==`, `!=`), which is how it prints again. */
  readonly symbol?: '=' | '==' | '!=';
}

/** A conjunction of requirements; matches everything when empty. */
export interface LabelSelector {
  readonly requirements: readonly LabelRequirement[];
}

/** Labels of an object, as in its metadata. */
export type Labels = { readonly [key: string]: unknown } | undefined | null;

/** Matches every object. */
export const selectEverything: LabelSelector = Object.freeze({ requirements: [] });

/** Result of parsing user text: either a selector or the server's message. */
export type LabelSelectorResult =
  | { readonly ok: true; readonly selector: LabelSelector }
  | { readonly ok: false; readonly error: string };

/** True when the labels meet all requirements. */
export function matchesLabels(selector: LabelSelector, labels: Labels): boolean {
  const all = selector.requirements;
  for (let i = 0; i < all.length; i++) {
    const one = all[i];
    if (one && !meets(one, labels)) return false;
  }
  return true;
}

function meets(one: LabelRequirement, labels: Labels): boolean {
  const found = labels && Object.hasOwn(labels, one.key) ? labels[one.key] : undefined;
  switch (one.operator) {
    case 'In':
      return found !== undefined && one.values.includes(found as string);
    case 'NotIn':
      return found === undefined || !one.values.includes(found as string);
    case 'Exists':
      return found !== undefined;
    case 'DoesNotExist':
      return found === undefined;
    case 'Gt':
      return /^[-+]?\d+$/.test(String(found)) && Number(found) > Number(one.values[0]);
    case 'Lt':
      return /^[-+]?\d+$/.test(String(found)) && Number(found) < Number(one.values[0]);
  }
}

/** True when all pairs are among the labels (a Service's or a node's plain selector). */
export function matchesPairs(pairs: Labels, labels: Labels): boolean {
  for (const key in pairs) {
    if (!labels || !Object.hasOwn(labels, key) || labels[key] !== pairs[key]) return false;
  }
  return true;
}

/** A selector of plain pairs, printed as `a=b,c=d`. */
export function selectorFromPairs(pairs: Labels): LabelSelector {
  const requirements: LabelRequirement[] = [];
  for (const key in pairs) {
    requirements.push({ key, operator: 'In', values: [String(pairs[key])], symbol: '=' });
  }
  return { requirements: requirements.sort(byKey) };
}

/**
 * A LabelSelector object ({matchLabels, matchExpressions}) as a selector. Absent (null, undefined)
 * selects nothing and gives null; an empty object selects everything. Unknown operators give null.
 */
export function selectorFromObject(object: unknown): LabelSelector | null {
  if (!isObject(object)) return null;
  const memo = compiled.get(object);
  if (memo !== undefined) return memo;
  const selector = compileObject(object);
  if (Object.isFrozen(object)) compiled.set(object, selector);
  return selector;
}

// Frozen selector objects are compiled once; a memo of a pure function, dropped with its key.
const compiled = new WeakMap<object, LabelSelector | null>();

function compileObject(object: { readonly [key: string]: unknown }): LabelSelector | null {
  const pairs = isObject(object.matchLabels) ? object.matchLabels : undefined;
  const requirements = [...selectorFromPairs(pairs).requirements];
  const expressions = Array.isArray(object.matchExpressions) ? object.matchExpressions : [];
  for (const expression of expressions) {
    const requirement = fromExpression(expression);
    if (!requirement) return null;
    requirements.push(requirement);
  }
  return { requirements: requirements.sort(byKey) };
}

const OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function fromExpression(expression: unknown): LabelRequirement | null {
  if (!isObject(expression)) return null;
  const { key, operator, values } = expression;
  if (typeof key !== 'string' || typeof operator !== 'string') return null;
  if (!OPERATORS.includes(operator)) return null;
  const list = Array.isArray(values) ? values.map(String) : [];
  return { key, operator: operator as LabelOperator, values: [...new Set(list)].sort() };
}

/** True when a LabelSelector object matches; absent objects match nothing. */
export function matchesSelectorObject(object: unknown, labels: Labels): boolean {
  const selector = selectorFromObject(object);
  return selector !== null && matchesLabels(selector, labels);
}

/** Prints a selector as the API does: sorted by key, `a=b,c in (x,y),!d`. */
export function formatSelector(selector: LabelSelector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

/** A LabelSelector object as kubectl prints it: `<none>` when absent or empty. */
export function formatSelectorObject(object: unknown): string {
  if (!isObject(object)) return '<none>';
  const selector = selectorFromObject(object);
  if (!selector) return '<error>';
  return formatSelector(selector) || '<none>';
}

function formatRequirement(one: LabelRequirement): string {
  const list = one.values.join(',');
  switch (one.operator) {
    case 'In':
      return one.symbol ? `${one.key}${one.symbol}${list}` : `${one.key} in (${list})`;
    case 'NotIn':
      return one.symbol ? `${one.key}${one.symbol}${list}` : `${one.key} notin (${list})`;
    case 'Exists':
      return one.key;
    case 'DoesNotExist':
      return `!${one.key}`;
    case 'Gt':
      return `${one.key}>${list}`;
    case 'Lt':
      return `${one.key}<${list}`;
  }
}

function byKey(a: LabelRequirement, b: LabelRequirement): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Problems of a labels map, as `label` reports them: [key or value, message]. */
export function labelErrors(labels: { readonly [key: string]: string }): [string, string][] {
  const problems: [string, string][] = [];
  for (const key of Object.keys(labels).sort()) {
    for (const message of qualifiedNameErrors(key)) problems.push([key, message]);
    for (const message of labelValueErrors(labels[key] ?? '')) {
      problems.push([labels[key] ?? '', message]);
    }
  }
  return problems;
}

/** Parses a selector that is known to be right; null otherwise. */
export function selectorFromText(text: string): LabelSelector | null {
  const result = parseLabelSelector(text);
  return result.ok ? result.selector : null;
}
