/** Prints values as `kubectl -o kyaml` does: YAML in flow style with quoted strings and commas. */

import { goJsonNumber, sortedKeys } from '../json';
import { isBase60, resolvePlain } from './scalar';

/** The KYAML text of a value: a `---` line, the value, a final newline. */
export function printKyaml(value: unknown): string {
  return `---\n${node(value, 0)}\n`;
}

function node(value: unknown, level: number): string {
  if (typeof value === 'string') return quoted(value, level + 1);
  if (typeof value === 'number') return goJsonNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value)) return list(value, level);
  if (typeof value === 'object' && value !== null) {
    return map(value as Record<string, unknown>, level);
  }
  return 'null';
}

function list(items: readonly unknown[], level: number): string {
  if (items.length === 0) return '[]';
  const pad = '  '.repeat(level);
  // Lists of objects or lists are cuddled: `[{` ... `}, {` ... `}]`.
  if (items.every((item) => typeof item === 'object' && item !== null)) {
    return `[${items.map((item) => node(item, level)).join(', ')}]`;
  }
  return `[\n${items.map((item) => `${pad}  ${node(item, level + 1)},\n`).join('')}${pad}]`;
}

function map(value: Record<string, unknown>, level: number): string {
  const keys = sortedKeys(value);
  if (keys.length === 0) return '{}';
  const pad = '  '.repeat(level);
  const rows = keys.map((key) => {
    const name = needsQuotes(key) ? quotedKey(key) : key;
    return `${pad}  ${name}: ${node(value[key], level + 1)},\n`;
  });
  return `{\n${rows.join('')}${pad}}`;
}

const BARE = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u;
const BOOL_LIKE = /^(?:true|y|yes|on|false|n|no|off|t|f|1|0|null|~|[-+]?\.inf|\.nan)$/i;
const NUMBER_LIKE = /^[-+]?(?:inf|infinity|nan|0x[0-9a-f.]+p[-+]?\d+)$/i;

function needsQuotes(key: string): boolean {
  if (!BARE.test(key) || BOOL_LIKE.test(key)) return true;
  const plain = key.replaceAll('_', '');
  return (
    isTyped(key) || (plain !== '' && isTyped(plain)) || isBase60(key) || NUMBER_LIKE.test(plain)
  );
}

function isTyped(text: string): boolean {
  return resolvePlain(text).tag !== 'str';
}

/** Keys stay on one line, whatever is in them. */
function quotedKey(key: string): string {
  let out = '"';
  for (const char of key) {
    if (char === '\n') out += '\\n';
    else if (char === '\t') out += '\\t';
    else out += ESCAPES[char] ?? printable(char);
  }
  return `${out}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\r': '\\r',
  '\v': '\\v',
  '\0': '\\0',
  '\u001b': '\\e',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n\\\n',
  '\t': '\t',
};

/** A double-quoted string; one with newlines is folded over several source lines. */
function quoted(text: string, level: number): string {
  const pad = '  '.repeat(level);
  const isMulti = text.includes('\n');
  let out = isMulti ? '"\\\n' : '"';
  for (const char of text) {
    // A blank at a line's start is escaped, any other character moves under it.
    if (out.endsWith('\n')) out += pad + (/[^\S\n]/.test(char) ? '\\' : ' ');
    out += ESCAPES[char] ?? printable(char);
  }
  if (!isMulti) return `${out}"`;
  return `${out}${out.endsWith('\n') ? '' : '\\\n'}${pad}"`;
}

function printable(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char)) return char;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
