// A text being edited: lines, changes, undo. Positions are (line, character) from 0.

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A state to come back to. Lines are shared between states. */
interface State {
  readonly lines: readonly string[];
  readonly cursor: Position;
  readonly isEmpty: boolean;
}

export class TextBuffer {
  #lines: string[];
  /** There is no line at all, not even an empty one (which `lines` shows nevertheless). */
  #isEmpty: boolean;
  #undo: State[] = [];
  #redo: State[] = [];
  #saved: readonly string[];

  /** @param text a file's content; a final newline belongs to the last line. */
  constructor(text: string) {
    const lines = text.split('\n');
    if (lines.length > 1 && lines[lines.length - 1] === '') lines.pop();
    this.#lines = lines;
    this.#isEmpty = text === '';
    this.#saved = lines.slice();
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  get count(): number {
    return this.#lines.length;
  }

  line(index: number): string {
    return this.#lines[index] ?? '';
  }

  /** As it is written to a file. */
  get text(): string {
    if (this.#isEmpty && this.#lines.length === 1 && this.#lines[0] === '') return '';
    return `${this.#lines.join('\n')}\n`;
  }

  get isModified(): boolean {
    if (this.#saved.length !== this.#lines.length) return true;
    return this.#lines.some((line, i) => line !== this.#saved[i]);
  }

  markSaved(): void {
    this.#saved = this.#lines.slice();
  }

  /** Remembers the present state for undo. Call it before a change that is undone as one. */
  checkpoint(cursor: Position): void {
    const last = this.#undo[this.#undo.length - 1];
    if (last !== undefined && isSame(last.lines, this.#lines)) return;
    this.#undo.push({ lines: this.#lines.slice(), cursor, isEmpty: this.#isEmpty });
    this.#redo = [];
  }

  /** Goes back; returns where the cursor was, undefined when there is nothing to undo. */
  undo(cursor: Position): Position | undefined {
    let state = this.#undo.pop();
    while (state !== undefined && isSame(state.lines, this.#lines)) state = this.#undo.pop();
    if (state === undefined) return undefined;
    this.#redo.push({ lines: this.#lines, cursor, isEmpty: this.#isEmpty });
    this.#lines = [...state.lines];
    this.#isEmpty = state.isEmpty;
    return state.cursor;
  }

  redo(cursor: Position): Position | undefined {
    const state = this.#redo.pop();
    if (state === undefined) return undefined;
    this.#undo.push({ lines: this.#lines, cursor, isEmpty: this.#isEmpty });
    this.#lines = [...state.lines];
    this.#isEmpty = state.isEmpty;
    return state.cursor;
  }

  /** Puts text in; returns the position after it. */
  insert(at: Position, text: string): Position {
    this.#isEmpty = false;
    const line = this.line(at.line);
    const pieces = text.split('\n');
    const last = pieces.length - 1;
    const tail = line.slice(at.column);
    const first = line.slice(0, at.column) + (pieces[0] ?? '');
    if (last === 0) {
      this.#lines[at.line] = first + tail;
      return { line: at.line, column: first.length };
    }
    const end = pieces[last] ?? '';
    this.#lines.splice(at.line, 1, first, ...pieces.slice(1, last), end + tail);
    return { line: at.line + last, column: end.length };
  }

  /** Takes text out, from `from` up to (not including) `to`; returns it. */
  remove(from: Position, to: Position): string {
    const first = this.line(from.line);
    if (from.line === to.line) {
      this.#lines[from.line] = first.slice(0, from.column) + first.slice(to.column);
      return first.slice(from.column, to.column);
    }
    const last = this.line(to.line);
    const middle = this.#lines.slice(from.line + 1, to.line);
    const taken = [first.slice(from.column), ...middle, last.slice(0, to.column)].join('\n');
    const joined = first.slice(0, from.column) + last.slice(to.column);
    this.#lines.splice(from.line, to.line - from.line + 1, joined);
    return taken;
  }

  /** Takes whole lines out. There is always one line left. */
  removeLines(from: number, count: number): string[] {
    const taken = this.#lines.splice(from, count);
    if (this.#lines.length === 0) {
      this.#lines.push('');
      this.#isEmpty = true;
    }
    return taken;
  }

  insertLines(at: number, lines: readonly string[]): void {
    this.#lines.splice(at, 0, ...lines);
    if (lines.length > 0) this.#isEmpty = false;
  }

  replaceLine(index: number, line: string): void {
    this.#lines[index] = line;
    this.#isEmpty = false;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
