// vi's state and normal mode. Motions are in motions.ts, the command line in ex.ts.

import { utf8Length } from '../../base/bytes';
import { compileBre } from '../../base/regex';
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { failureCode, failureText } from '../framework/failure';
import { type Position, TextBuffer } from '../screen/buffer';
import type { Screen } from '../screen/screen';
import { draw } from './draw';
import { firstNonBlank } from './motions';
import { runNormal } from './normal';

export interface Register {
  readonly text: string;
  readonly isLinewise: boolean;
}

export type Mode = 'normal' | 'insert' | 'replace' | 'command' | 'search';

export class Vim {
  readonly process: Process;
  readonly screen: Screen;
  buffer = new TextBuffer('');
  path = '';
  at: Position = { line: 0, column: 0 };
  /** Column that up and down try to keep. */
  wish: number | undefined;
  top = 0;
  mode: Mode = 'normal';
  message = '';
  /** What is being typed after `:` or `/`. */
  typed = '';
  register: Register = { text: '', isLinewise: false };
  lastSearch = '';
  searchesBackwards = false;
  lastFind: { key: string; char: string } | undefined;
  showsNumbers = false;
  ignoresCase = false;
  autoIndent = false;
  expandTab = false;
  shiftWidth = 8;
  tabSize = 8;
  isReadOnly = false;
  isDone = false;
  exitCode = 0;
  /** Keys of the last change, for `.`. */
  lastChange: readonly string[] = [];
  #recorded: string[] = [];
  #replay: string[] = [];
  #changes = 0;

  constructor(process: Process, screen: Screen) {
    this.process = process;
    this.screen = screen;
  }

  /** Reads a file; returns the message about it. */
  load(path: string): string {
    const { files } = this.process;
    this.path = path;
    this.at = { line: 0, column: 0 };
    this.top = 0;
    try {
      if (files.isDir(path)) {
        this.buffer = new TextBuffer('');
        return `"${path}" is a directory`;
      }
      const text = files.read(path);
      this.buffer = new TextBuffer(text);
      this.isReadOnly ||= !files.may(path, 'w');
      const note = this.isReadOnly ? '[readonly] ' : '';
      const count = text === '' ? 0 : this.buffer.count;
      const open = text !== '' && !text.endsWith('\n') ? '[noeol] ' : '';
      return `"${path}" ${note}${open}${count}L, ${utf8Length(text)}B`;
    } catch (error) {
      this.buffer = new TextBuffer('');
      if (failureCode(error) === 'ENOENT') return `"${path}" [New]`;
      return `"${path}" [${failureText(error)}]`;
    }
  }

  *run(): Task<number> {
    while (!this.isDone) {
      this.#recorded = [];
      const before = this.#changes;
      const wasReplay = this.#replay.length > 0;
      yield* runNormal(this);
      if (this.#changes !== before && !wasReplay && this.#recorded[0] !== '.') {
        if (!/^(u|ctrl-r|:)$/.test(this.#recorded[0] ?? '')) this.lastChange = this.#recorded;
      }
      this.clamp();
    }
    return this.exitCode;
  }

  /** The next key, drawing the screen first when nothing is waiting. */
  *key(): Task<string> {
    const replayed = this.#replay.shift();
    if (replayed !== undefined) return replayed;
    for (;;) {
      draw(this);
      yield* this.screen.flush();
      const key = yield* this.screen.keyboard.next();
      if (key === 'resize') {
        this.screen.forget();
        continue;
      }
      if (key === 'eof') {
        this.isDone = true;
        return 'escape';
      }
      this.#recorded.push(key);
      return key;
    }
  }

  /** Does the last change again. */
  repeat(): void {
    this.#replay.push(...this.lastChange);
  }

  /** Runs a change that is undone as one. */
  change(edit: () => void): void {
    this.begin();
    edit();
  }

  /** What is changed from now on is undone together. */
  begin(): void {
    this.buffer.checkpoint(this.at);
    this.#changes++;
  }

  undo(): string {
    const at = this.buffer.undo(this.at);
    if (at === undefined) return 'Already at oldest change';
    this.at = at;
    this.clamp();
    return '';
  }

  redo(): string {
    const at = this.buffer.redo(this.at);
    if (at === undefined) return 'Already at newest change';
    this.at = at;
    this.clamp();
    return '';
  }

  goToLine(line: number): void {
    const to = Math.max(0, Math.min(line, this.buffer.count - 1));
    this.at = { line: to, column: firstNonBlank(this.buffer, to) };
    this.wish = undefined;
  }

  /** Keeps the cursor on a character. */
  clamp(): void {
    const line = Math.max(0, Math.min(this.at.line, this.buffer.count - 1));
    const { length } = this.buffer.line(line);
    const last = this.mode === 'insert' || this.mode === 'replace' ? length : length - 1;
    this.at = { line, column: Math.max(0, Math.min(this.at.column, last)) };
  }

  fileInfo(): string {
    const name = this.path === '' ? '[No Name]' : this.path;
    const count = this.buffer.count;
    const modified = this.buffer.isModified ? ' [Modified]' : '';
    const percent = Math.round(((this.at.line + 1) / count) * 100);
    return (
      `"${name}"${modified} line ${this.at.line + 1} of ${count} --${percent}%-- ` +
      `col ${this.at.column + 1}`
    );
  }

  /** Goes to the next match; a message when there is none or the search went round. */
  search(isBackwards: boolean): string {
    const compiled = compileBre(this.lastSearch, { ignoreCase: this.ignoresCase });
    if (this.lastSearch === '') return 'E35: No previous regular expression';
    if (compiled.regex === undefined) return `E486: Pattern not found: ${this.lastSearch}`;
    const { regex } = compiled;
    const { count } = this.buffer;
    const step = isBackwards ? -1 : 1;
    for (let i = 0; i <= count; i++) {
      const line = (((this.at.line + step * i) % count) + count) % count;
      const text = this.buffer.line(line);
      const columns: number[] = [];
      for (
        let match = regex.exec(text);
        match !== null;
        match = regex.exec(text, match.index + 1)
      ) {
        columns.push(match.index);
        if (match.index + 1 > text.length) break;
      }
      const isHere = i === 0;
      const fits = columns.filter((column) => {
        if (!isHere) return i < count || !isBackwards || true;
        return isBackwards ? column < this.at.column : column > this.at.column;
      });
      const column = isBackwards ? fits[fits.length - 1] : fits[0];
      if (column === undefined) continue;
      const wrapped = isBackwards ? line > this.at.line : line < this.at.line;
      const isSame = i === count;
      this.at = { line, column };
      if (!wrapped && !isSame) return '';
      return isBackwards
        ? 'search hit TOP, continuing at BOTTOM'
        : 'search hit BOTTOM, continuing at TOP';
    }
    return `E486: Pattern not found: ${this.lastSearch}`;
  }
}
