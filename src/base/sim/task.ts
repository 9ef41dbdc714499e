// A task: a generator driven by the Sim. It yields a Wait whenever it cannot go on, and is resumed
// when the time has come or one of the conditions woke it.
import type { Condition, Waiter } from './condition';

/**
 * What a task waits for: a virtual time (ms since the epoch), conditions, or something outside the
 * simulation (`host`: virtual time stands still until the promise settles). The first to come
 * resumes it. An empty Wait lets everything else that is ready now run first.
 */
export interface Wait {
  readonly until?: number;
  readonly on?: Condition | readonly Condition[];
  readonly host?: Promise<unknown>;
}

/** A computation in virtual time. `yield*` it from another task, or give it to `Sim.spawn`. */
export type Task<T> = Generator<Wait, T, undefined>;

/** Waits until the virtual time `until` (ms). */
export function* sleepUntil(sim: { readonly now: number }, until: number): Task<void> {
  while (sim.now < until) yield { until };
}

/** Waits `ms` virtual milliseconds. */
export function* sleep(sim: { readonly now: number }, ms: number): Task<void> {
  yield* sleepUntil(sim, sim.now + ms);
}

/** Waits until `test` holds, looking again each time that `condition` wakes. */
export function* waitFor(condition: Condition, test: () => boolean): Task<void> {
  while (!test()) yield { on: condition };
}

/**
 * Waits for a promise of the world outside (a lazily loaded module, WebCrypto) while virtual time
 * stands still. @throws what the promise rejects with.
 */
export function* host<T>(promise: Promise<T>): Task<T> {
  let settled: { value: T } | { error: unknown } | undefined;
  const watched = promise.then(
    (value) => {
      settled = { value };
    },
    (error: unknown) => {
      settled = { error };
    },
  );
  while (settled === undefined) yield { host: watched };
  const outcome = settled as { value: T } | { error: unknown };
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** The Sim's side of a running task. */
export interface TaskHandle<T = unknown> extends Waiter {
  readonly id: number;
  readonly name: string;
  readonly isDone: boolean;
  /** What the task returned; undefined while it runs and when it was killed or failed. */
  readonly result: T | undefined;
  /** Wakes when the task has ended in whatever way. */
  readonly ended: Condition;
  /** Ends the task where it waits; its `finally` blocks run (and may wait). */
  kill(): void;
  /** Stops resuming the task (SIGSTOP) until `thaw`; what woke it meanwhile is not lost. */
  freeze(): void;
  thaw(): void;
}
