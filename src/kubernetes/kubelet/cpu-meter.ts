// CPU time as a rate, the way metrics are made of it: over windows of about fifteen seconds.
import type { Sim } from '../../base/sim';

const windowMs = 15_000;

/** Turns a growing sum of CPU time into millicores. */
export class CpuMeter {
  #sim: Sim;
  #sinceMs: number;
  #cpuMs = 0;
  #rate = 0;
  #hasRate = false;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#sinceMs = sim.now;
  }

  /** @param cpuMs what has been used in all. @returns the rate of the last whole window */
  read(cpuMs: number): number {
    const passed = this.#sim.now - this.#sinceMs;
    if (passed <= 0) return this.#rate;
    const rate = Math.round(((cpuMs - this.#cpuMs) / passed) * 1000);
    if (!this.#hasRate) this.#rate = rate;
    if (passed >= windowMs) {
      this.#rate = rate;
      this.#hasRate = true;
      this.#sinceMs = this.#sim.now;
      this.#cpuMs = cpuMs;
    }
    return this.#rate;
  }
}
