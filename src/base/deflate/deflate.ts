// Compression by DEFLATE with the fixed code: repetitions are found by a hash of three bytes.
import { DISTANCES, LENGTHS } from './codes';

const WINDOW = 32768;
const CHAIN = 32;

/** Compresses; stores the bytes as they are where that is shorter. */
export function deflate(input: Uint8Array): Uint8Array {
  const packed = new Packer(input).run();
  const blocks = Math.max(1, Math.ceil(input.length / 65535));
  return packed.length <= input.length + 5 * blocks ? packed : store(input);
}

function store(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at === 0 || at < input.length; at += 65535) {
    const piece = input.subarray(at, at + 65535);
    const n = piece.length;
    out.push(at + 65535 >= input.length ? 1 : 0, n & 255, n >> 8, ~n & 255, (~n >> 8) & 255);
    for (const b of piece) out.push(b);
  }
  return Uint8Array.from(out);
}

class Packer {
  #input: Uint8Array;
  #out: number[] = [];
  #bits = 0;
  #count = 0;
  #heads = new Int32Array(32768).fill(-1);
  #previous: Int32Array;

  constructor(input: Uint8Array) {
    this.#input = input;
    this.#previous = new Int32Array(input.length);
  }

  run(): Uint8Array {
    this.#put(1, 1);
    this.#put(1, 2);
    for (let at = 0; at < this.#input.length; ) {
      const { length, distance } = this.#find(at);
      if (length < 3) {
        this.#literal(this.#input[at] as number);
        this.#remember(at++);
        continue;
      }
      this.#repetition(length, distance);
      for (let i = 0; i < length; i++) this.#remember(at++);
    }
    this.#literal(256);
    if (this.#count > 0) this.#out.push(this.#bits & 255);
    return Uint8Array.from(this.#out);
  }

  #hash(at: number): number {
    const [a = 0, b = 0, c = 0] = [this.#input[at], this.#input[at + 1], this.#input[at + 2]];
    return ((a << 10) ^ (b << 5) ^ c) & 32767;
  }

  #remember(at: number): void {
    const hash = this.#hash(at);
    this.#previous[at] = this.#heads[hash] as number;
    this.#heads[hash] = at;
  }

  #find(at: number): { length: number; distance: number } {
    const input = this.#input;
    const most = Math.min(258, input.length - at);
    let best = { length: 0, distance: 0 };
    if (most < 3) return best;
    let candidate = this.#heads[this.#hash(at)] as number;
    for (let i = 0; i < CHAIN && candidate >= 0 && at - candidate <= WINDOW; i++) {
      let length = 0;
      while (length < most && input[candidate + length] === input[at + length]) length++;
      if (length > best.length) best = { length, distance: at - candidate };
      candidate = this.#previous[candidate] as number;
    }
    return best;
  }

  #put(value: number, count: number): void {
    this.#bits |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#out.push(this.#bits & 255);
      this.#bits >>>= 8;
      this.#count -= 8;
    }
  }

  /** Huffman codes are written from their highest bit. */
  #code(code: number, length: number): void {
    let reversed = 0;
    for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
    this.#put(reversed, length);
  }

  #literal(symbol: number): void {
    if (symbol < 144) this.#code(0x30 + symbol, 8);
    else if (symbol < 256) this.#code(0x190 + symbol - 144, 9);
    else if (symbol < 280) this.#code(symbol - 256, 7);
    else this.#code(0xc0 + symbol - 280, 8);
  }

  #repetition(length: number, distance: number): void {
    const l = lastAtMost(LENGTHS, length);
    this.#literal(257 + l);
    const [base, extra] = LENGTHS[l] ?? [0, 0];
    this.#put(length - base, extra);
    const d = lastAtMost(DISTANCES, distance);
    this.#code(d, 5);
    const [from, more] = DISTANCES[d] ?? [0, 0];
    this.#put(distance - from, more);
  }
}

function lastAtMost(table: readonly (readonly [number, number])[], value: number): number {
  let i = table.length - 1;
  while ((table[i]?.[0] ?? 0) > value) i--;
  return i;
}
