// Cutting text by bytes, and whole characters out of text.
import { fromBytes, toBytes, utf8Length } from '../../base/bytes';

const ASCII = /^[\0-\x7f]*$/;

/** Whether each character is one byte. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** The bytes `from` to `to` (as Array.slice has them; negative counts from the end). */
export function sliceBytes(text: string, from: number, to?: number): string {
  if (isAscii(text)) return text.slice(from, to);
  return fromBytes(toBytes(text).slice(from, to));
}

export { utf8Length as byteLength };
