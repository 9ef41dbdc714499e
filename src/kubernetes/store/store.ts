// The revisioned store, after etcd's model: one counter for all writes, a log of changes, ranges by
// key, watches from a revision, compaction. Objects are frozen; the log is also the undo history.

import { deepFreeze } from '../../base/json';
import type { Sim } from '../../base/sim';
import { type KubeObject, keyOf } from '../kinds/object';

/** One write. `previous` is undefined for a creation, `object` for nothing: deletes keep the last. */
export interface Change {
  readonly revision: number;
  readonly table: string;
  readonly key: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** After the write; for a delete the last state with the delete's revision. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
  readonly atMs: number;
}

/** Receives the changes of a table after commit, in revision order, from the queue. */
export type ChangeListener = (changes: readonly Change[]) => void;

export interface StoreSnapshot {
  readonly revision: number;
  readonly compacted: number;
  readonly tables: Readonly<Record<string, readonly KubeObject[]>>;
}

class Table {
  readonly objects = new Map<string, KubeObject>();
  readonly log: Change[] = [];
  readonly listeners = new Set<ChangeListener>();
  /** Changes not yet handed to the listeners. */
  pending: Change[] = [];
  sortedKeys: string[] | undefined;
}

/** How many changes a table's log keeps before the oldest half is compacted away. */
const logLimit = 20_000;

/** The store of one cluster. Only the API server touches it. */
export class Store {
  #sim: Sim;
  #tables = new Map<string, Table>();
  #revision = 0;
  #compacted = 0;
  #isPumpQueued = false;
  readonly #pumpKind: string;

  /** @param name distinguishes the queue entries of several clusters in one world. */
  constructor(sim: Sim, name: string) {
    this.#sim = sim;
    this.#pumpKind = `store/${name}`;
    sim.handle(this.#pumpKind, () => this.#pump());
  }

  /** Revision of the last write. */
  get revision(): number {
    return this.#revision;
  }

  /** Watches can't start at or before this revision any more. */
  get compactedRevision(): number {
    return this.#compacted;
  }

  get(table: string, key: string): KubeObject | undefined {
    return this.#tables.get(table)?.objects.get(key);
  }

  count(table: string): number {
    return this.#tables.get(table)?.objects.size ?? 0;
  }

  /** Names of the tables that hold anything. */
  tables(): readonly string[] {
    return [...this.#tables].filter(([, table]) => table.objects.size > 0).map(([name]) => name);
  }

  /** Objects in key order; `prefix` (`namespace/`) narrows. */
  list(tableName: string, prefix = ''): KubeObject[] {
    const table = this.#tables.get(tableName);
    if (table === undefined) return [];
    if (table.sortedKeys === undefined) table.sortedKeys = [...table.objects.keys()].sort();
    const keys = table.sortedKeys;
    const found: KubeObject[] = [];
    for (let i = prefix ? lowerBound(keys, prefix) : 0; i < keys.length; i++) {
      const key = keys[i] as string;
      if (prefix && !key.startsWith(prefix)) break;
      const object = table.objects.get(key);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  /** All objects of a table without order: cheap. */
  values(tableName: string): Iterable<KubeObject> {
    return this.#tables.get(tableName)?.objects.values() ?? [];
  }

  /** The revision that the next write will get. */
  get nextRevision(): number {
    return this.#revision + 1;
  }

  /**
   * Writes an object whose metadata.resourceVersion is already `nextRevision`. The caller has
   * checked what had to be checked: the store itself refuses nothing.
   */
  put(tableName: string, object: KubeObject): void {
    const table = this.#table(tableName);
    const key = keyOf(object);
    const previous = table.objects.get(key);
    if (previous === undefined) table.sortedKeys = undefined;
    table.objects.set(key, deepFreeze(object));
    this.#record(table, {
      revision: ++this.#revision,
      table: tableName,
      key,
      type: previous === undefined ? 'ADDED' : 'MODIFIED',
      object,
      previous,
      atMs: this.#sim.now,
    });
  }

  /** Removes an object; `last` is what watchers see, with `nextRevision` as resourceVersion. */
  delete(tableName: string, last: KubeObject): void {
    const table = this.#table(tableName);
    const key = keyOf(last);
    const previous = table.objects.get(key);
    if (previous === undefined) return;
    table.objects.delete(key);
    table.sortedKeys = undefined;
    this.#record(table, {
      revision: ++this.#revision,
      table: tableName,
      key,
      type: 'DELETED',
      object: deepFreeze(last),
      previous,
      atMs: this.#sim.now,
    });
  }

  /** Changes of a table after `revision`, oldest first. */
  changesSince(tableName: string, revision: number): readonly Change[] {
    const log = this.#tables.get(tableName)?.log ?? [];
    let low = 0;
    let high = log.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((log[middle] as Change).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? log : log.slice(low);
  }

  /** Is told of every later change of the table. Returns how to stop. */
  listen(tableName: string, listener: ChangeListener): () => void {
    const table = this.#table(tableName);
    // What is pending was written before this listener began: deliver it to the others first.
    if (table.pending.length > 0) this.#deliver(table);
    table.listeners.add(listener);
    return () => table.listeners.delete(listener);
  }

  /** Forgets the history up to `revision`: older watches and continue tokens get 410. */
  compact(revision: number): void {
    this.#compacted = Math.max(this.#compacted, Math.min(revision, this.#revision));
    for (const table of this.#tables.values()) {
      const keep = table.log.findIndex((change) => change.revision > this.#compacted);
      table.log.splice(0, keep < 0 ? table.log.length : keep);
    }
  }

  snapshot(): StoreSnapshot {
    const tables: Record<string, readonly KubeObject[]> = {};
    for (const [name, table] of this.#tables) tables[name] = [...table.objects.values()];
    return { revision: this.#revision, compacted: this.#compacted, tables };
  }

  /** Takes over a snapshot's objects; the history before it is gone, as after a compaction. */
  restore(snapshot: StoreSnapshot): void {
    this.#revision = snapshot.revision;
    this.#compacted = snapshot.revision;
    this.#isPumpQueued = false;
    for (const table of this.#tables.values()) {
      table.objects.clear();
      table.log.length = 0;
      table.pending = [];
      table.sortedKeys = undefined;
    }
    for (const [name, objects] of Object.entries(snapshot.tables)) {
      const table = this.#table(name);
      for (const object of objects) table.objects.set(keyOf(object), deepFreeze(object));
    }
  }

  #table(name: string): Table {
    let table = this.#tables.get(name);
    if (table === undefined) this.#tables.set(name, (table = new Table()));
    return table;
  }

  #record(table: Table, change: Change): void {
    table.log.push(change);
    if (table.log.length > logLimit) {
      const dropped = table.log.splice(0, logLimit / 2);
      this.#compacted = Math.max(this.#compacted, dropped[dropped.length - 1]?.revision ?? 0);
    }
    if (table.listeners.size === 0) return;
    table.pending.push(change);
    if (this.#isPumpQueued) return;
    this.#isPumpQueued = true;
    this.#sim.schedule(this.#sim.now, this.#pumpKind);
  }

  #pump(): void {
    this.#isPumpQueued = false;
    for (const table of this.#tables.values()) if (table.pending.length > 0) this.#deliver(table);
  }

  #deliver(table: Table): void {
    const changes = table.pending;
    table.pending = [];
    for (const listener of [...table.listeners]) listener(changes);
  }
}

function lowerBound(keys: readonly string[], wanted: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
