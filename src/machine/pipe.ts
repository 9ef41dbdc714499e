// Pipes and FIFOs: a bounded queue of text between those who write and those who read.
import { Condition, type Task } from '../base/sim';
import { SystemError } from './errno';
import { Description } from './open-file';

const capacity = 65_536;

/** The queue itself. Ends are made by openPipeEnd. */
export class Pipe {
  readonly name: string;
  readonly readable = new Condition();
  readonly writable = new Condition();
  readers = 0;
  writers = 0;
  /** How often an end was opened: a FIFO's first reader waits for a writer to come. */
  readerOpens = 0;
  writerOpens = 0;
  #pieces: string[] = [];
  #size = 0;

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#size;
  }

  get room(): number {
    return capacity - this.#size;
  }

  put(text: string): void {
    this.#pieces.push(text);
    this.#size += text.length;
    this.readable.wake();
  }

  putBack(text: string): void {
    this.#pieces.unshift(text);
    this.#size += text.length;
    this.readable.wake();
  }

  take(max: number): string {
    // A piece that was put back (line by line reading) is not joined to the rest again and again.
    const [first = ''] = this.#pieces;
    const isEnough = this.#pieces.length === 1 || (Number.isFinite(max) && first.length > 0);
    let text = isEnough ? first : this.#pieces.join('');
    if (isEnough) this.#pieces.shift();
    else this.#pieces = [];
    if (text.length > max) {
      this.#pieces.unshift(text.slice(max));
      text = text.slice(0, max);
    }
    this.#size -= text.length;
    this.writable.wake();
    return text;
  }
}

/** An end of a pipe (or both, for a FIFO opened read-write). */
class PipeEnd extends Description {
  readonly kind = 'pipe';
  readonly name: string;
  #pipe: Pipe;
  #canRead: boolean;
  #canWrite: boolean;
  /** Writers' opens that must have happened before an empty pipe means the end. */
  #awaitedWriters: number;
  #awaitedReaders: number;

  constructor(pipe: Pipe, rights: { read: boolean; write: boolean; waits: boolean }) {
    super();
    this.name = pipe.name;
    this.#pipe = pipe;
    this.#canRead = rights.read;
    this.#canWrite = rights.write;
    this.#awaitedWriters = rights.waits && pipe.writers === 0 ? pipe.writerOpens + 1 : 0;
    this.#awaitedReaders = rights.waits && pipe.readers === 0 ? pipe.readerOpens + 1 : 0;
    if (rights.read) {
      pipe.readers++;
      pipe.readerOpens++;
    }
    if (rights.write) {
      pipe.writers++;
      pipe.writerOpens++;
    }
    pipe.readable.wake();
    pipe.writable.wake();
  }

  override get isReadable(): boolean {
    return this.#pipe.size > 0 || this.#isAtEnd;
  }

  override get readable(): Condition {
    return this.#pipe.readable;
  }

  *read(max = Number.POSITIVE_INFINITY): Task<string> {
    if (!this.#canRead) throw new SystemError('EBADF');
    const pipe = this.#pipe;
    while (pipe.size === 0) {
      if (this.#isAtEnd) return '';
      yield { on: pipe.readable };
    }
    return pipe.take(max);
  }

  *write(text: string): Task<void> {
    if (!this.#canWrite) throw new SystemError('EBADF');
    const pipe = this.#pipe;
    let rest = text;
    while (rest !== '') {
      if (pipe.readers === 0 && pipe.readerOpens >= this.#awaitedReaders) {
        throw new SystemError('EPIPE');
      }
      const room = pipe.readers === 0 ? 0 : pipe.room;
      if (room <= 0) {
        yield { on: pipe.writable };
        continue;
      }
      pipe.put(rest.length <= room ? rest : rest.slice(0, room));
      rest = rest.length <= room ? '' : rest.slice(room);
    }
  }

  unread(text: string): void {
    if (text !== '') this.#pipe.putBack(text);
  }

  get #isAtEnd(): boolean {
    return this.#pipe.writers === 0 && this.#pipe.writerOpens >= this.#awaitedWriters;
  }

  protected override close(): void {
    if (this.#canRead) this.#pipe.readers--;
    if (this.#canWrite) this.#pipe.writers--;
    this.#pipe.readable.wake();
    this.#pipe.writable.wake();
  }
}

/** A new pipe. `number` is what /proc/PID/fd shows: `pipe:[number]`. */
export function createPipe(number: number): { reader: Description; writer: Description } {
  const pipe = new Pipe(`pipe:[${number}]`);
  const writer = new PipeEnd(pipe, { read: false, write: true, waits: false });
  const reader = new PipeEnd(pipe, { read: true, write: false, waits: false });
  return { reader, writer };
}

/** Opens a FIFO. Where open(2) would wait for the other side, the first read or write does. */
export function openFifo(pipe: Pipe, rights: { read: boolean; write: boolean }): Description {
  return new PipeEnd(pipe, { ...rights, waits: !(rights.read && rights.write) });
}
