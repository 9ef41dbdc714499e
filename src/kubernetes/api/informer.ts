// Informers: a component's cache of one resource, kept by watching, with indexes that are kept up
// to date change by change. One per resource and cluster, shared by all components.
import { type KubeObject, keyOf } from '../kinds/object';
import type { Change } from '../store/store';
import type { ApiServer } from './server';

/** What happened to an object. */
export type ChangeType = Change['type'];

/** Hears of each change, from the queue, in revision order. `old` is undefined for new objects. */
export interface InformerListener<T extends KubeObject> {
  onChange(object: T, old: T | undefined, type: 'ADDED' | 'MODIFIED' | 'DELETED'): void;
}

/** Objects grouped by a text (namespace, owner's uid, node's name). */
export class Index<T extends KubeObject> {
  #groups = new Map<string, Map<string, T>>();
  readonly keysOf: (object: T) => readonly string[];

  constructor(keysOf: (object: T) => readonly string[]) {
    this.keysOf = keysOf;
  }

  /** The objects of a group by key; empty when there are none. */
  get(group: string): ReadonlyMap<string, T> {
    return this.#groups.get(group) ?? new Map();
  }

  groups(): IterableIterator<string> {
    return this.#groups.keys();
  }

  /** For the informer. */
  change(key: string, object: T | undefined, old: T | undefined): void {
    const before = old ? this.keysOf(old) : [];
    const after = object ? this.keysOf(object) : [];
    for (const group of before) {
      if (after.includes(group)) continue;
      const members = this.#groups.get(group);
      members?.delete(key);
      if (members?.size === 0) this.#groups.delete(group);
    }
    if (object === undefined) return;
    for (const group of after) {
      let members = this.#groups.get(group);
      if (members === undefined) this.#groups.set(group, (members = new Map()));
      members.set(key, object);
    }
  }
}

/** Counts per group: how many objects have each of some traits (ready, failed, ...). */
export class Tally<T extends KubeObject> {
  #groups = new Map<string, Map<string, number>>();
  readonly groupOf: (object: T) => string | undefined;
  readonly traitsOf: (object: T) => readonly string[];

  constructor(
    groupOf: (object: T) => string | undefined,
    traitsOf: (object: T) => readonly string[],
  ) {
    this.groupOf = groupOf;
    this.traitsOf = traitsOf;
  }

  /** How many objects of the group have the trait. */
  count(group: string, trait: string): number {
    return this.#groups.get(group)?.get(trait) ?? 0;
  }

  /** For the informer. */
  change(object: T | undefined, old: T | undefined): void {
    if (old) this.#add(old, -1);
    if (object) this.#add(object, 1);
  }

  #add(object: T, amount: number): void {
    const group = this.groupOf(object);
    if (group === undefined) return;
    let counts = this.#groups.get(group);
    if (counts === undefined) this.#groups.set(group, (counts = new Map()));
    for (const trait of this.traitsOf(object)) {
      const count = (counts.get(trait) ?? 0) + amount;
      if (count === 0) counts.delete(trait);
      else counts.set(trait, count);
    }
    if (counts.size === 0) this.#groups.delete(group);
  }
}

/** The cache of one resource. */
export class Informer<T extends KubeObject> {
  readonly objects = new Map<string, T>();
  readonly storage: string;
  #listeners: InformerListener<T>[] = [];
  #indexes = new Map<string, Index<T>>();
  #tallies = new Map<string, Tally<T>>();

  constructor(server: ApiServer, storage: string) {
    this.storage = storage;
    this.refill(server);
    server.store.listen(storage, (changes) => this.#take(changes));
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.objects.get(namespace ? `${namespace}/${name}` : name);
  }

  byKey(key: string): T | undefined {
    return this.objects.get(key);
  }

  /** An index by name; made at its first use, shared afterwards. */
  index(name: string, keysOf: (object: T) => readonly string[]): Index<T> {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      this.#indexes.set(name, (index = new Index(keysOf)));
      for (const [key, object] of this.objects) index.change(key, object, undefined);
    }
    return index;
  }

  byNamespace(): Index<T> {
    return this.index('namespace', (object) => [object.metadata.namespace ?? '']);
  }

  /** By the uid of the controlling owner. */
  byController(): Index<T> {
    return this.index('controller', (object) => {
      const owner = object.metadata.ownerReferences?.find((one) => one.controller === true);
      return owner ? [owner.uid] : [];
    });
  }

  /** Counters by name; made at their first use, shared afterwards. */
  tally(name: string, make: () => Tally<T>): Tally<T> {
    let tally = this.#tallies.get(name);
    if (tally === undefined) {
      this.#tallies.set(name, (tally = make()));
      for (const object of this.objects.values()) tally.change(object, undefined);
    }
    return tally;
  }

  listen(listener: InformerListener<T>): void {
    this.#listeners.push(listener);
  }

  /** Takes everything anew from the server, without telling the listeners (after a restore). */
  refill(server: ApiServer): void {
    for (const [key, old] of this.objects) this.#index(key, undefined, old);
    this.objects.clear();
    for (const object of server.store.list(this.storage) as T[]) {
      const key = keyOf(object);
      this.objects.set(key, object);
      this.#index(key, object, undefined);
    }
  }

  #take(changes: readonly Change[]): void {
    for (const change of changes) {
      const old = this.objects.get(change.key);
      const object = change.object as T;
      if (change.type === 'DELETED') {
        this.objects.delete(change.key);
        this.#index(change.key, undefined, old);
      } else {
        this.objects.set(change.key, object);
        this.#index(change.key, object, old);
      }
      for (const listener of this.#listeners) listener.onChange(object, old, change.type);
    }
  }

  #index(key: string, object: T | undefined, old: T | undefined): void {
    for (const index of this.#indexes.values()) index.change(key, object, old);
    for (const tally of this.#tallies.values()) tally.change(object, old);
  }
}

/** The informers of one cluster, made when first asked for. */
export class Informers {
  readonly #server: ApiServer;
  readonly #byStorage = new Map<string, Informer<KubeObject>>();

  constructor(server: ApiServer) {
    this.#server = server;
  }

  /** The shared informer of a table (`pods`, `replicasets.apps`). */
  get<T extends KubeObject>(storage: string): Informer<T> {
    let informer = this.#byStorage.get(storage);
    if (informer === undefined) {
      this.#byStorage.set(storage, (informer = new Informer(this.#server, storage)));
    }
    return informer as unknown as Informer<T>;
  }

  /** After the store was restored. */
  refill(): void {
    for (const informer of this.#byStorage.values()) informer.refill(this.#server);
  }
}
