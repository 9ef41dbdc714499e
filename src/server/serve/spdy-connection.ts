// A SPDY connection on the server's side, over a WebSocket or a socket. The client opens streams.
import type { Task } from '../../base/sim';
import type { LiveClock } from './live-clock';
import { Inlet, Outlet, type Writable } from './pipes';
import {
  type ControlFrame,
  controlFrame,
  type DataFrame,
  dataFrame,
  FrameReader,
  frameTypes,
  HeaderBlocks,
  lastFlag,
} from './spdy-frames';

const longestData = 32 * 1024;

/** A stream that the client opened. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly inlet: Inlet;
  write(bytes: Uint8Array): Task<void>;
  /** Nothing more comes from this side. */
  end(): void;
  /** Ends the stream in both directions. */
  reset(): void;
}

/** One connection. Give it the bytes that come; each new stream goes to `onStream`. */
export class SpdyConnection {
  onStream: (stream: SpdyStream) => void = () => {};
  readonly outlet: Outlet;
  readonly #clock: LiveClock;
  readonly #writable: Writable;
  readonly #reader = new FrameReader();
  readonly #blocks = new HeaderBlocks();
  readonly #inlets = new Map<number, Inlet>();
  /** Frames are worked off one after the other: unpacking headers takes a moment. */
  #work: Promise<void> = Promise.resolve();

  constructor(clock: LiveClock, writable: Writable) {
    this.#clock = clock;
    this.#writable = writable;
    this.outlet = new Outlet(clock, writable);
  }

  receive(bytes: Uint8Array): void {
    for (const frame of this.#reader.push(bytes)) {
      this.#work = this.#work.then(() => this.#take(frame)).catch(() => this.close());
    }
  }

  close(): void {
    for (const inlet of this.#inlets.values()) inlet.end();
    this.#inlets.clear();
    this.#blocks.close();
  }

  async #take(frame: DataFrame | ControlFrame): Promise<void> {
    if (frame.kind === 'data') {
      const inlet = this.#inlets.get(frame.stream);
      if (frame.payload.length > 0) inlet?.push(frame.payload);
      if (frame.flags & lastFlag) inlet?.end();
      return;
    }
    const { payload } = frame;
    switch (frame.type) {
      case frameTypes.open:
        return await this.#open(frame);
      case frameTypes.headers:
        return void (await this.#blocks.read(payload.subarray(4)));
      case frameTypes.reset: {
        const id = payload.readUInt32BE(0);
        this.#inlets.get(id)?.end();
        this.#inlets.delete(id);
        return;
      }
      case frameTypes.ping:
        return void this.#writable.write(controlFrame(frameTypes.ping, payload));
    }
  }

  async #open({ payload, flags }: ControlFrame): Promise<void> {
    const id = payload.readUInt32BE(0) & 0x7fffffff;
    const headers = await this.#blocks.read(payload.subarray(10));
    const inlet = new Inlet(this.#clock);
    this.#inlets.set(id, inlet);
    if (flags & lastFlag) inlet.end();
    const head = Buffer.alloc(4);
    head.writeUInt32BE(id);
    const reply = Buffer.concat([head, await this.#blocks.empty()]);
    this.#writable.write(controlFrame(frameTypes.reply, reply));
    this.onStream(this.#stream(id, headers, inlet));
  }

  #stream(id: number, headers: ReadonlyMap<string, string>, inlet: Inlet): SpdyStream {
    const { outlet } = this;
    const writable = this.#writable;
    return {
      id,
      headers,
      inlet,
      *write(bytes) {
        for (let at = 0; at < bytes.length; at += longestData) {
          yield* outlet.write(dataFrame(id, 0, bytes.subarray(at, at + longestData)));
        }
      },
      end: () => {
        if (!outlet.isClosed) writable.write(dataFrame(id, lastFlag, new Uint8Array()));
      },
      reset: () => {
        inlet.end();
        this.#inlets.delete(id);
        const body = Buffer.alloc(8);
        body.writeUInt32BE(id, 0);
        body.writeUInt32BE(5, 4);
        if (!outlet.isClosed) writable.write(controlFrame(frameTypes.reset, body));
      },
    };
  }
}
