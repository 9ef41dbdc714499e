/** Message digests: MD5, SHA-1, SHA-256 and SHA-512. Constants are computed, not listed. */

import { toBytes } from './bytes';

type Input = string | Uint8Array;

/** The message padded to whole blocks, with its length in bits at the end. */
function padded(input: Input, block: 64 | 128, littleEndian: boolean): DataView {
  const bytes = typeof input === 'string' ? toBytes(input) : input;
  const lengthSize = block / 8;
  const size = Math.ceil((bytes.length + 1 + lengthSize) / block) * block;
  const view = new DataView(new ArrayBuffer(size));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  const low = (bytes.length << 3) >>> 0;
  const high = Math.floor(bytes.length / 0x20000000);
  view.setUint32(littleEndian ? size - 8 : size - 4, low, littleEndian);
  view.setUint32(littleEndian ? size - 4 : size - 8, high, littleEndian);
  return view;
}

function output(words: Iterable<number>, count: number, littleEndian = false): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * 4));
  let i = 0;
  for (const word of words) view.setUint32(4 * i++, word >>> 0, littleEndian);
  return new Uint8Array(view.buffer);
}

const rotateLeft = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const rotateRight = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

const MD5_TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const MD5_SINES = Array.from({ length: 64 }, (_unused, i) =>
  Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32),
);

/** MD5, 16 bytes. */
export function md5(input: Input): Uint8Array {
  const data = padded(input, 64, true);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < data.byteLength; at += 64) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let i = 0; i < 64; i++) {
      const [f, g] = md5Round(i, b, c, d);
      const sum = (a + f + (MD5_SINES[i] ?? 0) + data.getUint32(at + 4 * g, true)) | 0;
      [a, d, c] = [d, c, b];
      b = (b + rotateLeft(sum, MD5_TURNS[(i >> 4) * 4 + (i & 3)] ?? 0)) | 0;
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  return output([a0, b0, c0, d0], 4, true);
}

function md5Round(i: number, b: number, c: number, d: number): [number, number] {
  if (i < 16) return [(b & c) | (~b & d), i];
  if (i < 32) return [(d & b) | (~d & c), (5 * i + 1) & 15];
  if (i < 48) return [b ^ c ^ d, (3 * i + 5) & 15];
  return [c ^ (b | ~d), (7 * i) & 15];
}

/** SHA-1, 20 bytes. */
export function sha1(input: Input): Uint8Array {
  const data = padded(input, 64, false);
  const h = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const w = new Int32Array(80);
  for (let at = 0; at < data.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = data.getInt32(at + 4 * i);
    for (let i = 16; i < 80; i++) {
      const mixed = (w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0);
      w[i] = rotateLeft(mixed, 1);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = h;
    for (let i = 0; i < 80; i++) {
      const [f, k] = sha1Round(i, b, c, d);
      const next = (rotateLeft(a, 5) + f + e + k + (w[i] ?? 0)) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((x, i) => {
      h[i] = ((h[i] ?? 0) + x) | 0;
    });
  }
  return output(h, 5);
}

function sha1Round(i: number, b: number, c: number, d: number): [number, number] {
  if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (i < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

/** The first 64 fractional bits of the roots of the first primes: SHA-2's constants. */
function primeRoots(count: number, root: 2n | 3n): bigint[] {
  const roots: bigint[] = [];
  for (let n = 2n; roots.length < count; n++) {
    let isPrime = true;
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) isPrime = false;
    if (isPrime) roots.push(integerRoot(n << (64n * root), root) & 0xffffffffffffffffn);
  }
  return roots;
}

function integerRoot(n: bigint, root: 2n | 3n): bigint {
  let low = 0n;
  let high = 1n << 72n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** root <= n) low = middle;
    else high = middle - 1n;
  }
  return low;
}

interface Constants {
  readonly start: readonly bigint[];
  readonly rounds: readonly bigint[];
  readonly rounds32: Int32Array;
}

let constants: Constants | null = null;

/** Computed at first use: a pure value, so sharing it between worlds is harmless. */
function sha2Constants(): Constants {
  if (constants === null) {
    const rounds = primeRoots(80, 3n);
    const rounds32 = Int32Array.from(rounds.slice(0, 64), (k) => Number(k >> 32n) | 0);
    constants = { start: primeRoots(8, 2n), rounds, rounds32 };
  }
  return constants;
}

/** SHA-256, 32 bytes. */
export function sha256(input: Input): Uint8Array {
  return sha256From(input, { start: sha2Constants().start.map((x) => x >> 32n), words: 8 });
}

/** SHA-224, 28 bytes. */
export function sha224(input: Input): Uint8Array {
  const start = primeRoots(16, 2n).slice(8);
  return sha256From(input, { start: start.map((x) => x & 0xffffffffn), words: 7 });
}

interface Sha2Variant {
  readonly start: readonly bigint[];
  /** 32-bit words of the result. */
  readonly words: number;
}

function sha256From(input: Input, { start, words }: Sha2Variant): Uint8Array {
  const data = padded(input, 64, false);
  const { rounds32 } = sha2Constants();
  const h = Int32Array.from(start, (x) => Number(x) | 0);
  const w = new Int32Array(64);
  for (let at = 0; at < data.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = data.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] ?? 0;
      const y = w[i - 2] ?? 0;
      const s0 = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
      const s1 = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10);
      w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
    }
    sha256Block(h, w, rounds32);
  }
  return output(h.subarray(0, words), words);
}

function sha256Block(h: Int32Array, w: Int32Array, k: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, last = 0] = h;
  for (let i = 0; i < 64; i++) {
    const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
    const t1 = (last + s1 + ((e & f) ^ (~e & g)) + (k[i] ?? 0) + (w[i] ?? 0)) | 0;
    const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    last = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, last].forEach((x, i) => {
    h[i] = ((h[i] ?? 0) + x) | 0;
  });
}

const MASK = 0xffffffffffffffffn;
const turn = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

/** SHA-512, 64 bytes. */
export function sha512(input: Input): Uint8Array {
  return sha512From(input, { start: sha2Constants().start, words: 16 });
}

/** SHA-384, 48 bytes. */
export function sha384(input: Input): Uint8Array {
  return sha512From(input, { start: primeRoots(16, 2n).slice(8), words: 12 });
}

function sha512From(input: Input, { start, words }: Sha2Variant): Uint8Array {
  const data = padded(input, 128, false);
  const { rounds } = sha2Constants();
  const h = [...start];
  for (let at = 0; at < data.byteLength; at += 128) {
    const w: bigint[] = [];
    for (let i = 0; i < 16; i++) w.push(data.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15] ?? 0n;
      const y = w[i - 2] ?? 0n;
      const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
      w.push(((w[i - 16] ?? 0n) + s0 + (w[i - 7] ?? 0n) + s1) & MASK);
    }
    sha512Block(h, w, rounds);
  }
  return output(
    h.flatMap((x) => [Number(x >> 32n), Number(x & 0xffffffffn)]).slice(0, words),
    words,
  );
}

function sha512Block(h: bigint[], w: readonly bigint[], k: readonly bigint[]): void {
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, last = 0n] = h;
  for (let i = 0; i < 80; i++) {
    const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
    const t1 = (last + s1 + ((e & f) ^ (~e & MASK & g)) + (k[i] ?? 0n) + (w[i] ?? 0n)) & MASK;
    const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
    [last, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
  }
  [a, b, c, d, e, f, g, last].forEach((x, i) => {
    h[i] = ((h[i] ?? 0n) + x) & MASK;
  });
}
