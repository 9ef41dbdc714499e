// ASN.1 in DER: just what keys and certificates need.

/** One element: its tag byte, its content, and the whole of it. */
export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The text is not DER. */
export class DerError extends Error {}

/** Reads the element at `at`. @throws DerError */
export function readDer(bytes: Uint8Array, at = 0): DerNode {
  const tag = bytes[at];
  let size = bytes[at + 1];
  if (tag === undefined || size === undefined) throw new DerError('too short');
  let start = at + 2;
  if (size >= 0x80) {
    const count = size & 0x7f;
    size = 0;
    for (let i = 0; i < count; i++) size = size * 256 + (bytes[start++] ?? 0);
  }
  if (start + size > bytes.length) throw new DerError('too short');
  return {
    tag,
    content: bytes.subarray(start, start + size),
    whole: bytes.subarray(at, start + size),
  };
}

/** The elements inside of a constructed one. @throws DerError */
export function children(node: DerNode): DerNode[] {
  const list: DerNode[] = [];
  for (let at = 0; at < node.content.length; ) {
    const child = readDer(node.content, at);
    list.push(child);
    at += child.whole.length;
  }
  return list;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** An element of this tag around the parts. */
export function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = joinBytes(parts);
  const size = content.length;
  const head = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 255];
  if (size >= 0x10000) head.splice(0, head.length, 0x83, size >> 16, (size >> 8) & 255, size & 255);
  return joinBytes([Uint8Array.of(tag, ...head), content]);
}

export const sequence = (...parts: Uint8Array[]): Uint8Array => der(TAG.sequence, ...parts);
export const set = (...parts: Uint8Array[]): Uint8Array => der(TAG.set, ...parts);

/** An integer from big-endian bytes without a sign. */
export function integer(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const bare = bytes.subarray(from);
  const needsZero = (bare[0] ?? 0) >= 0x80;
  return der(TAG.integer, needsZero ? joinBytes([Uint8Array.of(0), bare]) : bare);
}

export function smallInteger(n: number): Uint8Array {
  const bytes = [];
  for (let x = n; x > 0 || bytes.length === 0; x = Math.floor(x / 256)) bytes.unshift(x % 256);
  return integer(Uint8Array.from(bytes));
}

export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return der(TAG.bits, Uint8Array.of(unused), bytes);
}

export function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const out = [first * 40 + second];
  for (const part of rest) {
    const group = [part % 128];
    for (let x = Math.floor(part / 128); x > 0; x = Math.floor(x / 128))
      group.unshift((x % 128) + 128);
    out.push(...group);
  }
  return der(TAG.oid, Uint8Array.from(out));
}

export function oidText(content: Uint8Array): string {
  const first = content[0] ?? 0;
  const parts = [
    Math.min(2, Math.floor(first / 40)),
    first - 40 * Math.min(2, Math.floor(first / 40)),
  ];
  let value = 0;
  for (const byte of content.subarray(1)) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  return parts.join('.');
}
