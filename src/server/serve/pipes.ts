// Between Node's streams and tasks: bytes that wait to be read, and writing that waits for room.
import { Condition, type Task, waitFor } from '../../base/sim';
import type { LiveClock } from './live-clock';

/** Bytes that came from outside, for a task to take. */
export class Inlet {
  readonly #clock: LiveClock;
  readonly #changed = new Condition();
  #pieces: Uint8Array[] = [];
  #isEnded = false;

  constructor(clock: LiveClock) {
    this.#clock = clock;
  }

  push(piece: Uint8Array): void {
    if (this.#isEnded) return;
    this.#pieces.push(piece);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** The next piece; undefined at the end. Waits. */
  *next(): Task<Uint8Array | undefined> {
    yield* waitFor(this.#changed, () => this.#pieces.length > 0 || this.#isEnded);
    return this.#pieces.shift();
  }

  #wake(): void {
    this.#changed.wake();
    this.#clock.turn();
  }
}

/** What an outlet needs of Node's writable things. */
export interface Writable {
  write(bytes: Uint8Array): boolean;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** Writes to the outside; a slow reader makes the writing task wait. */
export class Outlet {
  readonly #writable: Writable;
  readonly #changed = new Condition();
  #isFull = false;
  isClosed = false;

  constructor(clock: LiveClock, writable: Writable) {
    this.#writable = writable;
    const change = (isClosed: boolean) => () => {
      this.#isFull = false;
      this.isClosed ||= isClosed;
      this.#changed.wake();
      clock.turn();
    };
    writable.on('drain', change(false));
    writable.on('close', change(true));
    writable.on('error', change(true));
  }

  *write(bytes: Uint8Array): Task<void> {
    if (this.isClosed) return;
    this.#isFull = !this.#writable.write(bytes);
    yield* waitFor(this.#changed, () => !this.#isFull || this.isClosed);
  }
}
