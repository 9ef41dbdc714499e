// jq's values: JSON with objects as Maps (so that keys keep their order), its ordering, its errors.
import { compareStrings } from '../../base/json';

export type Json = null | boolean | number | string | Json[] | JsonMap;
export type JsonMap = Map<string, Json>;

/** An error of a jq program. `value` is what `catch` gets. */
export class JqError extends Error {
  readonly value: Json;
  constructor(value: Json) {
    super(typeof value === 'string' ? value : '');
    this.value = value;
  }
}

/** `break $label`: passes through everything up to its label. */
export class BreakSignal {
  readonly label: object;
  constructor(label: object) {
    this.label = label;
  }
}

export function fail(message: string): never {
  throw new JqError(message);
}

export function typeName(v: Json): string {
  if (v === null) return 'null';
  if (Array.isArray(v)) return 'array';
  if (v instanceof Map) return 'object';
  return typeof v;
}

export function isTrue(v: Json): boolean {
  return v !== null && v !== false;
}

const RANKS: Readonly<Record<string, number>> = {
  null: 0,
  boolean: 1,
  number: 3,
  string: 4,
  array: 5,
  object: 6,
};

/** jq's total order: null, false, true, numbers, strings, arrays, objects. */
export function compare(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number')
    return a < b ? -1 : a === b ? 0 : numberOrder(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  const ta = typeName(a);
  const tb = typeName(b);
  if (ta !== tb) return (RANKS[ta] ?? 0) - (RANKS[tb] ?? 0);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (a instanceof Map && b instanceof Map) return compareMaps(a, b);
  return 0;
}

/** NaN is less than any number. */
function numberOrder(a: number, b: number): number {
  if (Number.isNaN(a)) return -1;
  return Number.isNaN(b) ? 1 : 1;
}

function compareArrays(a: Json[], b: Json[]): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const order = compare(a[i] as Json, b[i] as Json);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareMaps(a: JsonMap, b: JsonMap): number {
  const ka = sortedKeys(a);
  const kb = sortedKeys(b);
  const keys = compareArrays(ka, kb);
  if (keys !== 0) return keys;
  for (const key of ka) {
    const order = compare(a.get(key) ?? null, b.get(key) ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

export function sortedKeys(map: JsonMap): string[] {
  return [...map.keys()].sort(compareStrings);
}

export function equal(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return compare(a, b) === 0;
}

/** Stable sort by jq's order. */
export function sorted(list: readonly Json[]): Json[] {
  return [...list].sort(compare);
}

/** A text of a value for an error message, cut as jq cuts it (14 bytes). */
export function shown(v: Json, toText: (v: Json) => string): string {
  const text = toText(v);
  return text.length <= 14 ? text : `${text.slice(0, 11)}...`;
}
