/**
 * Prints values as `kubectl -o yaml` does (Go's yaml through sigs.k8s.io/yaml): keys in natural
 * order, lists not indented under their key, quotes only where Go's yaml puts them.
 */

import { goFloat } from './number';
import { isBase60, resolvePlain } from './scalar';

/** The YAML text of a value, with a final newline. */
export function printYaml(value: unknown): string {
  const out: string[] = [];
  writeNode(value, { indent: -2, out, inMapping: false });
  return out.join('');
}

interface Place {
  /** Column of the enclosing collection; -2 at the top. */
  readonly indent: number;
  readonly out: string[];
  /** The node is a mapping's value. */
  readonly inMapping: boolean;
}

/** Writes a node after `key:` or `-` (nothing before it at the top); ends with a newline. */
function writeNode(value: unknown, place: Place): void {
  const { out, indent } = place;
  const isTop = indent < 0;
  if (typeof value === 'string') {
    if (!isTop) out.push(' ');
    writeString(value, out, Math.max(indent, 0) + 2);
    out.push('\n');
  } else if (Array.isArray(value)) {
    if (value.length > 0) writeList(value, place);
    else out.push(isTop ? '[]\n' : ' []\n');
  } else if (typeof value === 'object' && value !== null) {
    const keys = naturallySorted(value as Record<string, unknown>);
    if (keys.length > 0) writeMap(value as Record<string, unknown>, keys, place);
    else out.push(isTop ? '{}\n' : ' {}\n');
  } else {
    const text =
      typeof value === 'number' ? numberText(value) : value == null ? 'null' : `${value}`;
    out.push(isTop ? '' : ' ', text, '\n');
  }
}

function writeList(list: readonly unknown[], place: Place): void {
  const { out } = place;
  const isCompact = place.indent >= 0 && !place.inMapping;
  const indent = place.inMapping ? place.indent : place.indent + 2;
  const pad = ' '.repeat(indent);
  if (place.inMapping) out.push('\n');
  list.forEach((item, i) => {
    out.push(i === 0 && isCompact ? ' -' : `${pad}-`);
    writeNode(item, { indent, out, inMapping: false });
  });
}

function writeMap(map: Record<string, unknown>, keys: readonly string[], place: Place): void {
  const { out } = place;
  const isCompact = place.indent >= 0 && !place.inMapping;
  const indent = place.indent + 2;
  const pad = ' '.repeat(indent);
  if (place.inMapping) out.push('\n');
  keys.forEach((key, i) => {
    out.push(i === 0 && isCompact ? ' ' : pad);
    if (key.length <= 128 && !key.includes('\n')) {
      writeString(key, out, null);
      out.push(':');
      writeNode(map[key], { indent, out, inMapping: true });
    } else {
      // Keys too long to be simple, or of several lines, get the explicit form.
      out.push('? ');
      writeString(key, out, indent + 2);
      out.push('\n', pad, ':');
      writeNode(map[key], { indent, out, inMapping: false });
    }
  });
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 64) return String(value);
  return goFloat(value);
}

// Letters, digits and what is harmless in the middle of a word: by far the most frequent strings.
const PLAIN_WORD = /^[A-Za-z/_][A-Za-z0-9_./=-]*$/;
const SPECIAL = /[^\n -~\u00a0-\ud7ff\ue000-\ufffd]|[\ufeff\u2028\u2029]| \n/;
const BLOCK_INDICATOR = /^[#,[\]{}&*!|>'"%@`]|^[?:-](?: |$)|: |:$| #|^(?:---|\.\.\.)/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const WIDTH = 80;

/** Writes a string at the end of `out`; indent is that of further lines, null for simple keys. */
function writeString(raw: string, out: string[], indent: number | null): void {
  if (PLAIN_WORD.test(raw)) {
    out.push(needsQuotes(raw) ? `"${raw}"` : raw);
    return;
  }
  const text = raw.replace(LONE_SURROGATE, '\ufffd');
  if (needsQuotes(text) || isBase60(text) || SPECIAL.test(text)) {
    out.push(fold(doubleQuoted(text), out, indent));
  } else if (text.includes('\n')) {
    // A literal block can't end in a blank, and a simple key can't be one.
    if (indent === null || text.endsWith(' ')) out.push(fold(doubleQuoted(text), out, indent));
    else out.push(literal(text, indent));
  } else if (/^ | $/.test(text) || BLOCK_INDICATOR.test(text)) {
    out.push(fold(`'${text.replaceAll("'", "''")}'`, out, indent));
  } else out.push(fold(text, out, indent));
}

function needsQuotes(text: string): boolean {
  const { tag } = resolvePlain(text);
  return tag !== 'str' && tag !== 'merge';
}

/** Breaks a text at the first blank beyond column 80 of each line, as Go's yaml does. */
function fold(text: string, out: readonly string[], indent: number | null): string {
  if (indent === null || !text.includes(' ')) return text;
  let column = columnOf(out);
  if (column + text.length <= WIDTH) return text;
  const isDouble = text.startsWith('"');
  const isQuoted = isDouble || text.startsWith("'");
  const last = isQuoted ? text.length - 2 : text.length - 1;
  let result = '';
  let wasBlank = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    const isBlank = char === ' ';
    const isInside = isQuoted ? i > 1 && i < last : true;
    const mayBreak = isDouble || text[i + 1] !== ' ';
    if (isBlank && !wasBlank && column > WIDTH && isInside && mayBreak) {
      result += `\n${' '.repeat(indent)}`;
      column = indent;
      if (isDouble && text[i + 1] === ' ') {
        result += '\\';
        column++;
      }
    } else {
      result += char;
      if (char < '\udc00' || char > '\udfff') column++;
    }
    wasBlank = isBlank;
  }
  return result;
}

