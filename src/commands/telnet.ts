// telnet: connects and copies both ways.
import type { Task } from '../base/sim';
import type { Process, Socket } from '../machine/types';
import { defineCommand } from './command';
import { DialError, dial } from './http/dial';

export default defineCommand({
  name: 'telnet',
  summary: { en: 'Talk to a port by hand.', es: 'Habla con un puerto a mano.' },
  options: {},
  operands: 'HOST [PORT]',
  *run(ctx) {
    const { process } = ctx;
    const [host, port = '23'] = ctx.operands;
    if (host === undefined) return yield* ctx.usage('missing HOST');
    try {
      const { socket, address } = yield* dial(process, { host, port: Number(port) });
      yield* process.write(
        `Trying ${address}...\nConnected to ${host}.\nEscape character is '^]'.\n`,
      );
      yield* talk(process, socket);
      yield* process.error('Connection closed by foreign host.\n');
      return 1;
    } catch (error) {
      if (!(error instanceof DialError)) throw error;
      if (error.failure === 'unknown-host') {
        yield* process.error(
          `telnet: could not resolve ${host}/${port}: Name or service not known\n`,
        );
        return 1;
      }
      const why = {
        refused: 'Connection refused',
        timeout: 'Connection timed out',
        unreachable: 'No route to host',
      }[error.failure];
      yield* process.write(`Trying ${error.address}...\n`);
      yield* process.error(`telnet: Unable to connect to remote host: ${why}\n`);
      return 1;
    }
  },
});

function* talk(process: Process, socket: Socket): Task<void> {
  const copyInput = function* (): Task<void> {
    for (let t = yield* process.read(); t !== ''; t = yield* process.read()) yield* socket.write(t);
    socket.shutdown();
  };
  const up = process.sim.spawn('telnet input', copyInput());
  try {
    for (let t = yield* socket.read(); t !== ''; t = yield* socket.read()) yield* process.write(t);
  } finally {
    up.kill();
    socket.close();
  }
}
