// A client that lists and watches, as any would, and holds what it believes to be there.
import { deepEqual } from '../base/json';
import type { Sim } from '../base/sim';
import type { ApiClient, ResourceRef } from '../kubernetes/api/client';
import type { Query, WatchStream } from '../kubernetes/api/request';
import { type KubeObject, keyOf } from '../kubernetes/kinds/object';

/** Keeps a picture of one resource, with selectors or without. */
export class Watcher {
  readonly name: string;
  #sim: Sim;
  #client: ApiClient;
  #of: ResourceRef;
  #query: Query;
  #objects = new Map<string, KubeObject>();
  #watch: WatchStream | undefined;
  #isListing = false;

  constructor(sim: Sim, client: ApiClient, of: ResourceRef, query: Query) {
    this.name = `${of.resource} ${JSON.stringify(query)}`;
    this.#sim = sim;
    this.#client = client;
    this.#of = of;
    this.#query = query;
  }

  /** Takes what has come; lists anew when the watch has ended. */
  drain(): void {
    const watch = this.#watch;
    for (let event = watch?.take(); event !== undefined; event = watch?.take()) {
      if (event.type === 'DELETED') this.#objects.delete(keyOf(event.object));
      else if (event.type === 'ERROR') this.#watch = undefined;
      else if (event.type !== 'BOOKMARK') this.#objects.set(keyOf(event.object), event.object);
    }
    if (watch?.isEnded === true) this.#watch = undefined;
    if (this.#watch !== undefined || this.#isListing) return;
    this.#isListing = true;
    this.#sim.start('watcher', this.#begin());
  }

  *#begin() {
    const list = yield* this.#request('list', this.#query);
    const { metadata, items } = list.object as unknown as {
      metadata: { resourceVersion: string };
      items: KubeObject[];
    };
    this.#objects = new Map(items.map((one) => [keyOf(one), one]));
    const { resourceVersion } = metadata;
    this.#watch = (yield* this.#request('watch', { ...this.#query, resourceVersion })).watch;
    this.#isListing = false;
  }

  /** What differs from a list now. */
  *differences() {
    this.drain();
    const { items } = (yield* this.#request('list', this.#query)).object as unknown as {
      items: KubeObject[];
    };
    const wrong = items.filter((one) => !deepEqual(this.#objects.get(keyOf(one)), one));
    const names = wrong.map(keyOf);
    if (items.length !== this.#objects.size) names.push(`${this.#objects.size} objects`);
    return names.map((name) => `watch ${this.name}: ${name}`);
  }

  #request(verb: 'list' | 'watch', query: Query) {
    return this.#client.request({ ...this.#of, verb, query });
  }
}
