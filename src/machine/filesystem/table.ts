// The inodes that differ from the base tree: a persistent radix tree by inode number. A checkpoint
// is its root; branches of older generations are copied when something below them changes.
import type { Inode } from './inode';

const bits = 5;
const width = 1 << bits;

interface Branch {
  readonly owner: number;
  readonly slots: (Branch | Inode | undefined)[];
}

/** A frozen state of a table. */
export interface TableRoot {
  readonly branch: Branch | undefined;
  readonly shift: number;
}

export class InodeTable {
  /** The generation that may change inodes in place; grows with each checkpoint and restore. */
  generation = 1;
  #branch: Branch | undefined;
  #shift = 0;

  get isEmpty(): boolean {
    return this.#branch === undefined;
  }

  get(ino: number): Inode | undefined {
    if (ino >> this.#shift >= width) return undefined;
    let at: Branch | Inode | undefined = this.#branch;
    for (let shift = this.#shift; shift >= 0; shift -= bits) {
      if (at === undefined) return undefined;
      at = (at as Branch).slots[(ino >> shift) & (width - 1)];
    }
    return at as Inode | undefined;
  }

  set(ino: number, inode: Inode | undefined): void {
    if (this.#branch === undefined) {
      while (ino >> this.#shift >= width) this.#shift += bits;
    }
    while (ino >> this.#shift >= width) {
      this.#branch = { owner: this.generation, slots: [this.#branch] };
      this.#shift += bits;
    }
    let branch = this.#own(this.#branch);
    this.#branch = branch;
    for (let shift = this.#shift; shift > 0; shift -= bits) {
      const slot = (ino >> shift) & (width - 1);
      const below = this.#own(branch.slots[slot] as Branch | undefined);
      branch.slots[slot] = below;
      branch = below;
    }
    branch.slots[ino & (width - 1)] = inode;
  }

  /** Freezes the present state; what changes from now on is copied first. */
  checkpoint(): TableRoot {
    this.generation++;
    return { branch: this.#branch, shift: this.#shift };
  }

  restore(root: TableRoot): void {
    this.generation++;
    this.#branch = root.branch;
    this.#shift = root.shift;
  }

  /** All inodes in the table, by number. */
  *inodes(): Generator<Inode, void, undefined> {
    yield* this.#below(this.#branch, this.#shift);
  }

  *#below(branch: Branch | undefined, shift: number): Generator<Inode, void, undefined> {
    for (const slot of branch?.slots ?? []) {
      if (slot === undefined) continue;
      if (shift > 0) yield* this.#below(slot as Branch, shift - bits);
      else yield slot as Inode;
    }
  }

  #own(branch: Branch | undefined): Branch {
    if (branch === undefined) return { owner: this.generation, slots: [] };
    if (branch.owner === this.generation) return branch;
    return { owner: this.generation, slots: branch.slots.slice() };
  }
}
