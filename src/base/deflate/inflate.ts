// Decompression of DEFLATE data.
import { DISTANCES, fixedLengths, LENGTHS, ORDER } from './codes';

/** A canonical Huffman code: how many codes of each length, and the symbols in order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** The data was not valid, or ended too early. */
export class InflateError extends Error {}

/** Decompresses from `start`; `end` is where the compressed data stops. @throws InflateError */
export function inflate(input: Uint8Array, start = 0): { output: Uint8Array; end: number } {
  return new Inflater(input, start).run();
}

function makeCode(lengths: readonly number[]): Code {
  const counts = new Uint16Array(16);
  for (const n of lengths) counts[n] = (counts[n] ?? 0) + 1;
  counts[0] = 0;
  const offsets = new Uint16Array(17);
  for (let i = 1; i < 16; i++) offsets[i + 1] = (offsets[i] ?? 0) + (counts[i] ?? 0);
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((n, symbol) => {
    if (n === 0) return;
    const at = offsets[n] ?? 0;
    symbols[at] = symbol;
    offsets[n] = at + 1;
  });
  return { counts, symbols };
}

class Inflater {
  #input: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  #output = new Uint8Array(1024);
  #size = 0;

  constructor(input: Uint8Array, start: number) {
    this.#input = input;
    this.#at = start;
  }

  run(): { output: Uint8Array; end: number } {
    for (let isLast = false; !isLast; ) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#block(makeCode(fixedLengths()), makeCode(Array(30).fill(5)));
      else if (kind === 2) this.#dynamic();
      else throw new InflateError('invalid block');
    }
    return { output: this.#output.slice(0, this.#size), end: this.#at };
  }

  #take(count: number): number {
    while (this.#count < count) {
      const byte = this.#input[this.#at++];
      if (byte === undefined) throw new InflateError('unexpected end');
      this.#bits |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  #symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= this.#take(1);
      const count = counts[length] ?? 0;
      if (code - count < first) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new InflateError('invalid code');
  }

  #put(byte: number): void {
    if (this.#size === this.#output.length) {
      const larger = new Uint8Array(this.#size * 2);
      larger.set(this.#output);
      this.#output = larger;
    }
    this.#output[this.#size++] = byte;
  }

  #stored(): void {
    this.#bits = 0;
    this.#count = 0;
    const length = this.#take(16);
    this.#take(16);
    for (let i = 0; i < length; i++) this.#put(this.#take(8));
  }

  #dynamic(): void {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const count = this.#take(4) + 4;
    const lengths: number[] = Array(19).fill(0);
    for (let i = 0; i < count; i++) lengths[ORDER[i] ?? 0] = this.#take(3);
    const code = makeCode(lengths);
    const all: number[] = [];
    while (all.length < literals + distances) {
      const symbol = this.#symbol(code);
      if (symbol < 16) all.push(symbol);
      else {
        const value = symbol === 16 ? (all[all.length - 1] ?? 0) : 0;
        const times =
          symbol === 16
            ? 3 + this.#take(2)
            : symbol === 17
              ? 3 + this.#take(3)
              : 11 + this.#take(7);
        for (let i = 0; i < times; i++) all.push(value);
      }
    }
    this.#block(makeCode(all.slice(0, literals)), makeCode(all.slice(literals)));
  }

  #block(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol < 256) this.#put(symbol);
      else if (symbol === 256) return;
      else {
        const [base, extra] = LENGTHS[symbol - 257] ?? [0, 0];
        const length = base + this.#take(extra);
        const [from, more] = DISTANCES[this.#symbol(distances)] ?? [0, 0];
        const distance = from + this.#take(more);
        if (distance === 0 || distance > this.#size) throw new InflateError('invalid distance');
        for (let i = 0; i < length; i++) this.#put(this.#output[this.#size - distance] as number);
      }
    }
  }
}
