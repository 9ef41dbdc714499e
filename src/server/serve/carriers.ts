// What carries a session: the channels of a WebSocket, the streams of SPDY. Here the connection is
// accepted, in the protocol that client and server both know.
import { fromBytes, toBytes } from '../../base/bytes';
import { Condition, type Task } from '../../base/sim';
import { badRequest } from '../../kubernetes/api/errors';
import type { Served } from './answers';
import { Inlet, Outlet } from './pipes';
import type { Channels, OutcomeForm } from './remote-command';
import { SpdyConnection, type SpdyStream } from './spdy-connection';
import type { Upgrade, WantedStreams } from './upgrades';
import { handshake, WebSocketConnection } from './web-socket';

/** An accepted connection of exec or attach. */
export interface Carrier {
  readonly channels: Channels;
  readonly form: OutcomeForm;
  close(): void;
}

const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** The best protocols first; '' is for clients that name none. */
const channelProtocols = [
  'v5.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
  'channel.k8s.io',
  'base64.channel.k8s.io',
  '',
];

/** The protocol for a WebSocket. @throws ApiError 400 */
function chosen(upgrade: Upgrade, known: readonly string[]): string {
  const header = upgrade.request.headers['sec-websocket-protocol'] ?? '';
  const asked = String(header)
    .split(',')
    .map((name) => name.trim());
  const found = asked.find((name) => known.includes(name));
  if (found !== undefined) return found;
  throw badRequest(`unable to upgrade: unsupported protocols ${JSON.stringify(asked)}`);
}

function openWebSocket(upgrade: Upgrade, protocol: string, isText = false): WebSocketConnection {
  const { request, socket, head } = upgrade;
  const key = request.headers['sec-websocket-key'];
  if (key === undefined) throw badRequest('unable to upgrade: missing Sec-WebSocket-Key');
  socket.write(handshake(key, protocol));
  return new WebSocketConnection(socket, { head, isText });
}

/** Accepts exec or attach over a WebSocket: the first byte of a message is its channel. */
export function* acceptWebSocket(
  { clock }: Served,
  upgrade: Upgrade,
  wanted: WantedStreams,
): Task<Carrier> {
  const protocol = chosen(upgrade, channelProtocols);
  const isBase64 = protocol.includes('base64');
  const webSocket = openWebSocket(upgrade, protocol, isBase64);
  const outlet = new Outlet(clock, webSocket);
  const stdin = new Inlet(clock);
  const resize = new Inlet(clock);
  webSocket.onMessage = (message) => {
    const { to, bytes } = isBase64 ? fromText(message) : fromBinary(message);
    if (to === channel.stdin) stdin.push(bytes);
    else if (to === channel.resize) resize.push(bytes);
    else if (to === channel.close && bytes[0] === channel.stdin) stdin.end();
  };
  webSocket.onClose = () => {
    stdin.end();
    resize.end();
    upgrade.socket.end();
  };
  const write = (to: number, bytes: Uint8Array) =>
    outlet.write(isBase64 ? asText(to, bytes) : Buffer.concat([Uint8Array.of(to), bytes]));
  // As real servers greet: an empty message on each channel that they write to.
  for (const to of [channel.stdout, channel.stderr, channel.error]) {
    if (to === channel.stdout && !wanted.stdout) continue;
    if (to === channel.stderr && (!wanted.stderr || wanted.tty)) continue;
    yield* write(to, new Uint8Array());
  }
  return {
    channels: {
      stdin: wanted.stdin ? stdin : undefined,
      resize: wanted.tty ? resize : undefined,
      writeOut: (stream, bytes) => write(channel[stream], bytes),
      writeError: (bytes) => write(channel.error, bytes),
    },
    form: /^v[45]/.test(protocol) ? 'status' : 'message',
    close: () => webSocket.close(),
  };
}

interface Message {
  readonly to: number;
  readonly bytes: Uint8Array;
}

function fromBinary(message: Uint8Array): Message {
  return { to: message[0] ?? -1, bytes: message.subarray(1) };
}

function fromText(message: Uint8Array): Message {
  const text = fromBytes(message);
  return { to: Number(text.slice(0, 1)), bytes: Buffer.from(text.slice(1), 'base64') };
}

function asText(to: number, bytes: Uint8Array): Uint8Array {
  return Buffer.from(`${to}${Buffer.from(bytes).toString('base64')}`);
}

