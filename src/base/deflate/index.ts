// gzip files (RFC 1952) of texts as the simulation carries them.
import { fromBytes, toBytes } from '../bytes';
import { crc32 } from '../hash';
import { deflate } from './deflate';
import { InflateError, inflate } from './inflate';

export { deflate } from './deflate';
export { InflateError, inflate } from './inflate';

/** What a gzip file holds, beside its text. */
export interface GzipMember {
  readonly text: string;
  /** The name that is stored in it. */
  readonly name: string | undefined;
  /** Bytes of the compressed file. */
  readonly size: number;
}

/** Whether the text begins as gzip files do. */
export function isGzip(text: string): boolean {
  return text.startsWith('\u001f\udc8b');
}

/** Compresses a text to a gzip file. */
export function gzip(text: string, header: { name?: string; mtimeSeconds?: number } = {}): string {
  const bytes = toBytes(text);
  const name = header.name === undefined ? [] : [...toBytes(header.name), 0];
  const time = header.mtimeSeconds ?? 0;
  const packed = deflate(bytes);
  const head = [0x1f, 0x8b, 8, name.length > 0 ? 8 : 0, ...word(time), 0, 3, ...name];
  const out = new Uint8Array(head.length + packed.length + 8);
  out.set(head);
  out.set(packed, head.length);
  out.set([...word(crc32(bytes)), ...word(bytes.length)], head.length + packed.length);
  return fromBytes(out);
}

function word(n: number): number[] {
  return [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255];
}

/** Decompresses all members of a gzip file. @throws InflateError */
export function gunzip(text: string): GzipMember {
  const bytes = toBytes(text);
  const parts: Uint8Array[] = [];
  let name: string | undefined;
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b) {
      if (at === 0) throw new InflateError('not in gzip format');
      break;
    }
    const flags = bytes[at + 3] ?? 0;
    at += 10;
    if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
    if (flags & 8) {
      const end = bytes.indexOf(0, at);
      name ??= fromBytes(bytes.subarray(at, end));
      at = end + 1;
    }
    if (flags & 16) at = bytes.indexOf(0, at) + 1;
    if (flags & 2) at += 2;
    const { output, end } = inflate(bytes, at);
    parts.push(output);
    if (end + 8 > bytes.length) throw new InflateError('unexpected end of file');
    at = end + 8;
  }
  const total = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let filled = 0;
  for (const part of parts) {
    total.set(part, filled);
    filled += part.length;
  }
  return { text: fromBytes(total), name, size: bytes.length };
}
