/** Prints values as Go's fmt does with %v: `map[a:b c:d]`, `[1 2]`, `<nil>`. */

import { sortedKeys } from './json';
import { goFloat } from './yaml/number';

/** The %v text of a JSON value. */
export function formatGoValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatGoNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      return '<nil>';
  }
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  const map = value as Record<string, unknown>;
  return `map[${sortedKeys(map)
    .map((key) => `${key}:${formatGoValue(map[key])}`)
    .join(' ')}]`;
}

/** Whole numbers count as Go integers, others as float64. */
export function formatGoNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? String(value) : goFloat(value);
}

/** The Go type a decoded JSON value has, as error messages name it. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

const QUOTE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A string in Go's syntax (strconv.Quote, %q). */
export function goQuote(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    const named = QUOTE_ESCAPES[char];
    if (named !== undefined) out += named;
    else if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char)) out += char;
    else if (code >= 0xdc80 && code <= 0xdcff) out += `\\x${(code - 0xdc00).toString(16)}`;
    else if (code < 0x20 || code === 0x7f) out += `\\x${hex.padStart(2, '0')}`;
    else if (code < 0x10000) out += `\\u${hex.padStart(4, '0')}`;
    else out += `\\U${hex.padStart(8, '0')}`;
  }
  return `${out}"`;
}
