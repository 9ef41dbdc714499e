// nc (OpenBSD's): connects or listens, and copies both ways.
import { Condition, type Task } from '../base/sim';
import { SystemError, strerror } from '../machine/errno';
import type { Process, Socket } from '../machine/types';
import { type Context, defineCommand } from './command';
import { DialError, dial } from './http/dial';

const options = {
  listen: ['-l', 'wait for a connection'],
  zero: ['-z', 'only look whether something listens'],
  verbose: ['-v', 'say what happens'],
  udp: ['-u', 'UDP'],
  wait: ['-w=SECONDS', 'give up after SECONDS'],
  port: ['-p=PORT', 'own port'],
  keep: ['-k', 'go on listening'],
  numeric: ['-n', 'no names'],
  quit: ['-q=SECONDS', 'quit after the end of the input'],
  close: ['-N', 'close after the end of the input'],
  four: ['-4', 'IPv4 only'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'nc',
  summary: { en: 'Connect to a port, or listen.', es: 'Conecta con un puerto, o escucha.' },
  options,
  operands: '[HOST] PORT',
  *run(ctx) {
    const { options: o } = ctx;
    if (o.listen) return yield* listen(ctx);
    const [host, ports] = ctx.operands;
    if (host === undefined || ports === undefined) {
      yield* ctx.err(
        'usage: nc [-46klNnuvz] [-p source_port] [-q seconds] [-w timeout] [destination] [port]\n',
      );
      return 1;
    }
    const [from = 0, to = from] = ports.split('-').map(Number);
    let status = 1;
    for (let port = from; port <= to; port++) {
      if ((yield* connect(ctx, host, port)) === 0) status = 0;
    }
    return status;
  },
});

function* connect(ctx: Ctx, host: string, port: number): Task<number> {
  const { options: o, process } = ctx;
  const timeoutMs = o.wait === undefined ? undefined : Number(o.wait) * 1000;
  const protocol = o.udp ? 'udp' : 'tcp';
  try {
    const { socket, address } = yield* dial(process, { host, port }, { timeoutMs });
    if (o.verbose) {
      const names: Readonly<Record<number, string>> = {
        80: 'http',
        443: 'https',
        22: 'ssh',
        53: 'domain',
      };
      const shown = address === host ? host : `${host} (${address})`;
      yield* ctx.err(
        `Connection to ${shown} ${port} port [${protocol}/${names[port] ?? '*'}] succeeded!\n`,
      );
    }
    if (o.zero) socket.close();
    else yield* copyBoth(process, socket);
    return 0;
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    if (error.failure === 'unknown-host') {
      yield* ctx.err(
        `nc: getaddrinfo for host "${host}" port ${port}: Name or service not known\n`,
      );
    } else if (o.verbose) {
      const why = {
        refused: 'Connection refused',
        timeout: 'timed out: Operation now in progress',
        unreachable: 'No route to host',
      }[error.failure];
      const where = error.address === host ? host : `${host} (${error.address})`;
      yield* ctx.err(`nc: connect to ${where} port ${port} (${protocol}) failed: ${why}\n`);
    }
    return 1;
  }
}

function* copyBoth(process: Process, socket: Socket): Task<void> {
  const up = process.sim.spawn(
    'nc input',
    (function* () {
      for (let t = yield* process.read(); t !== ''; t = yield* process.read())
        yield* socket.write(t);
      socket.shutdown();
    })(),
  );
  try {
    for (let t = yield* socket.read(); t !== ''; t = yield* socket.read()) yield* process.write(t);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  } finally {
    up.kill();
    socket.close();
  }
}

function* listen(ctx: Ctx): Task<number> {
  const { options: o, process } = ctx;
  const port = Number(o.port ?? ctx.operands[ctx.operands.length - 1]);
  const served = new Condition();
  let isDone = false;
  let stop: () => void;
  try {
    stop = process.machine.net.listen({
      address: '0.0.0.0',
      port,
      protocol: o.udp ? 'udp' : 'tcp',
      owner: 'nc',
      *serve(socket) {
        if (o.verbose) {
          yield* process.error(
            `Connection received on ${socket.remoteAddress} ${socket.remotePort}\n`,
          );
        }
        yield* copyBoth(process, socket);
        isDone = !o.keep;
        served.wake();
      },
    });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* ctx.err(`nc: ${strerror(error.code)}\n`);
    return 1;
  }
  try {
    if (o.verbose) yield* process.error(`Listening on 0.0.0.0 ${port}\n`);
    while (!isDone) yield { on: served };
    return 0;
  } finally {
    stop();
  }
}
