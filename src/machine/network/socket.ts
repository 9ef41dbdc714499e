// Connections in memory: two queues of text, one for each direction.
import { Condition, type Sim, type Task, waitFor } from '../../base/sim';
import { SystemError } from '../errno';
import type { Socket } from '../types';

const capacity = 262_144;

class Channel {
  readonly changed = new Condition();
  readonly readable = new Condition();
  pieces: string[] = [];
  size = 0;
  isEnded = false;
  /** The reader has gone: what is written now is lost with an error. */
  isClosed = false;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Both ends of a new connection: `client` made it, `server` accepted it. */
export function createConnection(
  client: Endpoint,
  server: Endpoint,
  delay?: { readonly sim: Sim; readonly latencyMs: number },
): { client: Socket; server: Socket } {
  const up = new Channel();
  const down = new Channel();
  return {
    client: new QueueSocket(down, up, client, server, delay),
    server: new QueueSocket(up, down, server, client, delay),
  };
}

class QueueSocket implements Socket {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  #in: Channel;
  #out: Channel;
  #delay: { readonly sim: Sim; readonly latencyMs: number } | undefined;

  constructor(
    input: Channel,
    output: Channel,
    local: Endpoint,
    remote: Endpoint,
    delay: { readonly sim: Sim; readonly latencyMs: number } | undefined,
  ) {
    this.#in = input;
    this.#out = output;
    this.localAddress = local.address;
    this.localPort = local.port;
    this.remoteAddress = remote.address;
    this.remotePort = remote.port;
    this.#delay = delay;
  }

  get isReadable(): boolean {
    return this.#in.size > 0 || this.#in.isEnded || this.#in.isClosed;
  }

  get readable(): Condition {
    return this.#in.readable;
  }

  *read(max = Number.POSITIVE_INFINITY): Task<string> {
    const channel = this.#in;
    yield* waitFor(channel.readable, () => this.isReadable);
    if (channel.isClosed) throw new SystemError('ECONNRESET');
    const text = channel.pieces.join('');
    channel.pieces = text.length > max ? [text.slice(max)] : [];
    const piece = text.slice(0, max);
    channel.size -= piece.length;
    channel.changed.wake();
    return piece;
  }

  *write(text: string): Task<void> {
    const channel = this.#out;
    if (this.#delay !== undefined && this.#delay.latencyMs > 0) {
      yield { until: this.#delay.sim.now + this.#delay.latencyMs };
    }
    yield* waitFor(channel.changed, () => channel.size < capacity || channel.isClosed);
    if (channel.isEnded) throw new SystemError('EPIPE');
    if (channel.isClosed) throw new SystemError('ECONNRESET');
    if (text === '') return;
    channel.pieces.push(text);
    channel.size += text.length;
    channel.readable.wake();
  }

  shutdown(): void {
    this.#out.isEnded = true;
    this.#out.readable.wake();
  }

  close(): void {
    this.shutdown();
    this.#in.isClosed = true;
    this.#in.changed.wake();
    this.#in.readable.wake();
  }
}
