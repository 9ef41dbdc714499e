// Copies between two connections until both sides have ended.
import type { Sim, Task } from '../../../base/sim';
import { SystemError } from '../../../machine/errno';
import type { Socket } from '../../../machine/types';

/** Connects two sockets both ways; closes both in the end. */
export function* pipeSockets(sim: Sim, a: Socket, b: Socket): Task<void> {
  const back = sim.spawn('pipe', copy(b, a));
  try {
    yield* copy(a, b);
    while (!back.isDone) yield { on: back.ended };
  } finally {
    back.kill();
    a.close();
    b.close();
  }
}

function* copy(from: Socket, to: Socket): Task<void> {
  try {
    for (;;) {
      const piece = yield* from.read();
      if (piece === '') break;
      yield* to.write(piece);
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
  to.shutdown();
}
