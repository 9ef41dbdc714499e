// The virtual clock and its queue. Entries are data ({at, kind, key}); what happens at an entry is
// the handler registered for its kind. Tasks (generators) are one such kind. The Sim never looks at
// real time: whoever owns it calls advance().
import { Condition } from './condition';
import { type Entry, EntryHeap } from './heap';
import type { Task, TaskHandle, Wait } from './task';

/** What a queue looks like when saved. Entries of tasks are not in it: tasks can't be saved. */
export interface SimSnapshot {
  readonly now: number;
  readonly seq: number;
  readonly entries: readonly Entry[];
}

export type Handler = (key: string, token: number) => void;

/** A virtual clock with a queue. `now` is in ms since the Unix epoch. */
export class Sim {
  now: number;
  /** Called with what a task or handler threw; by default it is thrown on from advance(). */
  onFault: (error: unknown, where: string) => void = (error) => {
    throw error;
  };
  #seq = 0;
  #taskIds = 0;
  #later = new EntryHeap();
  /** Entries for the present moment, a plain queue. */
  #ready: Entry[] = [];
  #readyHead = 0;
  #handlers = new Map<string, Handler>();
  #tasks = new Map<number, SimTask>();
  #hostWaits = new Set<Promise<unknown>>();

  constructor(epochMs: number) {
    this.now = epochMs;
    this.#handlers.set('task', (key, token) => this.#tasks.get(Number(key))?.resume(token));
  }

  /** Says what happens at entries of `kind`. Each kind has one handler. */
  handle(kind: string, handler: Handler): void {
    this.#handlers.set(kind, handler);
  }

