// Maps real time to virtual time and drives the simulation: sleeps until the next thing is due with
// one timer, works in slices so that messages get through, and stands still when told to. Inputs
// are let in between two moments, never in the middle of one, so that a journal can repeat them.
import type { PaceMode } from '../protocol/messages';
import type { Host, World } from './contract';
import { Stepper } from './stepper';

/** Entries of the queue between two looks at the clock. */
const sliceEntries = 100;
/** Real ms of work before messages get their turn. */
const turnMs = 8;
/** Being late by more real ms than this, time goes on from here (a laptop slept). */
const lateMs = 400;
/** Real ms that the simulation may be ahead of its time. Requests that take 2 ms each are then
 *  answered at once instead of by a timer each. */
const aheadMs = 20;
/** Real ms after which an input no longer waits for the present moment to be complete. */
const patienceMs = 50;
/** Virtual ms after which settling and stepping give up. */
const searchMs = 3_600_000;
/** Real ms between two words about how far a search has come. */
const reportMs = 100;

/** What an input finds when it comes: the moment, and how far into it the simulation was. */
export interface Moment {
  readonly atMs: number;
  /** Set when the moment was not complete: entries of it that had run. */
  readonly entries?: number;
}

export interface PacerEvents {
  /** How time passes has changed, or has jumped. */
  onPace(): void;
  /** A turn is over, not everything is done. */
  onPart(): void;
  /** Everything due has been done. */
  onQuiet(): void;
  /** While true, virtual time stands still: a screen is behind. */
  isHeld(): boolean;
  /** While paused: up to when (virtual ms) things may happen all the same, so that a command that
   *  is given now gets its answer. In the past when there is none. */
  graceUntil(): number;
}

type Search = {
  readonly kind: 'settle' | 'step';
  readonly since: number;
  readonly changes: number;
};

export class Pacer {
  #world: World;
  #stepper: Stepper;
  #host: Host;
  #events: PacerEvents;
  #mode: 'running' | 'paused' = 'running';
  #factor = 1;
  #search: Search | undefined;
  #anchorReal: number;
  #anchorVirtual: number;
  #rate = 1;
  #wasSettled = false;
  #inputs: { readonly sinceMs: number; readonly apply: (moment: Moment) => void }[] = [];
  #cancelTimer: (() => void) | undefined;
  #isTurnDue = false;
  #isStopped = false;
  /** When the page was last told how far a search has come. */
  #reportedAt = 0;

  constructor(world: World, host: Host, events: PacerEvents) {
    this.#world = world;
    this.#stepper = new Stepper(world.sim);
    this.#host = host;
    this.#events = events;
    this.#anchorReal = host.now();
    this.#anchorVirtual = world.sim.now;
  }

  get mode(): PaceMode {
    return this.#search?.kind === 'settle' ? 'settling' : this.#mode;
  }

  get factor(): number {
    return this.#factor;
  }

  /** Virtual ms in a real one. */
  get rate(): number {
    return this.#mode === 'paused' || this.#search !== undefined ? 0 : this.#rate;
  }

  get isSettled(): boolean {
    const { isSettled, sim } = this.#world;
    return isSettled ?? sim.nextAt() === undefined;
  }

  start(): void {
    this.#turn();
  }

  /** Nothing happens any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  /** Has an input applied as soon as the present moment is complete. */
  input(apply: (moment: Moment) => void): void {
    this.#inputs.push({ sinceMs: this.#host.now(), apply });
    this.#turn();
  }

  setMode(mode: PaceMode): void {
    if (mode === 'settling') this.#begin('settle');
    else {
      this.#search = undefined;
      this.#mode = mode;
    }
    this.#changed();
  }

  setFactor(factor: number): void {
    this.#factor = Math.min(Math.max(factor, 0.1), 1000);
    this.#changed();
  }

  /** Goes on to the next visible change and pauses there. */
  step(): void {
    this.#mode = 'paused';
    this.#begin('step');
    this.#changed();
  }

  /** Looks again: a screen has caught up. */
  nudge(): void {
    this.#turn();
  }

