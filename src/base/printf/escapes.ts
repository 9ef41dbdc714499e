// Backslash escapes of printf, echo -e and $'...'.
import { fromBytes, toBytes } from '../bytes';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

export interface EscapeRules {
  /** `\0NNN` (echo, %b) besides `\NNN`. */
  readonly zeroOctal?: boolean;
  /** `\NNN` without a zero; true by default. */
  readonly octal?: boolean;
  /** `\"`, `\'` and `\?` (printf's format). */
  readonly quotes?: boolean;
}

/** One escape at `at` (a backslash): its text and length; 'stop' for `\c`; undefined: none. */
export function readEscape(
  text: string,
  at: number,
  rules: EscapeRules = {},
): { value: string; length: number } | 'stop' | undefined {
  const c = text[at + 1];
  if (c === undefined) return undefined;
  if (c === 'c') return 'stop';
  const simple = SIMPLE[c];
  if (simple !== undefined) return { value: simple, length: 2 };
  if (rules.quotes && (c === '"' || c === "'" || c === '?')) return { value: c, length: 2 };
  const rest = text.slice(at + 1, at + 10);
  const octal = (rules.zeroOctal ? /^0[0-7]{0,3}/ : /^[0-7]{1,3}/).exec(rest);
  if (octal !== null) {
    return { value: byte(Number.parseInt(octal[0], 8)), length: 1 + octal[0].length };
  }
  if (rules.zeroOctal && rules.octal !== false) {
    const plain = /^[1-7][0-7]{0,2}/.exec(rest);
    if (plain !== null) {
      return { value: byte(Number.parseInt(plain[0], 8)), length: 1 + plain[0].length };
    }
  }
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
  if (hex !== null) {
    return { value: byte(Number.parseInt(hex[1] ?? '0', 16)), length: 1 + hex[0].length };
  }
  const point = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest);
  if (point === null) return undefined;
  const code = Number.parseInt(point[1] ?? point[2] ?? '0', 16);
  return {
    value: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd',
    length: 1 + point[0].length,
  };
}

function byte(value: number): string {
  const b = value & 0xff;
  return b < 0x80 ? String.fromCharCode(b) : String.fromCharCode(0xdc00 + b);
}

/** Joins single bytes that together are UTF-8 (`\xc3\xa9`) into characters. */
export function joinBytes(text: string): string {
  return /[\udc80-\udcff]/.test(text) ? fromBytes(toBytes(text)) : text;
}

/** Text with its escapes carried out; `isStopped` when a `\c` ended it. */
export function unescapeText(
  text: string,
  rules: EscapeRules = {},
): { text: string; isStopped: boolean } {
  if (!text.includes('\\')) return { text, isStopped: false };
  let out = '';
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      out += text[at++];
      continue;
    }
    const escape_ = readEscape(text, at, rules);
    if (escape_ === 'stop') return { text: joinBytes(out), isStopped: true };
    out += escape_?.value ?? '\\';
    at += escape_?.length ?? 1;
  }
  return { text: joinBytes(out), isStopped: false };
}
