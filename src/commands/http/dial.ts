// Connecting by name: resolves, tries each address, and says in what way it failed.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process, Socket } from '../../machine/types';

export type DialFailure = 'unknown-host' | 'refused' | 'timeout' | 'unreachable';

/** Why there is no connection. */
export class DialError extends Error {
  readonly failure: DialFailure;
  readonly afterMs: number;
  readonly address: string | undefined;
  constructor(failure: DialFailure, afterMs: number, address?: string) {
    super(failure);
    this.failure = failure;
    this.afterMs = afterMs;
    this.address = address;
  }
}

/** A transfer took longer than it may. */
export class DeadlineError extends Error {}

export interface Dialed {
  readonly socket: Socket;
  readonly address: string;
  readonly resolvedAtMs: number;
  readonly connectedAtMs: number;
}

/** @throws DialError */
export function* dial(
  process: Process,
  to: { readonly host: string; readonly port: number },
  limits: {
    readonly timeoutMs?: number | undefined;
    trying?: (address: string) => Task<void>;
  } = {},
): Task<Dialed> {
  const { sim, machine } = process;
  const start = sim.now;
  const resolution = yield* machine.net.resolve(to.host);
  const [...addresses] = resolution?.addresses ?? [];
  if (addresses.length === 0) throw new DialError('unknown-host', sim.now - start);
  const resolvedAtMs = sim.now;
  let failure: DialFailure = 'refused';
  for (const address of addresses) {
    if (limits.trying !== undefined) yield* limits.trying(address);
    const left = limits.timeoutMs === undefined ? undefined : start + limits.timeoutMs - sim.now;
    try {
      const options = left === undefined ? {} : { timeoutMs: Math.max(1, left) };
      const socket = yield* machine.net.connect(address, to.port, options);
      return { socket, address, resolvedAtMs, connectedAtMs: sim.now };
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (error.code === 'ETIMEDOUT') failure = 'timeout';
      else failure = error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable';
    }
  }
  throw new DialError(failure, Math.round(sim.now - start), addresses[0]);
}

/** Reads as the socket does, but not beyond `deadlineMs`. @throws DeadlineError */
export function* readBefore(
  process: Process,
  socket: Socket,
  deadlineMs: number | undefined,
): Task<string> {
  if (deadlineMs !== undefined) {
    while (!socket.isReadable) {
      if (process.sim.now >= deadlineMs) throw new DeadlineError();
      yield { on: socket.readable, until: deadlineMs };
    }
  }
  return yield* socket.read();
}
