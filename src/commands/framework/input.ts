// One input of a filter: a file or standard input, read piece by piece so that endless pipes work.
import type { Task } from '../../base/sim';
import type { OpenFile } from '../../machine/types';

const PIECE = 65536;
/** From here on memory is counted, and others run in between (one may end this program). */
const LONG = 1_000_000;

/** An open input. Close it when done; what is left open is closed when the command ends. */
export class Input {
  /** As messages call it: the operand, or `-`. */
  readonly name: string;
  readonly file: OpenFile;
  /** The last line had no delimiter. Known once lines() has returned undefined. */
  hasOpenEnd = false;
  #before: () => Task<void>;
  /** Tells how much more of it is kept in memory (negative: less). */
  readonly hold: (characters: number) => void;
  #rest = '';
  #isAtEnd = false;
  #isOpen = true;

  /**
   * @param before runs before a read that has to wait: the command's output is flushed.
   * @param hold hears how much more is kept in memory (negative: less).
   */
  constructor(
    name: string,
    file: OpenFile,
    before: () => Task<void>,
    hold: (characters: number) => void = () => {},
  ) {
    this.name = name;
    this.file = file;
    this.#before = before;
    this.hold = hold;
  }

  /** The next piece as it comes, '' at the end. */
  *piece(): Task<string> {
    if (this.#rest !== '') {
      const rest = this.#rest;
      this.#rest = '';
      return rest;
    }
    if (this.#isAtEnd) return '';
    if (!this.file.isReadable) yield* this.#before();
    const text = yield* this.file.read(PIECE);
    if (text === '') this.#isAtEnd = true;
    return text;
  }

  /** The lines that have come by now (at least one), without delimiter; undefined at the end. */
  *lines(delimiter = '\n'): Task<string[] | undefined> {
    let text = '';
    for (;;) {
      if (this.#isAtEnd) {
        if (text === '') return undefined;
        this.hasOpenEnd = true;
        return [text];
      }
      if (!this.file.isReadable) yield* this.#before();
      const piece = yield* this.file.read(PIECE);
      if (piece === '') {
        this.#isAtEnd = true;
        text = this.#rest;
        this.#rest = '';
        continue;
      }
      const last = piece.lastIndexOf(delimiter);
      if (last < 0) {
        this.#rest += piece;
        this.hold(piece.length);
        if (this.#rest.length > LONG) yield {};
        continue;
      }
      const whole = this.#rest + piece.slice(0, last);
      this.#rest = piece.slice(last + 1);
      return whole.split(delimiter);
    }
  }

  /** Everything that is left. */
  *all(): Task<string> {
    let text = '';
    for (let piece = yield* this.piece(); piece !== ''; piece = yield* this.piece()) {
      text += piece;
      if (text.length <= LONG) continue;
      this.hold(text.length === piece.length ? text.length : piece.length);
      yield {};
    }
    return text;
  }

  /** All lines that are left, without delimiter. */
  *allLines(delimiter = '\n'): Task<string[]> {
    const text = yield* this.all();
    if (text === '') return [];
    this.hasOpenEnd = !text.endsWith(delimiter);
    return (this.hasOpenEnd ? text : text.slice(0, -1)).split(delimiter);
  }

  /** Gives back what was read too much of a file, so that the next program goes on there. */
  putBack(text: string): void {
    if (text !== '' && this.file.kind === 'file') this.file.unread?.(text);
  }

  /** Reads on after the end (a file that grows). */
  again(): void {
    this.#isAtEnd = false;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.file.release();
  }
}
