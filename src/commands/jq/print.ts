// Prints values as jq 1.6 does: numbers in the shortest form of 17 digits, colours, indentation.
import { type Json, sortedKeys } from './values';

export interface PrintOptions {
  /** Text of one level; undefined prints on one line. */
  readonly indent?: string | undefined;
  readonly sortKeys?: boolean;
  readonly color?: boolean;
  readonly ascii?: boolean;
}

/** One line, without spaces. */
export function compact(v: Json): string {
  if (v === null) return 'null';
  if (typeof v === 'string') return quote(v);
  if (typeof v === 'number') return numberText(v);
  if (typeof v === 'boolean') return v ? 'true' : 'false';
  if (Array.isArray(v)) return `[${v.map(compact).join(',')}]`;
  return `{${[...v].map(([key, value]) => `${quote(key)}:${compact(value)}`).join(',')}}`;
}

const MAX = '1.7976931348623157e+308';

export function numberText(x: number): string {
  if (Number.isNaN(x)) return 'null';
  if (!Number.isFinite(x)) return x > 0 ? MAX : `-${MAX}`;
  if (Object.is(x, -0)) return '-0';
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = size.toExponential().split('e');
    const count = digits.replace('.', '').length;
    const point = Number(exponent) + 1;
    if (point <= -4 || point > count + 15) return exponential(x);
    if (point > 17) return (x < 0 ? '-' : '') + digits.replace('.', '').padEnd(point, '0');
  }
  return String(x);
}

function exponential(x: number): string {
  return x.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e\x80-\ud7ff\ue000-\uffff]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

export function quote(text: string, ascii = false): string {
  if (!ascii && PLAIN.test(text)) return `"${text}"`;
  let out = '"';
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    const short = ESCAPES[c];
    if (short !== undefined) out += short;
    else if (code < 32 || code === 127) out += hex(code);
    else if (code >= 0xd800 && code < 0xe000) out += '\ufffd';
    else if (ascii && code > 126) {
      if (code < 0x10000) out += hex(code);
      else out += hex(c.charCodeAt(0)) + hex(c.charCodeAt(1));
    } else out += c;
  }
  return `${out}"`;
}

function hex(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

const START = '\x1b[';
const RESET = '\x1b[0m';
const FIELD = `${START}34;1m`;

function colorOf(v: Json): string {
  if (v === null) return `${START}1;30m`;
  if (typeof v === 'string') return `${START}0;32m`;
  return typeof v === 'object' ? `${START}1;39m` : `${START}0;39m`;
}

/** A value as it is put out. */
export function print(v: Json, options: PrintOptions): string {
  const { indent, sortKeys = false, color = false, ascii = false } = options;
  if (indent === undefined && !sortKeys && !color && !ascii) return compact(v);
  const newline = (level: number): string =>
    indent === undefined ? '' : `\n${indent.repeat(level)}`;
  const colon = indent === undefined ? ':' : ': ';

  const scalar = (x: Json): string => (typeof x === 'string' ? quote(x, ascii) : compact(x));
  const plain = (x: Json, level: number): string => {
    if (typeof x !== 'object' || x === null) return scalar(x);
    const isArray = Array.isArray(x);
    const parts = isArray
      ? x.map((item) => plain(item, level + 1))
      : keysOf(x).map((k) => `${quote(k, ascii)}${colon}${plain(x.get(k) ?? null, level + 1)}`);
    const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
    if (parts.length === 0) return open + close;
    const inner = newline(level + 1);
    return `${open}${inner}${parts.join(`,${inner}`)}${newline(level)}${close}`;
  };
  const keysOf = (map: Map<string, Json>): string[] =>
    sortKeys ? sortedKeys(map) : [...map.keys()];

  const colored = (x: Json, level: number): string => {
    const col = colorOf(x);
    if (typeof x !== 'object' || x === null) return `${col}${scalar(x)}${RESET}`;
    const inner = newline(level + 1);
    if (Array.isArray(x)) {
      if (x.length === 0) return `${col}[]${RESET}`;
      const parts = x.map((item) => `${inner}${colored(item, level + 1)}`);
      return `${col}[${parts.join(`${col},`)}${col}${newline(level)}${col}]${RESET}`;
    }
    const keys = keysOf(x);
    if (keys.length === 0) return `${col}{}${RESET}`;
    const parts = keys.map((key) => {
      const value = colored(x.get(key) ?? null, level + 1);
      return `${inner}${RESET}${FIELD}${quote(key, ascii)}${RESET}${col}${colon}${RESET}${value}`;
    });
    return `${col}{${parts.join(`${col},`)}${col}${newline(level)}${col}}${RESET}`;
  };
  return color ? colored(v, 0) : plain(v, 0);
}
