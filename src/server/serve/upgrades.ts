// Requests that turn their connection into something else: exec, attach and port-forward over a
// WebSocket or SPDY, logs and watches over a WebSocket.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { ApiError, badRequest } from '../../kubernetes/api/errors';
import type { ExecRequest, ExecSession, HttpApiAnswer, User } from '../../kubernetes/api/request';
import { parsePath, type ResourcePath } from '../../kubernetes/api/service/path';
import { refusal } from '../../kubernetes/api/service/wire';
import { answerSafely, asApiError, fixedHeaders, flatHeaders, type Served } from './answers';
import { acceptPieces, acceptSpdy, acceptTunnel, acceptWebSocket, type Carrier } from './carriers';
import { servePortForward } from './port-forward';
import { runSession } from './remote-command';
import { userOf } from './users';

/** What came, before it is decided upon. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** Answers a request that asks for another protocol. */
export function handleUpgrade(served: Served, upgrade: Upgrade): void {
  const { request, socket } = upgrade;
  socket.on('error', () => socket.destroy());
  const handle = served.clock.spawn(`upgrade ${request.url}`, upgraded(served, upgrade));
  socket.on('close', () => {
    handle.kill();
    served.clock.turn();
  });
}

function* upgraded(served: Served, upgrade: Upgrade): Task<void> {
  const { request, socket } = upgrade;
  try {
    const user = userOf(served, request.socket as TLSSocket, request.headers);
    const url = new URL(request.url ?? '/', 'https://localhost');
    const target = parsePath(url.pathname);
    const isPod = target?.resource === 'pods' && target.apiVersion === 'v1';
    switch (isPod ? target.subresource : undefined) {
      case 'exec':
      case 'attach':
        return yield* runRemotely(served, upgrade, { target, url, user });
      case 'portforward':
        return yield* forwardPorts(served, upgrade, { target, url, user });
      default:
        return yield* streamed(served, upgrade, user);
    }
  } catch (error) {
    refuse(socket, asApiError(error));
  }
}

interface Asked {
  readonly target: ResourcePath | undefined;
  readonly url: URL;
  readonly user: User;
}

function isWebSocket(request: IncomingMessage): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

function* runRemotely(served: Served, upgrade: Upgrade, asked: Asked): Task<void> {
  const wanted = wantedOf(asked);
  let session: ExecSession;
  try {
    session = yield* served.service.exec(wanted.request, asked.user);
  } catch (error) {
    // That nothing can be started is found out when the connection stands.
    if (!(error instanceof ApiError) || error.code !== 500) throw error;
    session = failedSession(error);
  }
  let carrier: Carrier | undefined;
  try {
    const accept = isWebSocket(upgrade.request) ? acceptWebSocket : acceptSpdy;
    carrier = yield* accept(served, upgrade, wanted);
    const spawn = (name: string, task: Task<void>) => served.clock.spawn(name, task);
    yield* runSession(session, carrier.channels, { form: carrier.form, spawn });
  } finally {
    session.close();
    carrier?.close();
  }
}

/** Which streams a client wants. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

function wantedOf({ target, url }: Asked): WantedStreams & { readonly request: ExecRequest } {
  const query = url.searchParams;
  const is = (name: string) => ['true', '1'].includes(query.get(name) ?? '');
  const wanted = { stdin: is('stdin'), stdout: is('stdout'), stderr: is('stderr'), tty: is('tty') };
  if (!wanted.stdin && !wanted.stdout && !wanted.stderr) {
    throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
  }
  const isExec = target?.subresource === 'exec';
  const command = query.getAll('command');
  if (isExec && command.length === 0) throw badRequest('you must specify a command');
  const request = {
    namespace: target?.namespace ?? '',
    pod: target?.name ?? '',
    container: query.get('container') ?? undefined,
    stdin: wanted.stdin,
    tty: wanted.tty,
    ...(isExec ? { command } : {}),
  };
  return { ...wanted, request };
}

function failedSession(error: ApiError): ExecSession {
  return {
    *write() {},
    closeInput() {},
    resize() {},
    *next() {
      return undefined;
    },
    exitCode: undefined,
    error: error.message,
    close() {},
  };
}

function* forwardPorts(served: Served, upgrade: Upgrade, asked: Asked): Task<void> {
  const { namespace = '', name: pod = '' } = asked.target ?? {};
  // A pod that is not there is refused before the connection changes.
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
  const answer = yield* answerSafely(
    served,
    { method: 'GET', path, headers: {}, body: '' },
    asked.user,
  );
  if (answer.code === 404) return writeAnswer(upgrade.socket, answer);
  const connection = acceptTunnel(served, upgrade);
  servePortForward(served, connection, { namespace, pod, user: asked.user });
  // The connection lives on without this task.
}

/** Logs and watches over a WebSocket; what has no stream is answered as without upgrade. */
function* streamed(served: Served, upgrade: Upgrade, user: User): Task<void> {
  const { request, socket } = upgrade;
  const { method = 'GET', url = '/' } = request;
  const headers = flatHeaders(request.headers);
  const answer = yield* answerSafely(served, { method, path: url, headers, body: '' }, user);
  if (typeof answer.body === 'string') return writeAnswer(socket, answer);
  const stream = answer.body;
  try {
    if (!isWebSocket(request)) throw badRequest('this protocol is not supported here');
    const pipe = acceptPieces(served, upgrade, {
      isJson: answer.headers['content-type'] === 'application/json',
      onClose: () => stream.close(),
    });
    for (let piece = yield* stream.next(); piece !== undefined; piece = yield* stream.next()) {
      yield* pipe.write(piece);
    }
    pipe.close();
  } finally {
    stream.close();
  }
}

function refuse(socket: Duplex, error: ApiError): void {
  writeAnswer(socket, refusal(error, true));
}

/** An answer of HTTP/1.1 by hand: after an upgrade Node leaves that to us. */
function writeAnswer(socket: Duplex, answer: HttpApiAnswer): void {
  if (!socket.writable) return;
  const body = toBytes(typeof answer.body === 'string' ? answer.body : '');
  const headers = {
    ...fixedHeaders(),
    ...answer.headers,
    'content-length': String(body.length),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${answer.code} ${STATUS_CODES[answer.code] ?? ''}\r\n`;
  socket.end(Buffer.concat([Buffer.from(`${status}${lines.join('')}\r\n`), body]));
}
