// What the worker needs of a world. `playground/world.ts` makes real ones; tests make small ones.
import type { Sim } from '../base/sim';
import type { TerminalSize } from '../protocol/messages';

/** A world as the worker sees it: a clock with a queue, terminals, and a state that can be kept. */
export interface World {
  readonly sim: Sim;
  /** Terminals that came back with a snapshot, in the order in which they were opened. */
  readonly terminals?: readonly WorldTerminal[];
  openTerminal(columns: number, rows: number): WorldTerminal;
  /** The whole state as structured-cloneable data. Only asked for while `canSave`. Missing: there
   *  are no keyframes, a reload repeats the whole journal. */
  snapshot?(): unknown;
  /** Whether a snapshot now would lose nothing that runs. Missing: always. */
  readonly canSave?: boolean;
  /** Nothing is under way: what still happens is periodic. Missing: when nothing is scheduled. */
  readonly isSettled?: boolean;
  /** Grows with each visible change of a cluster. Missing: each entry of the queue counts. */
  readonly changes?: number;
  /** How many times faster time should pass just now (`minikube start` is hurried). Missing: 1. */
  readonly hurry?: number;
}

export interface WorldTerminal {
  readonly tty: TerminalInput;
  /** Takes what is to be shown, undefined when there is nothing. */
  output(): string | undefined;
  readonly hasOutput: Wakeable;
}

/** The part of a simulated tty that the screen's side uses. */
export interface TerminalInput {
  columns: number;
  rows: number;
  input(text: string): void;
  readonly mode: { readonly signals: boolean };
}

/** The part of a Condition that the feed uses. */
export interface Wakeable {
  add(waiter: { wake(): void }): void;
}

export interface WorldOptions {
  readonly seed: string;
  readonly epochMs: number;
  readonly size: TerminalSize;
  readonly snapshot?: unknown;
}

/** Makes a world, or restores one from its snapshot. */
export type CreateWorld = (options: WorldOptions) => World | Promise<World>;

/** What the worker needs of the machine that it runs on; tests have a clock of their own. */
export interface Host {
  /** Monotonic real time in ms. */
  now(): number;
  /** Real time in ms since 1970. */
  wallMs(): number;
  /** Calls back after `ms`; returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back soon, after messages that wait. */
  soon(callback: () => void): void;
}
