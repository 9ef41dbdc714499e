// A binary heap of queue entries, ordered by (at, seq).

/** One thing to happen: data only, so that the queue can be saved. `seq` is the insertion order. */
export interface Entry {
  readonly at: number;
  readonly seq: number;
  readonly kind: string;
  readonly key: string;
  readonly token: number;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}

export class EntryHeap {
  #items: Entry[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): Entry | undefined {
    return this.#items[0];
  }

  entries(): readonly Entry[] {
    return this.#items;
  }

  push(entry: Entry): void {
    const items = this.#items;
    let i = items.length;
    items.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = items[parent] as Entry;
      if (!isBefore(entry, above)) break;
      items[i] = above;
      i = parent;
    }
    items[i] = entry;
  }

  pop(): Entry | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    const size = items.length;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(items[child + 1] as Entry, items[child] as Entry)) child++;
      if (!isBefore(items[child] as Entry, last)) break;
      items[i] = items[child] as Entry;
      i = child;
    }
    items[i] = last;
    return first;
  }
}