  #begin(kind: Search['kind']): void {
    this.#search = { kind, since: this.#world.sim.now, changes: this.#world.changes ?? 0 };
  }

  #changed(): void {
    this.#anchor();
    this.#events.onPace();
    this.#turn();
  }

  /** Real and virtual time meet here and now. */
  #anchor(): void {
    this.#anchorReal = this.#host.now();
    this.#anchorVirtual = this.#world.sim.now;
    this.#rate = this.#factor * (this.#world.hurry ?? 1);
  }

  #turn(): void {
    this.#isTurnDue = false;
    if (this.#isStopped) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const end = this.#work();
    if (end !== 'done') this.#events.onPart();
    switch (end) {
      case 'done':
        this.#events.onQuiet();
        this.#noticeChanges();
        this.#sleep();
        break;
      case 'more':
        this.#continueSoon();
        break;
      case 'host':
        this.#waitForHost();
        break;
      case 'held':
        this.#anchor();
        break;
    }
  }

  /** Does what is due, for a while. Says why it stopped. */
  #work(): 'done' | 'more' | 'host' | 'held' {
    const begunAt = this.#host.now();
    for (;;) {
      if (this.#events.isHeld()) {
        // Inputs still get in: one of them may be what ends the flood.
        if (!this.#applyInputs(true) || this.#events.isHeld()) return 'held';
      }
      const isComplete = this.#slice();
      if (isComplete || this.#isImpatient()) {
        if (this.#applyInputs(!isComplete)) continue;
      }
      if (this.#world.sim.isWaitingForHost && !isComplete) return 'host';
      if (isComplete && !this.#isLeaping()) return 'done';
      if (this.#host.now() - begunAt >= turnMs) return 'more';
    }
  }

  /** Runs some of what is due. True when everything due now has been done. */
  #slice(): boolean {
    const target = this.#target();
    let isComplete = false;
    for (let count = 0; count < sliceEntries; count++) {
      isComplete = this.#stepper.step(target);
      if (isComplete || this.#events.isHeld() || this.#world.sim.isWaitingForHost) break;
    }
    if (this.#factor * (this.#world.hurry ?? 1) !== this.#rate) {
      this.#anchor();
      this.#events.onPace();
    }
    return isComplete;
  }

  /** Until when to run, in virtual time. */
  #target(): number {
    const { sim } = this.#world;
    const next = sim.nextAt();
    if (this.#search !== undefined) return next ?? sim.now;
    if (this.#mode === 'paused') return this.#isWithinGrace() ? (next ?? sim.now) : sim.now;
    const wanted = this.#virtualNow();
    if (next !== undefined && wanted - next > lateMs * this.#rate) {
      this.#anchorReal = this.#host.now();
      this.#anchorVirtual = Math.max(next, sim.now);
      this.#events.onPace();
      return this.#anchorVirtual;
    }
    const ahead = next !== undefined && this.#isNear(next) ? next : wanted;
    return Math.max(wanted, ahead, sim.now);
  }

  #isNear(atMs: number): boolean {
    return atMs <= this.#virtualNow() + aheadMs * this.#rate;
  }

  #virtualNow(): number {
    const elapsed = this.#host.now() - this.#anchorReal;
    return Math.floor(this.#anchorVirtual + elapsed * this.#rate);
  }

  #isWithinGrace(): boolean {
    const next = this.#world.sim.nextAt();
    return next !== undefined && next <= this.#events.graceUntil();
  }

  /** Whether time goes on by leaps; ends a search when it has found what it looks for. */
  #isLeaping(): boolean {
    const search = this.#search;
    const { sim } = this.#world;
    if (search === undefined) {
      const next = sim.nextAt();
      if (this.#mode === 'paused') return this.#isWithinGrace();
      return next !== undefined && this.#isNear(next);
    }
    const isOver = sim.nextAt() === undefined || sim.now - search.since > searchMs;
    const changes = this.#world.changes;
    const isFound =
      search.kind === 'settle'
        ? this.isSettled
        : changes === undefined
          ? sim.now > search.since
          : changes !== search.changes;
    if (!isOver && !isFound) return true;
    this.#search = undefined;
    this.#anchor();
    this.#events.onPace();
    return false;
  }

  #isImpatient(): boolean {
    const first = this.#inputs[0];
    return first !== undefined && this.#host.now() - first.sinceMs > patienceMs;
  }

  #applyInputs(isEarly: boolean): boolean {
    const inputs = this.#inputs;
    if (inputs.length === 0) return false;
    this.#inputs = [];
    const atMs = this.#world.sim.now;
    const { entries } = this.#stepper;
    for (const { apply } of inputs) {
      apply(isEarly ? { atMs, entries } : { atMs });
    }
    return true;
  }

  #waitForHost(): void {
    this.#world.sim.hostSettled().then(() => this.#continueSoon());
    if (this.#inputs.length === 0) return;
    this.#cancelTimer = this.#host.after(patienceMs + 1, () => this.#turn());
  }

  #continueSoon(): void {
    const isReportDue = this.#host.now() - this.#reportedAt > reportMs;
    if (this.#search !== undefined && isReportDue) {
      this.#reportedAt = this.#host.now();
      this.#events.onPace();
    }
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    this.#host.soon(() => this.#turn());
  }

  #noticeChanges(): void {
    const isSettled = this.isSettled;
    const { now } = this.#world.sim;
    const hasMoved = this.#mode === 'paused' && now !== this.#anchorVirtual;
    if (hasMoved) this.#anchor();
    if (isSettled === this.#wasSettled && !hasMoved) return;
    this.#wasSettled = isSettled;
    this.#events.onPace();
  }

  #sleep(): void {
    if (this.#mode === 'paused') return;
    const next = this.#world.sim.nextAt();
    if (next === undefined) return;
    const ms = Math.ceil((next - this.#virtualNow()) / this.#rate);
    this.#cancelTimer = this.#host.after(Math.min(Math.max(ms, 1), 2 ** 30), () => this.#turn());
  }
}
