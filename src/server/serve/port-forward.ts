// pods/portforward: pairs of streams, one for errors and one for data, each to a port of the pod.
import { createHash } from 'node:crypto';
import { fromBytes, toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import type { User } from '../../kubernetes/api/request';
import { SystemError } from '../../machine/errno';
import type { Socket } from '../../machine/types';
import type { Served } from './answers';
import type { SpdyConnection, SpdyStream } from './spdy-connection';

interface Target {
  readonly namespace: string;
  readonly pod: string;
  readonly user: User;
}

/** Serves the streams of a connection until it ends. */
export function servePortForward(served: Served, connection: SpdyConnection, target: Target): void {
  const halves = new Map<string, SpdyStream>();
  connection.onStream = (stream) => {
    const type = stream.headers.get('streamtype') ?? '';
    const id = stream.headers.get('requestid') ?? stream.headers.get('port') ?? '';
    const other = halves.get(id);
    if (other === undefined || other.headers.get('streamtype') === type) {
      halves.set(id, stream);
      return;
    }
    halves.delete(id);
    const [error, data] = type === 'data' ? [other, stream] : [stream, other];
    served.clock.spawn('port-forward', forward(served, { error, data }, target));
  };
}

interface Pair {
  readonly error: SpdyStream;
  readonly data: SpdyStream;
}

function* forward(served: Served, { error, data }: Pair, target: Target): Task<void> {
  const port = Number(data.headers.get('port'));
  try {
    const socket = yield* served.service.portForward({ ...target, port }, target.user);
    const upwards = served.clock.spawn('port-forward up', copyUp(data, socket));
    try {
      for (let text = yield* socket.read(); text !== ''; text = yield* socket.read()) {
        yield* data.write(toBytes(text));
      }
    } finally {
      upwards.kill();
      socket.close();
    }
  } catch (thrown) {
    yield* error.write(toBytes(complaint(thrown, port, target)));
  }
  data.end();
  error.end();
}

function* copyUp(data: SpdyStream, socket: Socket): Task<void> {
  try {
    for (;;) {
      const bytes = yield* data.inlet.next();
      if (bytes === undefined) break;
      yield* socket.write(fromBytes(bytes));
    }
    socket.shutdown();
  } catch (error) {
    // The pod's side has gone; who reads from it hears of that.
    if (!(error instanceof SystemError)) throw error;
  }
}

/** What a kubelet says of a port that nobody answers on. */
function complaint(thrown: unknown, port: number, { namespace, pod }: Target): string {
  const sandbox = createHash('sha256').update(`${namespace}/${pod}`).digest('hex');
  const about = `error forwarding port ${port} to pod ${sandbox}, uid : `;
  if (!(thrown instanceof SystemError)) {
    return about + (thrown instanceof Error ? thrown.message : String(thrown));
  }
  const why = thrown.code === 'ECONNREFUSED' ? 'connection refused' : thrown.message;
  const dialled = `IPv4: dial tcp4 127.0.0.1:${port}: connect: ${why} IPv6 dial tcp6 [::1]:${port}: connect: ${why} `;
  const network = `network namespace "/var/run/netns/cni-${sandbox.slice(0, 32)}"`;
  return `${about}failed to execute portforward in ${network}: failed to connect to localhost:${port} inside namespace "${sandbox}", ${dialled}`;
}
