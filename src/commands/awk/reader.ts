// Cuts records from a stream of text by RS.
import type { Task } from '../../base/sim';
import type { OpenFile } from '../../machine/types';
import { pattern } from './record';

const PIECE = 65536;

/** An open input. */
export class RecordReader {
  readonly #file: OpenFile;
  readonly #beforeWait: () => Task<void>;
  #buffer = '';
  #at = 0;
  #isAtEnd = false;

  /** @param beforeWait runs before a read that would wait: what was printed becomes visible. */
  constructor(file: OpenFile, beforeWait: () => Task<void>) {
    this.#file = file;
    this.#beforeWait = beforeWait;
  }

  /** A record that has come already, without waiting. */
  ready(rs: string): string | undefined {
    return this.#cut(rs, false);
  }

  /** The next record; undefined at the end. */
  *next(rs: string): Task<string | undefined> {
    for (;;) {
      const record = this.#cut(rs, this.#isAtEnd);
      if (record !== undefined || this.#isAtEnd) return record;
      if (!this.#file.isReadable) yield* this.#beforeWait();
      const piece = yield* this.#file.read(PIECE);
      if (piece === '') this.#isAtEnd = true;
      this.#buffer = this.#buffer.slice(this.#at) + piece;
      this.#at = 0;
    }
  }

  close(): void {
    this.#file.release();
  }

  #cut(rs: string, isLast: boolean): string | undefined {
    if (rs === '') return this.#paragraph(isLast);
    if (rs.length === 1) {
      const end = this.#buffer.indexOf(rs, this.#at);
      return end < 0 ? this.#rest(isLast) : this.#take(end, end + 1);
    }
    const match = pattern(rs).exec(this.#buffer, this.#at);
    const end = match === null ? -1 : match.index + match[0].length;
    // A match that touches the end of what has come might go on.
    if (match === null || match[0] === '' || (end >= this.#buffer.length && !isLast)) {
      return this.#rest(isLast);
    }
    return this.#take(match.index, end);
  }

  #take(end: number, next: number): string {
    const record = this.#buffer.slice(this.#at, end);
    this.#at = next;
    return record;
  }

  #rest(isLast: boolean): string | undefined {
    if (!isLast || this.#at >= this.#buffer.length) return undefined;
    return this.#take(this.#buffer.length, this.#buffer.length);
  }

  #paragraph(isLast: boolean): string | undefined {
    while (this.#buffer[this.#at] === '\n') this.#at++;
    const end = this.#buffer.indexOf('\n\n', this.#at);
    if (end < 0) {
      const rest = this.#rest(isLast);
      return rest?.endsWith('\n') ? rest.slice(0, -1) : rest;
    }
    return this.#take(end, end + 2);
  }
}
