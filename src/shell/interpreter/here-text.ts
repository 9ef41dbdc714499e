// Open files that the shell itself makes: texts of here-documents, connections of /dev/tcp.
import type { Condition, Task } from '../../base/sim';
import { Description } from '../../machine/open-file';
import type { Socket } from '../../machine/types';

/** A text to be read once, like the pipe that bash makes for here-documents. */
export class HereText extends Description {
  readonly kind = 'pipe';
  readonly name = 'pipe:[0]';
  #text: string;
  #position = 0;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  *read(max = Number.POSITIVE_INFINITY): Task<string> {
    const piece = this.#text.slice(this.#position, this.#position + max);
    this.#position += piece.length;
    return piece;
  }

  *write(): Task<void> {}

  unread(text: string): void {
    this.#position -= text.length;
  }
}

/** A connection as a file descriptor. */
export class SocketFile extends Description {
  readonly kind = 'socket';
  readonly name = 'socket:[0]';
  #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  read(max?: number): Task<string> {
    return this.#socket.read(max);
  }

  write(text: string): Task<void> {
    return this.#socket.write(text);
  }

  override get isReadable(): boolean {
    return this.#socket.isReadable;
  }

  override get readable(): Condition {
    return this.#socket.readable;
  }

  protected override close(): void {
    this.#socket.close();
  }
}
