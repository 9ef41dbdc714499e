// Events live for an hour after they were last written, as the API server's lease on them says.
import type { Sim } from '../../base/sim';
import { parseRfc3339 } from '../../base/time';
import type { Event } from '../kinds/generated/types';
import { removeNow } from './rest/delete';
import type { ApiServer } from './server';

const lifetimeMs = 3_600_000;
/** Events of one such span go together: one entry in the queue for all of them. */
const spanMs = 60_000;

/** Lets the events of a server expire. Nothing is scheduled while there are none. */
export class EventExpiry {
  #sim: Sim;
  #server: ApiServer;
  #nextSpan = 0;
  readonly #kind: string;

  /** @param name distinguishes the queue entries of several clusters in one world. */
  constructor(sim: Sim, server: ApiServer, name: string) {
    this.#sim = sim;
    this.#server = server;
    this.#kind = `events/${name}`;
    sim.handle(this.#kind, () => this.#sweep());
    server.store.listen('events', () => this.#expect());
  }

  #expect(): void {
    const span = Math.floor(this.#sim.now / spanMs) + 1;
    if (span <= this.#nextSpan) return;
    this.#nextSpan = span;
    this.#sim.schedule(span * spanMs + lifetimeMs, this.#kind);
  }

  #sweep(): void {
    const resource = this.#server.catalog.find('v1', 'events');
    if (resource === undefined) return;
    const oldest = this.#sim.now - lifetimeMs;
    for (const object of [...this.#server.store.values('events')]) {
      const { lastTimestamp, metadata } = object as Event;
      const written = parseRfc3339(lastTimestamp ?? metadata.creationTimestamp ?? '');
      if (written !== null && written < oldest) removeNow(this.#server, resource, object);
    }
  }
}
