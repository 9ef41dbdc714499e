/**
 * Reads JSON as Go's encoding/json does, with its error texts and offsets. The fast path is the
 * platform's parser; the slow one runs only to say what is wrong or where a value ends.
 */

import { toBytes, utf8Length } from './bytes';
import { goQuote } from './go-format';
import type { Json } from './json';

/** What {@link parseGoJson} answers: offset counts the bytes read when the error was noticed. */
export type GoJsonResult =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: string; readonly offset: number };

/** Parses one JSON text that fills the whole string. */
export function parseGoJson(text: string): GoJsonResult {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    const problem = checkGoJson(text, 0);
    if ('error' in problem) return { ok: false, error: problem.error, offset: problem.offset };
    const rest = skipBlank(text, problem.end);
    if (rest >= text.length) return { ok: false, error: 'invalid JSON', offset: rest };
    const error = `invalid character ${quoteChar(text, rest)} after top-level value`;
    return { ok: false, error, offset: utf8Length(text.slice(0, rest)) + 1 };
  }
}

/** Parses the JSON value that begins at a position; end is the position behind it. */
export function parseGoJsonAt(text: string, at: number): { value: Json; end: number } | Failure {
  const found = checkGoJson(text, at);
  if ('error' in found) return found;
  return { value: JSON.parse(text.slice(at, found.end)) as Json, end: found.end };
}

function skipBlank(text: string, at: number): number {
  let i = at;
  while (i < text.length && ' \t\r\n'.includes(text[i] ?? '')) i++;
  return i;
}

/** The byte at a position as Go quotes it: bytes beyond ASCII one by one. */
function quoteChar(text: string, at: number): string {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  const byte = String.fromCharCode(toBytes(char)[0] ?? 0);
  return `'${goQuote(byte).slice(1, -1)}'`;
}

interface Failure {
  readonly error: string;
  readonly offset: number;
  /** The text ended too early. */
  readonly isEnd: boolean;
}

class Problem extends Error {
  readonly offset: number;
  readonly isEnd: boolean;
  constructor(message: string, offset: number, isEnd: boolean) {
    super(message);
    this.offset = offset;
    this.isEnd = isEnd;
  }
}

/** Finds where the value at a position ends, or what is wrong with it. */
function checkGoJson(text: string, at: number): { end: number } | Failure {
  try {
    return { end: checkValue(text, skipBlank(text, at)) };
  } catch (error) {
    if (error instanceof Problem) {
      const { message, offset, isEnd } = error;
      return { error: message, offset, isEnd };
    }
    throw error;
  }
}

/** Inside these Go takes the end of the text for a blank, which is then the wrong character. */
const BLANK_AT_END = /^(?:in literal|in numeric|after decimal|in exponent|in \\u|in string escape)/;

function wrong(text: string, at: number, context: string): never {
  if (at < text.length) {
    const offset = utf8Length(text.slice(0, at)) + 1;
    throw new Problem(`invalid character ${quoteChar(text, at)} ${context}`, offset, false);
  }
  const message = BLANK_AT_END.test(context)
    ? `invalid character ' ' ${context}`
    : 'unexpected end of JSON input';
  throw new Problem(message, utf8Length(text), true);
}

function checkValue(text: string, at: number): number {
  const c = text[at] ?? '';
  if (c === '{') return checkObject(text, at);
  if (c === '[') return checkArray(text, at);
  if (c === '"') return checkString(text, at);
  if (c === '-' || (c >= '0' && c <= '9')) return checkNumber(text, at);
  for (const word of ['true', 'false', 'null']) {
    if (c !== word[0]) continue;
    for (let i = 1; i < word.length; i++) {
      if (text[at + i] !== word[i]) {
        wrong(text, at + i, `in literal ${word} (expecting '${word[i]}')`);
      }
    }
    return at + word.length;
  }
  return wrong(text, at, 'looking for beginning of value');
}

function checkObject(text: string, start: number): number {
  let at = skipBlank(text, start + 1);
  if (text[at] === '}') return at + 1;
  for (;;) {
    if (text[at] !== '"') wrong(text, at, 'looking for beginning of object key string');
    at = skipBlank(text, checkString(text, at));
    if (text[at] !== ':') wrong(text, at, 'after object key');
    at = skipBlank(text, checkValue(text, skipBlank(text, at + 1)));
    if (text[at] === '}') return at + 1;
    if (text[at] !== ',') wrong(text, at, 'after object key:value pair');
    at = skipBlank(text, at + 1);
  }
}

function checkArray(text: string, start: number): number {
  let at = skipBlank(text, start + 1);
  if (text[at] === ']') return at + 1;
  for (;;) {
    at = skipBlank(text, checkValue(text, at));
    if (text[at] === ']') return at + 1;
    if (text[at] !== ',') wrong(text, at, 'after array element');
    at = skipBlank(text, at + 1);
  }
}

function checkString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const c = text[at];
    if (c === '"') return at + 1;
    if (c === undefined || c < ' ') wrong(text, at, 'in string literal');
    if (c !== '\\') continue;
    at++;
    if (text[at] === 'u') {
      for (let i = 1; i <= 4; i++) {
        if (!/[0-9a-fA-F]/.test(text[at + i] ?? '')) {
          wrong(text, at + i, 'in \\u hexadecimal character escape');
        }
      }
      at += 4;
    } else if (!'"\\/bfnrt'.includes(text[at] ?? '?')) wrong(text, at, 'in string escape code');
  }
}

function checkNumber(text: string, start: number): number {
  let at = start;
  const isDigit = (): boolean => /[0-9]/.test(text[at] ?? '');
  if (text[at] === '-') {
    at++;
    if (!isDigit()) wrong(text, at, 'in numeric literal');
  }
  if (text[at] === '0') at++;
  else while (isDigit()) at++;
  if (text[at] === '.') {
    at++;
    if (!isDigit()) wrong(text, at, 'after decimal point in numeric literal');
    while (isDigit()) at++;
  }
  if (text[at] === 'e' || text[at] === 'E') {
    at++;
    if (text[at] === '+' || text[at] === '-') at++;
    if (!isDigit()) wrong(text, at, 'in exponent of numeric literal');
    while (isDigit()) at++;
  }
  return at;
}
