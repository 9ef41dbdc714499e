/** Base64 of texts (bytes as in bytes.ts), with Go's strictness and error offsets. */

import { fromBytes, toBytes } from './bytes';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_ALPHABET = `${ALPHABET.slice(0, 62)}-_`;

/** How base64 is written. */
export interface Base64Options {
  /** Use `-` and `_` (RFC 4648 §5). */
  readonly url?: boolean;
  /** Leave the `=` out. */
  readonly unpadded?: boolean;
}

/** Encodes a text's bytes. */
export function encodeBase64(text: string, options: Base64Options = {}): string {
  return encodeBase64Bytes(toBytes(text), options);
}

/** Encodes bytes. */
export function encodeBase64Bytes(bytes: Uint8Array, options: Base64Options = {}): string {
  const alphabet = options.url ? URL_ALPHABET : ALPHABET;
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const n = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += (alphabet[n >> 18] ?? '') + (alphabet[(n >> 12) & 63] ?? '');
    out += left > 1 ? alphabet[(n >> 6) & 63] : options.unpadded ? '' : '=';
    out += left > 2 ? alphabet[n & 63] : options.unpadded ? '' : '=';
  }
  return out;
}

/** Decodes to a text; null when the input is not base64. Line breaks are skipped. */
export function decodeBase64(encoded: string, options: Base64Options = {}): string | null {
  const result = decodeBase64Bytes(encoded, options);
  return 'bytes' in result ? fromBytes(result.bytes) : null;
}

/** Decodes to bytes; `at` is the input byte that Go's CorruptInputError names. */
export function decodeBase64Bytes(
  encoded: string,
  options: Base64Options = {},
): { bytes: Uint8Array } | { at: number } {
  const alphabet = options.url ? URL_ALPHABET : ALPHABET;
  const out = new Uint8Array(Math.ceil((encoded.length * 3) / 4));
  let size = 0;
  let bits = 0;
  let count = 0;
  let at = 0;
  for (; at < encoded.length; at++) {
    const char = encoded[at] ?? '';
    if (char === '\n' || char === '\r') continue;
    if (char === '=') break;
    const value = alphabet.indexOf(char);
    if (value < 0) return { at };
    bits = ((bits << 6) | value) & 0xffffff;
    if (++count % 4 === 0) {
      out[size++] = bits >> 16;
      out[size++] = (bits >> 8) & 255;
      out[size++] = bits & 255;
    }
  }
  const partial = count % 4;
  const bad = checkPadding(encoded, at, partial, options.unpadded === true);
  if (bad !== null) return { at: bad };
  if (partial >= 2) out[size++] = (bits >> (partial === 2 ? 4 : 10)) & 255;
  if (partial === 3) out[size++] = (bits >> 2) & 255;
  return { bytes: out.subarray(0, size) };
}

/** The offset of what is wrong after the last character of data, or null. */
function checkPadding(
  encoded: string,
  at: number,
  partial: number,
  unpadded: boolean,
): number | null {
  const isEnd = at >= encoded.length;
  if (unpadded) return !isEnd || partial === 1 ? at : null;
  if (partial === 0) return isEnd ? null : at;
  // Go names the start of the last group when the text stops inside one.
  if (isEnd) return Math.max(0, at - partial);
  if (partial === 1) return at;
  let next = skipBreaks(encoded, at + 1);
  if (partial === 2) {
    if (next >= encoded.length) return encoded.length;
    if (encoded[next] !== '=') return at;
    next = skipBreaks(encoded, next + 1);
  }
  return next < encoded.length ? next : null;
}

function skipBreaks(text: string, from: number): number {
  let at = from;
  while (text[at] === '\n' || text[at] === '\r') at++;
  return at;
}
