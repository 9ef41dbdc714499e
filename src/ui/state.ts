// What the page knows of the world, outside React: small, replaced as a whole, and listened to.
import { useSyncExternalStore } from 'react';
import type { ClockMessage, Origin, StorageMessage } from '../protocol/messages';

export interface FaultView {
  /** What failed: something inside the world, the whole worker, or it answers no more. */
  readonly kind: 'fault' | 'crash' | 'hang';
  readonly message: string;
  readonly report: string;
}

export interface AppState {
  /** When the world began (virtual ms since 1970); undefined until it is there. */
  readonly startedAtMs: number | undefined;
  readonly origin: Origin | undefined;
  readonly clock: ClockMessage | undefined;
  readonly storage: StorageMessage['state'] | undefined;
  readonly fault: FaultView | undefined;
}

const nothing: AppState = {
  startedAtMs: undefined,
  origin: undefined,
  clock: undefined,
  storage: undefined,
  fault: undefined,
};

/** A value with listeners. */
export class StateHolder {
  #state = nothing;
  #listeners = new Set<() => void>();

  readonly get = (): AppState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Partial<AppState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A part of the state; the component renders again when that part is another one. */
export function useAppState<T>(holder: StateHolder, select: (state: AppState) => T): T {
  return useSyncExternalStore(holder.listen, () => select(holder.get()));
}
