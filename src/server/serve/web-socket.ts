// WebSockets (RFC 6455) on the server's side: the handshake, frames, messages in pieces.
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Writable } from './pipes';

const handshakeKey = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The answer's headers for a client's key and the protocol that was chosen. */
export function handshake(key: string, protocol: string): string {
  const accept = createHash('sha1')
    .update(key + handshakeKey)
    .digest('base64');
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === '' ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

interface Frame {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

/** One open WebSocket. Each message goes to `onMessage`. */
export class WebSocketConnection implements Writable {
  onMessage: (message: Uint8Array) => void = () => {};
  /** The client has ended it. */
  onClose: () => void = () => {};
  readonly #socket: Duplex;
  readonly #opcode: number;
  #rest: Buffer = Buffer.alloc(0);
  #pieces: Buffer[] = [];
  #isClosed = false;

  constructor(socket: Duplex, options: { readonly head: Buffer; readonly isText?: boolean }) {
    this.#socket = socket;
    this.#opcode = options.isText ? opcodes.text : opcodes.binary;
    // Listeners are set by the caller first.
    setImmediate(() => {
      socket.on('data', (bytes: Buffer) => this.#receive(bytes));
      if (options.head.length > 0) this.#receive(options.head);
    });
    const end = () => this.#ended();
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  on(event: 'drain' | 'close' | 'error', listener: () => void): void {
    this.#socket.on(event, listener);
  }

  /** Sends a message; false when the other side should be waited for. */
  write(message: Uint8Array): boolean {
    return this.#send(this.#opcode, message);
  }

  close(code = 1000): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#send(opcodes.close, Uint8Array.of(code >> 8, code & 255));
    this.#socket.end();
  }

  #send(opcode: number, payload: Uint8Array): boolean {
    if (!this.#socket.writable) return true;
    const { length } = payload;
    const size = length < 126 ? 0 : length < 65536 ? 2 : 8;
    const head = Buffer.alloc(2 + size);
    head[0] = 0x80 | opcode;
    head[1] = size === 0 ? length : size === 2 ? 126 : 127;
    if (size === 2) head.writeUInt16BE(length, 2);
    if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
    return this.#socket.write(Buffer.concat([head, payload]));
  }

  #receive(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const frame = readFrame(this.#rest);
      if (frame === undefined) return;
      this.#rest = this.#rest.subarray(frame.end);
      this.#take(frame);
    }
  }

  #take({ opcode, payload, isLast }: Frame): void {
    switch (opcode) {
      case opcodes.more:
      case opcodes.text:
      case opcodes.binary: {
        this.#pieces.push(payload);
        if (!isLast) return;
        const message = Buffer.concat(this.#pieces);
        this.#pieces = [];
        this.onMessage(message);
        return;
      }
      case opcodes.ping:
        this.#send(opcodes.pong, payload);
        return;
      case opcodes.close:
        this.close();
        this.#ended();
    }
  }

  #ended(): void {
    const { onClose } = this;
    this.onClose = () => {};
    this.#isClosed = true;
    onClose();
    this.#socket.end();
  }
}

/** The frame at the beginning, unmasked; undefined while it is not complete. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  let length = second & 0x7f;
  let at = 2;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  const isMasked = second >= 0x80;
  const start = isMasked ? at + 4 : at;
  if (bytes.length < start + length) return undefined;
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (isMasked) {
    for (let i = 0; i < length; i++) payload[i] = (payload[i] ?? 0) ^ (bytes[at + (i & 3)] ?? 0);
  }
  return { isLast: first >= 0x80, opcode: first & 15, payload, end: start + length };
}
