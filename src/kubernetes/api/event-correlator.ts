// What becomes of an event before it is written, as client-go's correlator decides: equal ones are
// counted up, more than ten similar ones within ten minutes are combined, floods about one object
// are cut off.

/** An event that was written: what counting it up needs. */
export interface WrittenEvent {
  readonly name: string;
  readonly namespace: string;
  count: number;
  readonly firstMs: number;
  lastMs: number;
}

/** What to do with an event. */
export type Verdict =
  | { readonly kind: 'drop' }
  | { readonly kind: 'count'; readonly written: WrittenEvent; readonly message: string }
  | { readonly kind: 'write'; readonly message: string; remember(written: WrittenEvent): void };

export interface EventInput {
  /** Object's uid with type, reason and field: what similar events share. */
  readonly group: string;
  /** The object's uid. */
  readonly object: string;
  readonly message: string;
  readonly nowMs: number;
}

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

const cacheLimit = 4096;
const mostSimilar = 10;
const forgetMs = 600_000;
const burst = 25;
const refillMs = 300_000;

/** Decides for one component's events. */
export class EventCorrelator {
  #written = new Map<string, WrittenEvent>();
  #similar = new Map<string, Similar>();
  #buckets = new Map<string, Bucket>();

  decide(input: EventInput): Verdict {
    const isCombined = this.#isOneTooMany(input);
    const message = isCombined ? `(combined from similar events): ${input.message}` : input.message;
    const key = isCombined ? input.group : `${input.group}/${input.message}`;
    if (!this.#takesToken(input)) return { kind: 'drop' };
    const written = this.#written.get(key);
    if (written !== undefined) {
      written.count++;
      written.lastMs = input.nowMs;
      return { kind: 'count', written, message };
    }
    const remember = (made: WrittenEvent) => remembered(this.#written, key, made);
    return { kind: 'write', message, remember };
  }

  /** Whether ten other messages of the same kind came shortly before. */
  #isOneTooMany({ group, message, nowMs }: EventInput): boolean {
    let similar = this.#similar.get(group);
    if (similar === undefined || nowMs - similar.lastMs > forgetMs) {
      similar = { messages: new Set(), lastMs: nowMs };
    }
    similar.lastMs = nowMs;
    remembered(this.#similar, group, similar);
    similar.messages.add(message);
    if (similar.messages.size < mostSimilar) return false;
    similar.messages.delete(message);
    return true;
  }

  /** A bucket of 25 for each object, one more every five minutes. */
  #takesToken({ object, nowMs }: EventInput): boolean {
    let bucket = this.#buckets.get(object);
    if (bucket === undefined) {
      bucket = { tokens: burst, atMs: nowMs };
      remembered(this.#buckets, object, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + (nowMs - bucket.atMs) / refillMs);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}

/** Puts in, and forgets the oldest when there are too many. */
function remembered<T>(cache: Map<string, T>, key: string, value: T): void {
  cache.delete(key);
  cache.set(key, value);
  if (cache.size <= cacheLimit) return;
  const [oldest] = cache.keys();
  if (oldest !== undefined) cache.delete(oldest);
}
