// What processes have written to a terminal and the screen has not taken yet. Bounded: writers
// wait when the screen doesn't keep up.
import { Condition } from '../../base/sim';

const limit = 262_144;

export class OutputQueue {
  /** Wakes when there is something to take. */
  readonly ready = new Condition();
  /** Wakes when writers may go on. */
  readonly drained = new Condition();
  /** Called at once when text was put in. */
  onOutput: (() => void) | undefined;
  #pieces: string[] = [];
  #size = 0;
  #isHeld = false;

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#isHeld || this.#size >= limit;
  }

  put(text: string): void {
    if (text === '') return;
    this.#pieces.push(text);
    this.#size += text.length;
    this.ready.wake();
    this.onOutput?.();
  }

  /** The next piece for the screen, at most `max` characters; '' when there is none. */
  take(max = 65_536): string {
    let text = this.#pieces.length === 1 ? (this.#pieces[0] as string) : this.#pieces.join('');
    this.#pieces = [];
    if (text.length > max) {
      this.#pieces.push(text.slice(max));
      text = text.slice(0, max);
    }
    this.#size -= text.length;
    if (!this.isFull) this.drained.wake();
    return text;
  }

  /** Throws away what was not taken (Ctrl-C). */
  clear(): void {
    this.#pieces = [];
    this.#size = 0;
    if (!this.isFull) this.drained.wake();
  }

  /** Ctrl-S and Ctrl-Q. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (!this.isFull) this.drained.wake();
  }
}
