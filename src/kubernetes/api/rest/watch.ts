// WATCH: a cursor into the store's log and a bounded queue.
import { Condition, type Task, type Wait } from '../../../base/sim';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import type { Change } from '../../store/store';
import { ApiError, badRequest, expired } from '../errors';
import type { ApiRequest, ApiResponse, WatchEvent, WatchStream } from '../request';
import type { ApiServer } from '../server';
import { present } from './decode';
import { selected, selection } from './selection';
import { asPartial, tableOf } from './table';

const queueLimit = 10_000;

/** Opens a watch. @throws ApiError 400, 410 */
export function* watchObjects(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  const watch = new ObjectWatch(server, request, resource);
  const nothing = { kind: '', apiVersion: '', metadata: { name: '', uid: '' } };
  return { code: 200, object: nothing, warnings: [], watch };
}

class ObjectWatch implements WatchStream {
  readonly changed = new Condition();
  isEnded = false;
  #server: ApiServer;
  #request: ApiRequest;
  #resource: Resource;
  #queue: WatchEvent[] = [];
  #head = 0;
  #choose: ((object: KubeObject) => boolean) | undefined;
  #from: number;
  #stop: () => void;
  #endsAt: number | undefined;

  constructor(server: ApiServer, request: ApiRequest, resource: Resource) {
    this.#server = server;
    this.#request = request;
    this.#resource = resource;
    const byName = request.name;
    const choose = selection(request, resource);
    this.#choose =
      byName === undefined
        ? choose
        : (object) => object.metadata.name === byName && (choose?.(object) ?? true);
    const seconds = Number(request.query?.timeoutSeconds ?? 0);
    if (seconds > 0) this.#endsAt = server.sim.now + seconds * 1000;
    this.#from = this.#begin();
    this.#stop = this.isEnded
      ? () => {}
      : server.store.listen(resource.storage, (changes) => this.#take(changes));
  }

  *next(): Task<WatchEvent | undefined> {
    for (;;) {
      const event = this.take();
      if (event !== undefined) return event;
      if (this.#endsAt !== undefined && this.#server.sim.now >= this.#endsAt) this.close();
      if (this.isEnded) return undefined;
      const wait: Wait = { on: this.changed };
      yield this.#endsAt === undefined ? wait : { ...wait, until: this.#endsAt };
    }
  }

  take(): WatchEvent | undefined {
    const event = this.#queue[this.#head];
    if (event === undefined) return undefined;
    this.#head++;
    if (this.#head > 256 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return event;
  }

  close(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.#stop();
    this.changed.wake();
  }

  /** Queues what comes before live events; returns the revision that is already covered. */
  #begin(): number {
    const { store } = this.#server;
    const query = this.#request.query ?? {};
    const wanted = query.resourceVersion ?? '';
    const wantsInitial = query.sendInitialEvents === 'true';
    if (wantsInitial && query.resourceVersionMatch !== 'NotOlderThan') {
      throw badRequest(
        'sendInitialEvents is forbidden for watch unless resourceVersionMatch is set to NotOlderThan',
      );
    }
    if (wanted === '' || wanted === '0' || wantsInitial) {
      const isQuiet = query.sendInitialEvents === 'false';
      for (const item of isQuiet ? [] : selected(this.#server, this.#request, this.#resource)) {
        if (this.#choose?.(item) ?? true) this.#push('ADDED', item);
      }
      if (wantsInitial) this.#bookmark(store.revision, true);
      return store.revision;
    }
    const from = Number(wanted);
    if (!Number.isInteger(from) || from < 0) {
      throw badRequest(`Invalid value: "${wanted}": resource version must be a number`);
    }
    if (from < store.compactedRevision) {
      const error = expired(`too old resource version: ${from} (${store.compactedRevision})`);
      this.#queue.push({ type: 'ERROR', object: error.status as unknown as KubeObject });
      this.isEnded = true;
      return store.revision;
    }
    this.#from = from;
    this.#take(store.changesSince(this.#resource.storage, from));
    return Math.max(from, store.revision);
  }

  #take(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.revision <= this.#from) continue;
      this.#offer(change);
    }
    if (this.#queue.length - this.#head > queueLimit) this.#overflow();
    if (this.#queue.length > this.#head) this.changed.wake();
  }

  #offer(change: Change): void {
    const choose = this.#choose;
    const now = change.type !== 'DELETED' && (choose?.(change.object) ?? true);
    const before = change.previous !== undefined && (choose?.(change.previous) ?? true);
    if (now) this.#push(before ? 'MODIFIED' : 'ADDED', change.object);
    else if (before) this.#push('DELETED', leaving(change));
  }

  #push(type: WatchEvent['type'], stored: KubeObject): void {
    const { accept } = this.#request;
    const object = present(this.#server, stored, this.#request, this.#resource);
    if (accept === 'table') {
      const metadata = { ...object.metadata };
      const table = tableOf(this.#server, [object], metadata, this.#resource, this.#request);
      this.#queue.push({ type, object: table });
    } else if (accept === 'partial') {
      this.#queue.push({ type, object: asPartial([object], object) });
    } else this.#queue.push({ type, object });
  }

  #bookmark(revision: number, isInitialEnd: boolean): void {
    const metadata = {
      resourceVersion: String(revision),
      creationTimestamp: null,
      ...(isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
    } as unknown as KubeObject['metadata'];
    const { kind, apiVersion } = this.#resource;
    this.#queue.push({ type: 'BOOKMARK', object: { kind, apiVersion, metadata } });
  }

  #overflow(): void {
    const error = new ApiError(410, 'Expired', 'too many events are waiting in this watch');
    this.#queue.push({ type: 'ERROR', object: error.status as unknown as KubeObject });
    this.close();
  }
}

/** What a watcher sees of an object that left its selection: its last state, newest revision. */
function leaving(change: Change): KubeObject {
  if (change.type === 'DELETED') return change.object;
  const previous = change.previous ?? change.object;
  const { resourceVersion } = change.object.metadata;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}
