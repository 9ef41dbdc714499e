// Drives a Sim by the real clock: one timer for the next thing that is due, nothing in between.
import type { Sim, Task, TaskHandle } from '../../base/sim';

/** Entries of the queue before other connections get their turn. */
const entriesAtOnce = 5_000;
const longestTimeoutMs = 2 ** 31 - 1;

/** Lets a Sim's time pass as the real time does. */
export class LiveClock {
  readonly sim: Sim;
  /** Real time (ms since the epoch) at which performance.now() was 0: never runs backwards. */
  readonly #originMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isTurnDue = false;
  #isStopped = false;

  constructor(sim: Sim) {
    this.sim = sim;
    this.#originMs = Date.now() - performance.now();
  }

  get nowMs(): number {
    return Math.floor(this.#originMs + performance.now());
  }

  /** Something came from outside: starts its task at the present moment. */
  spawn<T>(name: string, task: Task<T>): TaskHandle<T> {
    const handle = this.sim.spawn(name, task);
    this.turn();
    return handle;
  }

  /** The Sim has something to do now (a condition was woken, a task killed). */
  turn(): void {
    if (this.#isTurnDue || this.#isStopped) return;
    this.#isTurnDue = true;
    setImmediate(() => this.#run());
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#isTurnDue = false;
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    const isDone = this.sim.advance(this.nowMs, entriesAtOnce);
    if (!isDone && this.sim.isWaitingForHost && this.sim.nextAt() !== this.sim.now) {
      void this.sim.hostSettled().then(() => this.turn());
      return;
    }
    if (!isDone) {
      this.turn();
      return;
    }
    const next = this.sim.nextAt();
    if (next === undefined) return;
    const wait = Math.min(Math.max(0, next - this.nowMs), longestTimeoutMs);
    this.#timer = setTimeout(() => this.turn(), wait);
  }
}