/** The column at the end of the output. */
function columnOf(out: readonly string[]): number {
  let column = 0;
  for (let i = out.length - 1; i >= 0; i--) {
    const piece = out[i] ?? '';
    const newline = piece.lastIndexOf('\n');
    column += piece.length - newline - 1;
    if (newline >= 0) break;
  }
  return column;
}

function literal(text: string, indent: number): string {
  const pad = ' '.repeat(indent);
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const lines = text.split('\n');
  // The last newline ends the last line; the caller writes it.
  if (chomp !== '-') lines.pop();
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  27: '\\e',
  34: '\\"',
  92: '\\\\',
  133: '\\N',
  8232: '\\L',
  8233: '\\P',
};

/** A string in double quotes with YAML's escapes, as Go's yaml writes it. */
function doubleQuoted(text: string): string {
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const named = ESCAPES[code];
    if (named !== undefined) out += named;
    else if (code >= 0xd800 && code <= 0xdfff) out += '\ufffd';
    else if (isPrintable(code)) out += char;
    else out += hexEscape(code);
  }
  return `${out}"`;
}

function isPrintable(code: number): boolean {
  if (code < 0xa0) return code >= 0x20 && code <= 0x7e;
  return code < 0xfffe && code !== 0xfeff;
}

function hexEscape(code: number): string {
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
  return `\\U${hex.padStart(8, '0')}`;
}

const LETTER = /^\p{L}$/u;
const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';

const SIMPLE_KEY = /^[A-Za-z]+$/;

/** Keys that have a value, in order; plain words (nearly all keys) sort by code. */
function naturallySorted(map: Record<string, unknown>): string[] {
  const keys: string[] = [];
  let areSimple = true;
  for (const key in map) {
    if (map[key] === undefined) continue;
    keys.push(key);
    if (areSimple && !SIMPLE_KEY.test(key)) areSimple = false;
  }
  return areSimple ? keys.sort() : keys.sort(naturalOrder);
}

/** Go's yaml orders keys naturally: digits by their number (`a2` before `a10`), letters last. */
export function naturalOrder(a: string, b: string): number {
  if (a === b) return 0;
  const x = [...a];
  const y = [...b];
  const n = Math.min(x.length, y.length);
  for (let i = 0; i < n; i++) {
    const p = x[i] ?? '';
    const q = y[i] ?? '';
    if (p === q) continue;
    const [pLetter, qLetter] = [LETTER.test(p), LETTER.test(q)];
    const byCode = (p.codePointAt(0) ?? 0) - (q.codePointAt(0) ?? 0);
    if (pLetter && qLetter) return byCode;
    if (pLetter || qLetter) return pLetter ? 1 : -1;
    return compareRuns(x, y, i) || byCode;
  }
  return x.length - y.length;
}

function compareRuns(x: readonly string[], y: readonly string[], at: number): number {
  let start = '';
  if (x[at] === '0' || y[at] === '0') {
    for (let j = at - 1; j >= 0 && isDigit(x[j]); j--) if (x[j] !== '0') start = '1';
  }
  let [i, j] = [at, at];
  let [p, q] = [start, start];
  while (isDigit(x[i])) p += x[i++];
  while (isDigit(y[j])) q += y[j++];
  return Number(p) - Number(q) || i - j;
}
