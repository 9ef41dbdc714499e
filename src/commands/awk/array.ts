// awk's arrays. `for (k in a)` visits keys in mawk's order: by bucket of an FNV-1a hash, the newest
// or last used first within a bucket.
import { toBytes } from '../../base/bytes';
import type { Value } from './values';

const FIRST_SIZE = 64;
const AVERAGE = 12;

/** `used` grows with each use, for the order within a bucket. */
interface Cell {
  value: Value;
  used: number;
}

/** Keys by text; values as assigned. */
export class AwkArray {
  #entries = new Map<string, Cell>();
  #clock = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** The value; a missing key comes to exist. */
  get(key: string): Value {
    const cell = this.#entries.get(key);
    if (cell === undefined) {
      this.#entries.set(key, { value: undefined, used: ++this.#clock });
      return undefined;
    }
    cell.used = ++this.#clock;
    return cell.value;
  }

  set(key: string, value: Value): void {
    const cell = this.#entries.get(key);
    if (cell === undefined) this.#entries.set(key, { value, used: ++this.#clock });
    else {
      cell.value = value;
      cell.used = ++this.#clock;
    }
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The keys as `for in` visits them; changes made meanwhile don't matter. */
  keys(): string[] {
    let size = FIRST_SIZE;
    while (this.#entries.size > size * AVERAGE) size *= 2;
    const mask = size - 1;
    const buckets: string[][] = [];
    for (const key of this.#entries.keys()) {
      const bucket = hash(key) & mask;
      const list = buckets[bucket];
      if (list === undefined) buckets[bucket] = [key];
      else list.push(key);
    }
    const out: string[] = [];
    for (const list of buckets) {
      if (list === undefined) continue;
      if (list.length > 1) list.sort((a, b) => this.#used(b) - this.#used(a));
      out.push(...list);
    }
    return out;
  }

  #used(key: string): number {
    return this.#entries.get(key)?.used ?? 0;
  }
}

function hash(key: string): number {
  let h = 2166136261;
  for (let i = 0; i < key.length; i++) {
    const c = key.charCodeAt(i);
    if (c > 127) return hashBytes(toBytes(key));
    h = Math.imul(h ^ c, 16777619);
  }
  return h >>> 0;
}

function hashBytes(bytes: Uint8Array): number {
  let h = 2166136261;
  for (const byte of bytes) h = Math.imul(h ^ byte, 16777619);
  return h >>> 0;
}
