/**
 * Hash functions over bytes (a text stands for its bytes, see bytes.ts), and Kubernetes' use of
 * them.
 */

import { toBytes } from './bytes';

export { md5, sha1, sha224, sha256, sha384, sha512 } from './digest';

/** FNV-1a, 32 bits, unsigned: what pod template hashes are made of. */
export function fnv1a32(input: string | Uint8Array): number {
  const bytes = typeof input === 'string' ? toBytes(input) : input;
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) {
    hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** CRC-32 (IEEE), unsigned. */
export function crc32(input: string | Uint8Array): number {
  const bytes = typeof input === 'string' ? toBytes(input) : input;
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (bytes[i] ?? 0)) & 255] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_unused, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Writes a text (such as a decimal hash) with letters that make no words, as Kubernetes does. */
export function safeEncodeString(text: string): string {
  let out = '';
  for (const byte of toBytes(text)) out += SAFE_ALPHABET[byte % SAFE_ALPHABET.length];
  return out;
}

/** Bytes in lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}