  /** Puts an entry into the queue, at `at` (ms) or now when that has passed. */
  schedule(at: number, kind: string, key = '', token = 0): void {
    const entry = { at: Math.max(at, this.now), seq: this.#seq++, kind, key, token };
    if (entry.at === this.now) this.#ready.push(entry);
    else this.#later.push(entry);
  }

  /** Starts a task; it runs for the first time from the queue, at the present moment. */
  spawn<T>(name: string, task: Task<T>): TaskHandle<T> {
    const id = ++this.#taskIds;
    const handle = new SimTask(this, id, name, task as Task<unknown>, () => this.#tasks.delete(id));
    this.#tasks.set(id, handle);
    handle.wake();
    return handle as unknown as TaskHandle<T>;
  }

  /**
   * Runs a task at once, without the queue, as long as it doesn't wait; if it waits, the rest goes
   * on in the background. Returns the handle: `isDone` tells which.
   */
  start<T>(name: string, task: Task<T>): TaskHandle<T> {
    const id = ++this.#taskIds;
    const handle = new SimTask(this, id, name, task as Task<unknown>, () => this.#tasks.delete(id));
    this.#tasks.set(id, handle);
    handle.run();
    return handle as unknown as TaskHandle<T>;
  }

  /** When the next entry is due, or undefined when nothing will ever happen by itself. */
  nextAt(): number | undefined {
    if (this.#readyHead < this.#ready.length) return this.now;
    return this.#later.peek()?.at;
  }

  /** Whether a task waits for something outside; virtual time then stands still. */
  get isWaitingForHost(): boolean {
    return this.#hostWaits.size > 0;
  }

  /** Settles when something outside that a task waited for has come. */
  async hostSettled(): Promise<void> {
    if (this.#hostWaits.size > 0) await Promise.race(this.#hostWaits);
  }

  /**
   * Runs everything that is due up to `until` (ms), at most `limit` entries, and then sets the
   * clock to `until`. Returns false when it stopped before (limit, or waiting for the host).
   */
  advance(until: number, limit = Number.POSITIVE_INFINITY): boolean {
    for (let count = 0; ; count++) {
      if (this.#readyHead >= this.#ready.length) {
        if (this.#hostWaits.size > 0) return false;
        const next = this.#later.peek();
        if (next === undefined || next.at > until) break;
        this.now = next.at;
        this.#takeDue();
      }
      if (count >= limit) return false;
      this.#runOne();
    }
    if (until > this.now && Number.isFinite(until)) this.now = until;
    return true;
  }

  /** Runs exactly one entry, moving the clock to it. False when there was none. */
  step(): boolean {
    if (this.#readyHead >= this.#ready.length) {
      const next = this.#later.peek();
      if (next === undefined || this.#hostWaits.size > 0) return false;
      this.now = next.at;
      this.#takeDue();
    }
    this.#runOne();
    return true;
  }

  snapshot(): SimSnapshot {
    const entries = [...this.#ready.slice(this.#readyHead), ...this.#later.entries()];
    return {
      now: this.now,
      seq: this.#seq,
      entries: entries
        .filter((e) => e.kind !== 'task')
        .sort((a, b) => a.at - b.at || a.seq - b.seq),
    };
  }

  /** Takes over clock and queue from a snapshot. Tasks are for their owners to start again. */
  restore(snapshot: SimSnapshot): void {
    for (const task of [...this.#tasks.values()]) task.abandon();
    this.#tasks.clear();
    this.now = snapshot.now;
    this.#seq = snapshot.seq;
    this.#later = new EntryHeap();
    this.#ready = [];
    this.#readyHead = 0;
    for (const entry of snapshot.entries) {
      if (entry.at <= this.now) this.#ready.push(entry);
      else this.#later.push(entry);
    }
  }

  /** For tasks only: holds virtual time until the promise settles, then wakes. */
  holdForHost(promise: Promise<unknown>, wake: () => void): void {
    this.#hostWaits.add(promise);
    const done = () => {
      this.#hostWaits.delete(promise);
      wake();
    };
    promise.then(done, done);
  }

  #takeDue(): void {
    for (;;) {
      const next = this.#later.peek();
      if (next === undefined || next.at > this.now) return;
      this.#ready.push(next);
      this.#later.pop();
    }
  }

  #runOne(): void {
    const entry = this.#ready[this.#readyHead++];
    if (this.#readyHead > 1024 && this.#readyHead * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#readyHead);
      this.#readyHead = 0;
    }
    if (entry === undefined) return;
    const handler = this.#handlers.get(entry.kind);
    if (handler === undefined) return;
    try {
      handler(entry.key, entry.token);
    } catch (error) {
      this.onFault(error, `${entry.kind} ${entry.key}`);
    }
  }
}

class SimTask implements TaskHandle {
  readonly ended = new Condition();
  isDone = false;
  result: unknown;
  #sim: Sim;
  #task: Task<unknown>;
  #onEnd: () => void;
  #conditions: readonly Condition[] = [];
  /** Grows with each wait, so that entries of earlier waits are known to be stale. */
  #token = 0;
  #isQueued = false;
  #isRunning = false;
  #isKilled = false;
  #isFrozen = false;
  #hasReturned = false;

  constructor(
    sim: Sim,
    readonly id: number,
    readonly name: string,
    task: Task<unknown>,
    onEnd: () => void,
  ) {
    this.#sim = sim;
    this.#task = task;
    this.#onEnd = onEnd;
  }

  wake(): void {
    if (this.#isQueued || this.isDone) return;
    this.#isQueued = true;
    this.#leaveConditions();
    this.#sim.schedule(this.#sim.now, 'task', String(this.id), ++this.#token);
  }

  resume(token: number): void {
    if (token !== this.#token || this.isDone) return;
    this.#isQueued = false;
    if (this.#isFrozen) return;
    this.#leaveConditions();
    this.run();
  }

  run(): void {
    this.#isRunning = true;
    try {
      let step = this.#shouldReturn() ? this.#task.return(undefined) : this.#task.next();
      // A task that was killed while it ran ends at its first wait after that.
      if (!step.done && this.#shouldReturn()) step = this.#task.return(undefined);
      if (step.done) this.#end(step.value);
      else this.#park(step.value);
    } catch (error) {
      this.#end(undefined);
      throw error;
    } finally {
      this.#isRunning = false;
    }
  }

  /** Whether return() is due: once, however long the `finally` blocks then wait. */
  #shouldReturn(): boolean {
    if (!this.#isKilled || this.#hasReturned) return false;
    this.#hasReturned = true;
    return true;
  }

  kill(): void {
    if (this.isDone) return;
    if (this.#isKilled) return;
    this.#isKilled = true;
    this.#isFrozen = false;
    if (this.#isRunning) return;
    this.#leaveConditions();
    this.#token++;
    this.#isQueued = false;
    this.run();
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    if (!this.#isFrozen) return;
    this.#isFrozen = false;
    this.wake();
  }

  /** Forgets the task without running its `finally` blocks: the world it belonged to is gone. */
  abandon(): void {
    this.isDone = true;
    this.#leaveConditions();
  }

  #park(wait: Wait): void {
    if (wait.host !== undefined) {
      this.#sim.holdForHost(wait.host, () => this.wake());
      return;
    }
    const token = ++this.#token;
    if (wait.on !== undefined) {
      this.#conditions = wait.on instanceof Condition ? [wait.on] : wait.on;
      for (const condition of this.#conditions) condition.add(this);
    }
    if (wait.until !== undefined) this.#sim.schedule(wait.until, 'task', String(this.id), token);
    else if (wait.on === undefined) this.wake();
  }

  #leaveConditions(): void {
    for (const condition of this.#conditions) condition.remove(this);
    this.#conditions = [];
  }

  #end(result: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    this.result = this.#isKilled ? undefined : result;
    this.#leaveConditions();
    this.#onEnd();
    this.ended.wake();
  }
}
