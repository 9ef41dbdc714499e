// Values of variables: indexed arrays that may have holes, associative arrays in bash's order.

/** An indexed array. Keys are ascending whenever they are read. */
export class IndexedArray {
  #items: Map<number, string>;
  #isSorted = true;
  #last = -1;

  constructor(values: Iterable<string> = []) {
    this.#items = new Map();
    for (const value of values) this.#items.set(++this.#last, value);
  }

  get size(): number {
    return this.#items.size;
  }

  /** The highest index, -1 when empty. */
  get last(): number {
    return this.#last;
  }

  get(index: number): string | undefined {
    return this.#items.get(index < 0 ? this.#last + 1 + index : index);
  }

  set(index: number, value: string): void {
    if (index > this.#last) this.#last = index;
    else if (!this.#items.has(index)) this.#isSorted = false;
    this.#items.set(index, value);
  }

  delete(index: number): void {
    const at = index < 0 ? this.#last + 1 + index : index;
    this.#items.delete(at);
    if (at !== this.#last) return;
    this.#last = -1;
    for (const key of this.#items.keys()) if (key > this.#last) this.#last = key;
  }

  keys(): number[] {
    this.#sort();
    return [...this.#items.keys()];
  }

  values(): string[] {
    this.#sort();
    return [...this.#items.values()];
  }

  entries(): [number, string][] {
    this.#sort();
    return [...this.#items.entries()];
  }

  copy(): IndexedArray {
    const other = new IndexedArray();
    other.#items = new Map(this.#items);
    other.#isSorted = this.#isSorted;
    other.#last = this.#last;
    return other;
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#items = new Map([...this.#items.entries()].sort((a, b) => a[0] - b[0]));
    this.#isSorted = true;
  }
}

/** An associative array. bash lists it by the buckets of its hash table, newest first in each. */
export class AssociativeArray {
  #items = new Map<string, string>();
  #order: string[] | undefined;

  get size(): number {
    return this.#items.size;
  }

  get(key: string): string | undefined {
    return this.#items.get(key);
  }

  set(key: string, value: string): void {
    if (!this.#items.has(key)) this.#order = undefined;
    this.#items.set(key, value);
  }

  delete(key: string): void {
    if (this.#items.delete(key)) this.#order = undefined;
  }

  keys(): string[] {
    this.#order ??= this.#sorted();
    return [...this.#order];
  }

  values(): string[] {
    return this.keys().map((key) => this.#items.get(key) ?? '');
  }

  entries(): [string, string][] {
    return this.keys().map((key) => [key, this.#items.get(key) ?? '']);
  }

  copy(): AssociativeArray {
    const other = new AssociativeArray();
    other.#items = new Map(this.#items);
    other.#order = this.#order;
    return other;
  }

  #sorted(): string[] {
    return hashOrder(this.#items.keys(), buckets);
  }
}

const buckets = 1024;

/** Names in the order of a hash table of bash's with that many buckets. */
export function hashOrder(names: Iterable<string>, size: number): string[] {
  const rows = [...names].map((name, age) => ({ name, age, bucket: hashOf(name) & (size - 1) }));
  rows.sort((a, b) => a.bucket - b.bucket || b.age - a.age);
  return rows.map((row) => row.name);
}

/** FNV over the bytes, as bash's tables use it. */
function hashOf(key: string): number {
  let hash = 2166136261;
  for (const char of key) {
    for (const byte of utf8(char.codePointAt(0) ?? 0)) {
      hash = Math.imul(hash, 16777619) ^ byte;
    }
  }
  return hash >>> 0;
}

function utf8(code: number): number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  const tail = [0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return [0xf0 | (code >> 18), ...tail];
}
