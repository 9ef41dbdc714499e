// Text as everything in the simulation carries it: JS strings in which a byte that is not valid
// UTF-8 stands as a lone surrogate U+DC80..U+DCFF (byte b is 0xDC00 + b), so any bytes round-trip.

/** How many bytes the text takes as UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) bytes += 1;
    else if (c < 0x800) bytes += 2;
    else if (c >= 0xd800 && c < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else if (c >= 0xdc80 && c <= 0xdcff) bytes += 1;
    else bytes += 3;
  }
  return bytes;
}

function isLow(c: number): boolean {
  return c >= 0xdc00 && c < 0xe000;
}

/** The text's bytes. */
export function toBytes(text: string): Uint8Array {
  const out = new Uint8Array(utf8Length(text));
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    let c = text.charCodeAt(i);
    if (c < 0x80) out[n++] = c;
    else if (c < 0x800) {
      out[n++] = 0xc0 | (c >> 6);
      out[n++] = 0x80 | (c & 63);
    } else if (c >= 0xd800 && c < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      c = 0x10000 + ((c - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00);
      out[n++] = 0xf0 | (c >> 18);
      out[n++] = 0x80 | ((c >> 12) & 63);
      out[n++] = 0x80 | ((c >> 6) & 63);
      out[n++] = 0x80 | (c & 63);
    } else if (c >= 0xdc80 && c <= 0xdcff) out[n++] = c - 0xdc00;
    else {
      out[n++] = 0xe0 | (c >> 12);
      out[n++] = 0x80 | ((c >> 6) & 63);
      out[n++] = 0x80 | (c & 63);
    }
  }
  return out;
}

/** The text of bytes; what is not UTF-8 becomes lone surrogates. */
export function fromBytes(bytes: Uint8Array): string {
  let out = '';
  let i = 0;
  while (i < bytes.length) {
    const b = bytes[i] as number;
    const size = sequenceSize(bytes, i, b);
    if (size === 1) out += String.fromCharCode(b);
    else if (size === 0) out += String.fromCharCode(0xdc00 + b);
    else {
      let code = b & (0xff >> (size + 1));
      for (let k = 1; k < size; k++) code = (code << 6) | ((bytes[i + k] as number) & 63);
      out += String.fromCodePoint(code);
    }
    i += size || 1;
  }
  return out;
}

/** How many bytes the valid sequence at `i` has; 0 when it is not valid. */
function sequenceSize(bytes: Uint8Array, i: number, b: number): number {
  if (b < 0x80) return 1;
  const size =
    b >= 0xf0 && b < 0xf5 ? 4 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xc2 && b < 0xe0 ? 2 : 0;
  if (size === 0 || i + size > bytes.length) return 0;
  for (let k = 1; k < size; k++) if (((bytes[i + k] as number) & 0xc0) !== 0x80) return 0;
  const second = bytes[i + 1] as number;
  if (b === 0xe0 && second < 0xa0) return 0;
  if (b === 0xed && second > 0x9f) return 0;
  if (b === 0xf0 && second < 0x90) return 0;
  if (b === 0xf4 && second > 0x8f) return 0;
  return size;
}
