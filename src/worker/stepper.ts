// Runs a simulation entry by entry and counts, so that a point in the middle of a moment can be
// named and found again.
import type { Sim } from '../base/sim';

export class Stepper {
  readonly sim: Sim;
  #instant = Number.NaN;
  #entries = 0;

  constructor(sim: Sim) {
    this.sim = sim;
  }

  /** How many entries have run at the present moment. */
  get entries(): number {
    return this.#instant === this.sim.now ? this.#entries : 0;
  }

  /** Runs one entry that is due up to `untilMs`. True when there was none: the clock is there. */
  step(untilMs: number): boolean {
    const { sim } = this;
    const isComplete = sim.advance(untilMs, 1);
    if (isComplete || sim.isWaitingForHost) return isComplete;
    if (sim.now !== this.#instant) {
      this.#instant = sim.now;
      this.#entries = 0;
    }
    this.#entries++;
    return false;
  }
}
