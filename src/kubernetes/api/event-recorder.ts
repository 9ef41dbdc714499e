// Records Events as client-go does: equal ones are counted up, similar ones combined, floods cut.
// Written through the API like everything else.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import type { Event, ObjectReference } from '../kinds/generated/types';
import { type KubeObject, objectKey } from '../kinds/object';
import type { ApiClient } from './client';
import { ApiError } from './errors';
import { events } from './refs';

/** Who reports: `kubelet` on a node, `default-scheduler`. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

interface Seen {
  readonly name: string;
  readonly namespace: string;
  count: number;
  readonly firstMs: number;
  lastMs: number;
}

/** Ms after which an event that is seen again is a new one. */
const forgetMs = 600_000;
const cacheLimit = 4096;

/** Records events for one component. */
export class EventRecorder {
  #sim: Sim;
  #client: ApiClient;
  #source: EventSource;
  #seen = new Map<string, Seen>();
  /** Begins elsewhere for each source: two of them may report in the same millisecond. */
  #count: number;

  constructor(sim: Sim, client: ApiClient, random: Random, source: EventSource) {
    this.#sim = sim;
    this.#client = client;
    this.#source = source;
    this.#count = random.below(1_000_000, `events/${source.component}/${source.host ?? ''}`);
  }

  /** Notes that something happened to an object. Returns at once; writing goes on its own. */
  record(
    about: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    fieldPath?: string,
  ): void {
    const { metadata } = about;
    const key = `${metadata.uid}/${type}/${reason}/${fieldPath ?? ''}/${message}`;
    const nowMs = this.#sim.now;
    const seen = this.#seen.get(key);
    if (seen !== undefined && nowMs - seen.lastMs < forgetMs) {
      seen.count++;
      seen.lastMs = nowMs;
      this.#sim.start('event', this.#countUp(seen));
      return;
    }
    const namespace = metadata.namespace ?? 'default';
    const name = `${metadata.name}.${this.#stamp(nowMs)}`;
    if (this.#seen.size > cacheLimit) this.#seen.clear();
    this.#seen.set(key, { name, namespace, count: 1, firstMs: nowMs, lastMs: nowMs });
    const at = formatRfc3339(nowMs);
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace, uid: '' },
      involvedObject: referenceTo(about, fieldPath),
      reason,
      message,
      source: this.#source,
      firstTimestamp: at,
      lastTimestamp: at,
      count: 1,
      type,
      eventTime: undefined,
      reportingComponent: this.#source.component,
      reportingInstance: this.#source.host ?? '',
    } as unknown as Event;
    this.#store(event);
  }

  /** A name's ending: the time in nanoseconds, as client-go takes it, told apart by a count. */
  #stamp(nowMs: number): string {
    this.#count = (this.#count + 1) % 1_000_000;
    return (BigInt(nowMs) * 1_000_000n + BigInt(this.#count)).toString(16);
  }

  #store(event: Event): void {
    try {
      if (this.#client.transport.event?.(event)) return;
    } catch (error) {
      // The object's namespace may be going away: its events then have no place.
      if (error instanceof ApiError) return;
      throw error;
    }
    this.#sim.start('event', this.#create(event));
  }

  *#create(event: Event): Task<void> {
    try {
      yield* this.#client.create(events, event);
    } catch (error) {
      // The object's namespace may be going away: its events then have no place.
      if (!(error instanceof ApiError)) throw error;
    }
  }

  *#countUp(seen: Seen): Task<void> {
    try {
      const body = { count: seen.count, lastTimestamp: formatRfc3339(seen.lastMs) };
      yield* this.#client.patch(events, seen, { type: 'merge', body });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** A reference as events and others carry it. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { metadata } = object;
  return {
    kind: object.kind,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    name: metadata.name,
    uid: metadata.uid,
    apiVersion: object.apiVersion,
    resourceVersion: metadata.resourceVersion,
    ...(fieldPath ? { fieldPath } : {}),
  };
}

/** The key of what an event is about, for informers' indexes. */
export function eventSubject(event: Event): string {
  return objectKey(event.involvedObject.namespace, event.involvedObject.name ?? '');
}