/** Accepts exec or attach over SPDY: a stream for each channel, opened by the client. */
export function* acceptSpdy(
  served: Served,
  upgrade: Upgrade,
  wanted: WantedStreams,
): Task<Carrier> {
  const known = ['v5', 'v4', 'v3', 'v2'].map((name) => `${name}.channel.k8s.io`);
  const { connection, protocol } = openSpdy(served, upgrade, known);
  const streams = new Map<string, SpdyStream>();
  const opened = new Condition();
  connection.onStream = (stream) => {
    streams.set(stream.headers.get('streamtype') ?? '', stream);
    opened.wake();
    served.clock.turn();
  };
  const hasResize = wanted.tty && !protocol.startsWith('v2');
  const names = [
    'error',
    ...(wanted.stdin ? ['stdin'] : []),
    ...(wanted.stdout ? ['stdout'] : []),
    ...(wanted.stderr && !wanted.tty ? ['stderr'] : []),
    ...(hasResize ? ['resize'] : []),
  ];
  while (!names.every((name) => streams.has(name))) yield { on: opened };
  const write = function* (name: string, bytes: Uint8Array): Task<void> {
    const stream = streams.get(name);
    if (stream !== undefined) yield* stream.write(bytes);
  };
  return {
    channels: {
      stdin: streams.get('stdin')?.inlet,
      resize: streams.get('resize')?.inlet,
      writeOut: write,
      writeError: (bytes) => write('error', bytes),
    },
    form: /^v[45]/.test(protocol) ? 'status' : 'message',
    close: () => {
      for (const stream of streams.values()) stream.end();
      setTimeout(() => upgrade.socket.end(), lingerMs).unref();
    },
  };
}

/** Old clients close a connection of SPDY themselves when they have read all streams. */
const lingerMs = 1000;

function openSpdy(served: Served, upgrade: Upgrade, known: readonly string[]) {
  const { request, socket, head } = upgrade;
  const header = request.headers['x-stream-protocol-version'];
  const asked = String(header ?? '')
    .split(',')
    .map((name) => name.trim());
  const protocol = known.find((name) => asked.includes(name));
  if (request.headers.upgrade?.toLowerCase() !== 'spdy/3.1' || protocol === undefined) {
    throw badRequest('Upgrade request required');
  }
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n` +
      `X-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  const connection = new SpdyConnection(served.clock, socket);
  socket.on('data', (bytes: Buffer) => connection.receive(bytes));
  socket.on('end', () => socket.end());
  socket.on('close', () => connection.close());
  if (head.length > 0) setImmediate(() => connection.receive(head));
  return { connection, protocol };
}

const forwardProtocol = 'portforward.k8s.io';

/** Accepts port-forward: SPDY, bare or inside a WebSocket. */
export function acceptTunnel(served: Served, upgrade: Upgrade): SpdyConnection {
  if (upgrade.request.headers.upgrade?.toLowerCase() !== 'websocket') {
    return openSpdy(served, upgrade, [forwardProtocol]).connection;
  }
  const webSocket = openWebSocket(upgrade, chosen(upgrade, [`SPDY/3.1+${forwardProtocol}`]));
  const connection = new SpdyConnection(served.clock, webSocket);
  webSocket.onMessage = (message) => connection.receive(message);
  webSocket.onClose = () => connection.close();
  return connection;
}

/** Accepts a WebSocket on which only the server speaks. */
export function acceptPieces(
  { clock }: Served,
  upgrade: Upgrade,
  { isJson, onClose }: { readonly isJson: boolean; readonly onClose: () => void },
) {
  const protocol = chosen(upgrade, ['binary.k8s.io', 'base64.binary.k8s.io', '']);
  const isBase64 = protocol.startsWith('base64');
  const webSocket = openWebSocket(upgrade, protocol, isJson || isBase64);
  webSocket.onClose = () => {
    onClose();
    clock.turn();
  };
  const outlet = new Outlet(clock, webSocket);
  const encoded = (bytes: Uint8Array) =>
    isBase64 ? Buffer.from(Buffer.from(bytes).toString('base64')) : bytes;
  return {
    write: (piece: string) => outlet.write(encoded(toBytes(isJson ? piece.trimEnd() : piece))),
    close: () => webSocket.close(),
  };
}
