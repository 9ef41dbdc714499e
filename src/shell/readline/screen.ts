// Draws prompt and line. It knows where the cursor is, so it can go back and draw over.
import { advance, type Position, promptPieces, shownChar } from './width';

export interface View {
  readonly prompt: string;
  readonly chars: readonly string[];
  readonly cursor: number;
}

/** One line being edited, over any number of rows. Methods return what to send. */
export class Screen {
  #columns: () => number;
  #last: View | undefined;
  #cursor: Position = { row: 0, column: 0 };
  #end: Position = { row: 0, column: 0 };

  constructor(columns: () => number) {
    this.#columns = columns;
  }

  /** Begins anew where the cursor is: at the start of an empty row. */
  reset(): void {
    this.#last = undefined;
    this.#cursor = { row: 0, column: 0 };
    this.#end = { row: 0, column: 0 };
  }

  /** What makes the terminal show the view. */
  show(view: View): string {
    const quick = this.#append(view);
    if (quick !== undefined) return quick;
    const columns = Math.max(2, this.#columns());
    const { sent, visible } = promptPieces(view.prompt);
    const at: Position = { row: 0, column: 0 };
    for (const char of visible) advance(at, char, columns);
    let text = '';
    let cursor: Position = { ...at };
    view.chars.forEach((char, i) => {
      if (i === view.cursor) cursor = { ...at };
      const shown = shownChar(char);
      text += shown;
      for (const one of shown) advance(at, one, columns);
    });
    if (view.cursor >= view.chars.length) cursor = { ...at };
    const wraps = at.column === 0 && at.row > 0 && view.chars[view.chars.length - 1] !== '\n';
    const out = `${this.#toStart()}${sent}${text}${wraps ? '\r\n' : ''}\x1b[J`;
    this.#last = view;
    this.#cursor = cursor;
    this.#end = { ...at };
    return out + moves(at, cursor);
  }

  /** Typing at the end of a row needs no more than the characters themselves. */
  #append(view: View): string | undefined {
    const last = this.#last;
    if (last === undefined || view.prompt !== last.prompt) return undefined;
    const count = last.chars.length;
    const isAtEnd = last.cursor === count && view.cursor === view.chars.length;
    if (!isAtEnd || view.chars.length <= count) return undefined;
    const added = view.chars.slice(count);
    if (!added.every((char) => char >= ' ' && char < '\x7f')) return undefined;
    for (let i = 0; i < count; i++) if (last.chars[i] !== view.chars[i]) return undefined;
    if (this.#end.column + added.length >= this.#columns()) return undefined;
    this.#end.column += added.length;
    this.#cursor = { ...this.#end };
    this.#last = view;
    return added.join('');
  }

  /** Goes below the line: it has been entered. */
  leave(): string {
    const down = this.#end.row - this.#cursor.row;
    const out = down > 0 ? `\x1b[${down}B` : '';
    this.reset();
    return `${out}\r\n`;
  }

  /** Wipes the line from the screen, to write something else there. */
  wipe(): string {
    const out = `${this.#toStart()}\x1b[J`;
    this.reset();
    return out;
  }

  /** The terminal's width has changed: its rows are not where they were. */
  resized(): string {
    const out = this.#toStart();
    this.#last = undefined;
    this.#cursor = { row: 0, column: 0 };
    return out;
  }

  #toStart(): string {
    const up = this.#cursor.row > 0 ? `\x1b[${this.#cursor.row}A` : '';
    return this.#last === undefined && this.#cursor.row === 0 ? '' : `${up}\r`;
  }
}

function moves(from: Position, to: Position): string {
  if (from.row === to.row && from.column === to.column) return '';
  const up = from.row > to.row ? `\x1b[${from.row - to.row}A` : '';
  return `${up}\r${to.column > 0 ? `\x1b[${to.column}C` : ''}`;
}
