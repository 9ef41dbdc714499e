// Records Events as client-go does: equal ones are counted up, similar ones combined, floods cut.
// Written through the API like everything else.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import { formatRfc3339, formatRfc3339Micro } from '../../base/time';
import type { Event, ObjectReference } from '../kinds/generated/types';
import { type KubeObject, objectKey } from '../kinds/object';
import type { ApiClient } from './client';
import { ApiError } from './errors';
import { EventCorrelator, type WrittenEvent } from './event-correlator';
import { events } from './refs';

/** Who reports: `kubelet` on a node, `default-scheduler`. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
  /**
   * Reports through events.k8s.io, as the scheduler does: with the time of the event and an action
   * instead of counts, and without the limits on floods.
   */
  readonly actions?: Readonly<Record<string, string>>;
}

/** Records events for one component. */
export class EventRecorder {
  #sim: Sim;
  #client: ApiClient;
  #source: EventSource;
  #correlator = new EventCorrelator();
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
    const nowMs = this.#sim.now;
    const { uid } = about.metadata;
    const group = `${uid}/${type}/${reason}/${fieldPath ?? ''}`;
    const verdict = this.#correlator.decide({ group, object: uid, message, nowMs });
    if (verdict.kind === 'drop') return;
    if (verdict.kind === 'count') {
      this.#sim.start('event', this.#countUp(verdict.written, verdict.message));
      return;
    }
    const namespace = about.metadata.namespace ?? 'default';
    const name = `${about.metadata.name}.${this.#stamp(nowMs)}`;
    verdict.remember({ name, namespace, count: 1, firstMs: nowMs, lastMs: nowMs });
    this.#store({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace, uid: '' },
      involvedObject: referenceTo(about, fieldPath),
      reason,
      message: verdict.message,
      type,
      ...this.#origin(reason, nowMs),
    } as unknown as Event);
  }

  /** Who reports and when, in the old or the new form. */
  #origin(reason: string, nowMs: number): Readonly<Record<string, unknown>> {
    const { component, host, actions } = this.#source;
    if (actions !== undefined) {
      return {
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: formatRfc3339Micro(nowMs),
        action: actions[reason] ?? reason,
        reportingComponent: component,
        reportingInstance: `${component}-${host ?? ''}`,
      };
    }
    const at = formatRfc3339(nowMs);
    return {
      source: host === undefined ? { component } : { component, host },
      firstTimestamp: at,
      lastTimestamp: at,
      count: 1,
      eventTime: null,
      reportingComponent: component,
      reportingInstance: host ?? '',
    };
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

  *#countUp(written: WrittenEvent, message: string): Task<void> {
    const { count, lastMs } = written;
    const body =
      this.#source.actions === undefined
        ? { count, lastTimestamp: formatRfc3339(lastMs), message }
        : { series: { count, lastObservedTime: formatRfc3339Micro(lastMs) } };
    try {
      yield* this.#client.patch(events, written, { type: 'merge', body });
    } catch (error) {
      // It has expired meanwhile, or its namespace has gone.
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
