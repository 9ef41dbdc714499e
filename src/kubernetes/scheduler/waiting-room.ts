// Pods that fit nowhere: each waits for a change that may help it, and then out its back-off.
import type { Sim } from '../../base/sim';

const firstBackOffMs = 1_000;
const longestBackOffMs = 10_000;
/** After so long a pod is tried again, whatever has happened. */
const flushMs = 300_000;

interface Waiting {
  attempts: number;
  lastMs: number;
  /** Names of the filters that refused it. */
  filters: ReadonlySet<string>;
  /** When it is tried next. */
  dueMs: number;
}

/** Whether a change may help a pod that a filter has refused. */
export type Hint = (key: string, filter: string) => boolean;

/** The pods of one scheduler that wait. */
export class WaitingRoom {
  #sim: Sim;
  #kind: string;
  #pods = new Map<string, Waiting>();

  /** @param retry is called with the key of a pod whose time has come. */
  constructor(sim: Sim, kind: string, retry: (key: string) => void) {
    this.#sim = sim;
    this.#kind = kind;
    sim.handle(kind, (key) => {
      const waiting = this.#pods.get(key);
      if (waiting === undefined || waiting.dueMs > sim.now) return;
      waiting.dueMs = Number.POSITIVE_INFINITY;
      retry(key);
    });
  }

  get size(): number {
    return this.#pods.size;
  }

  clear(): void {
    this.#pods.clear();
  }

  delete(key: string): void {
    this.#pods.delete(key);
  }

  /** A pod was tried and refused by these filters. */
  add(key: string, filters: ReadonlySet<string>): void {
    const attempts = (this.#pods.get(key)?.attempts ?? 0) + 1;
    const nowMs = this.#sim.now;
    const waiting = { attempts, lastMs: nowMs, filters, dueMs: Number.POSITIVE_INFINITY };
    this.#pods.set(key, waiting);
    this.#plan(key, waiting, nowMs + flushMs);
  }

  /** Something changed: pods that it may help are tried again after their back-off. */
  changed(hint: Hint): void {
    for (const [key, waiting] of this.#pods) {
      const { attempts, lastMs, filters } = waiting;
      const backOff = Math.min(firstBackOffMs * 2 ** (attempts - 1), longestBackOffMs);
      const at = Math.max(this.#sim.now, lastMs + backOff);
      if (waiting.dueMs <= at) continue;
      for (const filter of filters) {
        if (!hint(key, filter)) continue;
        this.#plan(key, waiting, at);
        break;
      }
    }
  }

  #plan(key: string, waiting: Waiting, at: number): void {
    waiting.dueMs = at;
    this.#sim.schedule(at, this.#kind, key);
  }
}
