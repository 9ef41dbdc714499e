// Control characters and bytes above 127 in the ^X and M-X notation.
import { toBytes } from '../../base/bytes';

/** The text with ^X, ^? and M- notation; tabs and newlines stay. */
export function visible(text: string): string {
  if (!/[^\t\n -~]/.test(text)) return text;
  let out = '';
  for (const byte of toBytes(text)) {
    if (byte >= 128) {
      out += `M-${low(byte - 128)}`;
    } else if (byte === 9 || byte === 10) out += String.fromCharCode(byte);
    else out += low(byte);
  }
  return out;
}

function low(byte: number): string {
  if (byte < 32) return `^${String.fromCharCode(byte + 64)}`;
  if (byte === 127) return '^?';
  return String.fromCharCode(byte);
}
