/**
 * JSON values: the one shape every object of the simulation has. Objects are shared by reference
 * and
 * never changed after they are frozen, so equality starts with identity.
 */

/** Any JSON value. A key whose value is undefined counts as absent. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** True for objects that are neither null nor arrays. */
export function isObject(x: unknown): x is JsonObject {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}

/** Structural equality; order of keys is irrelevant and undefined-valued keys count as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Number.isNaN(a) && Number.isNaN(b);
  }
  if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b);
  if (Array.isArray(b)) return false;
  return equalObjects(a as Record<string, unknown>, b as Record<string, unknown>);
}

function equalArrays(a: readonly unknown[], b: readonly unknown[]): boolean {
  const n = a.length;
  if (n !== b.length) return false;
  for (let i = 0; i < n; i++) if (a[i] !== b[i] && !deepEqual(a[i], b[i])) return false;
  return true;
}

function equalObjects(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let present = 0;
  for (const key in a) {
    const left = a[key];
    if (left === undefined) continue;
    present++;
    const right = Object.hasOwn(b, key) ? b[key] : undefined;
    if (left !== right && (right === undefined || !deepEqual(left, right))) return false;
  }
  for (const key in b) if (b[key] !== undefined) present--;
  return present === 0;
}

/** Freezes a value in depth and returns it; subtrees that are frozen already are not entered. */
export function deepFreeze<T>(x: T): T {
  if (typeof x !== 'object' || x === null || Object.isFrozen(x)) return x;
  Object.freeze(x);
  if (Array.isArray(x)) {
    for (let i = 0; i < x.length; i++) freezeChild(x[i]);
  } else {
    for (const key in x) freezeChild((x as Record<string, unknown>)[key]);
  }
  return x;
}

function freezeChild(x: unknown): void {
  // Empty containers are "frozen" only once frozen, so the test in deepFreeze suffices for them
  // too.
  if (typeof x === 'object' && x !== null) deepFreeze(x);
}

/** Compares strings by code point, as Go compares valid UTF-8 bytewise. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogatesLast(x) - surrogatesLast(y);
  }
  return a.length - b.length;
}

/** Reorders UTF-16 units so that surrogates sort above the rest of the basic plane. */
function surrogatesLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Keys of an object that have a value, in Go's order. */
export function sortedKeys(x: { readonly [key: string]: unknown }): string[] {
  const keys: string[] = [];
  let isSorted = true;
  let before = '';
  for (const key in x) {
    if (x[key] === undefined) continue;
    if (key < before) isSorted = false;
    before = key;
    keys.push(key);
  }
  // The platform orders by UTF-16 unit, which only differs where a key has surrogates.
  if (!isSorted) keys.sort();
  return keys.some((key) => SURROGATE.test(key)) ? keys.sort(compareStrings) : keys;
}

const SURROGATE = /[\ud800-\udfff]/;

/** How {@link goJson} prints. */
export interface GoJsonOptions {
  /** Spaces per level; 0 or absent prints everything on one line. */
  readonly indent?: number;
  /** Write `<`, `>` and `&` as \u003c, \u003e and \u0026, as Go does by default. */
  readonly escapeHtml?: boolean;
  /** Keep the keys in insertion order, as Go prints structs. */
  readonly keepOrder?: boolean;
}

/** Prints a value as Go's encoding/json does: keys sorted, `{}` and `[]` for empty containers. */
export function goJson(value: unknown, options: GoJsonOptions = {}): string {
  const html = options.escapeHtml !== false;
  const step = ' '.repeat(options.indent ?? 0);
  const keysOf = options.keepOrder ? presentKeys : sortedKeys;
  const print = (x: unknown, pad: string): string => {
    if (typeof x === 'string') return goJsonString(x, html);
    if (typeof x === 'number') return goJsonNumber(x);
    if (typeof x === 'boolean') return x ? 'true' : 'false';
    if (typeof x !== 'object' || x === null) return 'null';
    const inner = pad + step;
    const parts = Array.isArray(x)
      ? x.map((item) => print(item, inner))
      : keysOf(x as Record<string, unknown>).map((key) => {
          const text = print((x as Record<string, unknown>)[key], inner);
          return `${goJsonString(key, html)}:${step ? ' ' : ''}${text}`;
        });
    const [open, close] = Array.isArray(x) ? ['[', ']'] : ['{', '}'];
    if (parts.length === 0) return open + close;
    if (!step) return open + parts.join(',') + close;
    return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${pad}${close}`;
  };
  return print(value, '');
}

function presentKeys(x: { readonly [key: string]: unknown }): string[] {
  return Object.keys(x).filter((key) => x[key] !== undefined);
}

/** Prints a number as encoding/json prints a float64: exponents below 1e-6 and from 1e21. */
export function goJsonNumber(x: number): string {
  if (!Number.isFinite(x)) return 'null';
  if (Object.is(x, -0)) return '-0';
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-6 || size >= 1e21)) {
    return x.toExponential();
  }
  return String(x);
}

const NEEDS_ESCAPE = /[\u0000-\u001f"\\\u2028\u2029\ud800-\udfff]/;
const NEEDS_ESCAPE_HTML = /[\u0000-\u001f"\\<>&\u2028\u2029\ud800-\udfff]/;

/** Quotes one string as encoding/json does; bytes that aren't UTF-8 become \ufffd. */
export function goJsonString(s: string, escapeHtml = true): string {
  if (!(escapeHtml ? NEEDS_ESCAPE_HTML : NEEDS_ESCAPE).test(s)) return `"${s}"`;
  let out = '"';
  for (const char of s) out += escapeJsonChar(char, escapeHtml);
  return `${out}"`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

function escapeJsonChar(char: string, escapeHtml: boolean): string {
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  if (code < 0x20 || code === 0x2028 || code === 0x2029 || (escapeHtml && '<>&'.includes(char))) {
    return `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return char;
}
