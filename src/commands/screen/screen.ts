// A full-screen program's view of a terminal: raw mode, the alternate screen, and lines of which
// only the changed ones are written.
import type { Task } from '../../base/sim';
import type { OpenFile, Process, Tty, TtyMode } from '../../machine/types';
import { charWidth, textWidth } from '../system/width';
import { Keyboard } from './keys';

export class Screen {
  readonly keyboard: Keyboard;
  readonly tty: Tty;
  #file: OpenFile;
  #before: Readonly<TtyMode>;
  #shown: string[] = [];
  #wanted: string[] = [];
  #cursor: readonly [row: number, column: number] | undefined;

  private constructor(process: Process, file: OpenFile, tty: Tty) {
    this.#file = file;
    this.tty = tty;
    this.#before = { ...tty.mode };
    this.keyboard = new Keyboard(process, file, tty);
  }

  /** Takes over the terminal; undefined when there is none. Call close() at the end. */
  static *open(process: Process): Task<Screen | undefined> {
    const tty = process.fds.get(1)?.tty ?? process.tty;
    if (tty === undefined) return undefined;
    const screen = new Screen(process, tty.open(), tty);
    tty.setMode({ cooked: false, echo: false, signals: false });
    yield* screen.#file.write('\x1b[?1049h\x1b[H\x1b[2J');
    return screen;
  }

  get columns(): number {
    return this.tty.columns;
  }

  get rows(): number {
    return this.tty.rows;
  }

  /** What a row shall show; may hold color sequences, must fit into the width. */
  setLine(row: number, text: string): void {
    this.#wanted[row] = text;
  }

  /** Where the cursor shall be; undefined hides it. */
  setCursor(place: readonly [row: number, column: number] | undefined): void {
    this.#cursor = place;
  }

  /** Everything is drawn again: the window changed, or something else has written. */
  forget(): void {
    this.#shown = [];
  }

  /** Writes what has changed. */
  *flush(): Task<void> {
    let out = this.#shown.length === 0 ? '\x1b[0m\x1b[2J' : '';
    for (let row = 0; row < this.rows; row++) {
      const text = this.#wanted[row] ?? '';
      if (text === (this.#shown[row] ?? '')) continue;
      out += `\x1b[${row + 1};1H${text}\x1b[0m\x1b[K`;
    }
    this.#shown = Array.from({ length: this.rows }, (_, row) => this.#wanted[row] ?? '');
    if (this.#cursor === undefined) out += '\x1b[?25l';
    else out += `\x1b[${this.#cursor[0] + 1};${this.#cursor[1] + 1}H\x1b[?25h`;
    yield* this.#file.write(out);
  }

  /** Rings the bell. */
  *beep(): Task<void> {
    yield* this.#file.write('\x07');
  }

  /** Gives the terminal back as it was. */
  *close(): Task<void> {
    this.tty.setMode(this.#before);
    try {
      yield* this.#file.write('\x1b[?25h\x1b[0m\x1b[?1049l');
    } finally {
      this.#file.release();
    }
  }
}

/** Text in reverse video. */
export function reversed(text: string): string {
  return `\x1b[7m${text}\x1b[27m`;
}

/** Makes a text exactly so many columns wide: cut or filled with blanks. */
export function fitted(text: string, columns: number): string {
  const cut = cutTo(text, columns);
  return cut + ' '.repeat(Math.max(0, columns - textWidth(cut)));
}

/** The beginning of a text that fits into so many columns. */
export function cutTo(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let width = 0;
  let end = 0;
  for (const char of text) {
    const own = charWidth(char.codePointAt(0) ?? 0);
    if (width + own > columns) break;
    width += own;
    end += char.length;
  }
  return text.slice(0, end);
}

/** A line of a file as it is shown: tabs as blanks, control characters as ^X. */
export function expandLine(line: string, tabSize = 8): string {
  if (!/[\u0000-\u001f\u007f\udc80-\udcff]/.test(line)) return line;
  let out = '';
  let width = 0;
  for (const char of line) {
    const code = char.codePointAt(0) ?? 0;
    let piece = char;
    if (char === '\t') piece = ' '.repeat(tabSize - (width % tabSize));
    else if (code < 32) piece = `^${String.fromCharCode(code + 64)}`;
    else if (code === 127) piece = '^?';
    else if (code >= 0xdc80 && code <= 0xdcff) piece = '\ufffd';
    out += piece;
    width += textWidth(piece);
  }
  return out;
}
