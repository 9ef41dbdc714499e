// A place to wait: tasks park on a condition and go on after wake(). Like a condition variable,
// a woken task must look again at what it waits for: wake() promises nothing about the state.

/** What a condition needs of a waiting task. The Sim implements it; nobody else should. */
export interface Waiter {
  wake(): void;
}

/** Something that tasks can wait for. Cheap to create; holds no state but its waiters. */
export class Condition {
  #waiters = new Set<Waiter>();

  /** Makes every waiting task ready, in the order in which they began to wait. */
  wake(): void {
    if (this.#waiters.size === 0) return;
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.wake();
  }

  /** Makes the task ready that has waited longest, and no other: for what only one can have. */
  wakeFirst(): void {
    const [first] = this.#waiters;
    if (first === undefined) return;
    this.#waiters.delete(first);
    first.wake();
  }

  /** Whether any task waits here. */
  get hasWaiters(): boolean {
    return this.#waiters.size > 0;
  }

  /** For the Sim only. */
  add(waiter: Waiter): void {
    this.#waiters.add(waiter);
  }

  /** For the Sim only. */
  remove(waiter: Waiter): void {
    this.#waiters.delete(waiter);
  }
}
