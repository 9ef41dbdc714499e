// The editor of nano: its screen, its keys, its questions.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { failureText } from '../framework/failure';
import { type Position, TextBuffer } from '../screen/buffer';
import { expandLine, fitted, reversed, type Screen } from '../screen/screen';
import { textWidth } from '../system/width';
import { keys } from './keys';
import { ask, helpLines, shortcutRows } from './prompt';

export interface NanoFile {
  readonly path: string;
  readonly text: string;
  readonly message: string;
}

export interface NanoOptions {
  readonly lineNumbers: boolean;
  readonly isReadOnly: boolean;
  readonly tabsToSpaces: boolean;
  readonly autoIndent: boolean;
  readonly tabSize: number;
}

export class Nano {
  readonly screen: Screen;
  readonly buffer: TextBuffer;
  #process: Process;
  #options: NanoOptions;
  #path: string;
  #message: string;
  #at: Position = { line: 0, column: 0 };
  #wish: number | undefined;
  #top = 0;
  #left = 0;
  #cut: string[] = [];
  #isCutting = false;
  #isDone = false;
  #search = '';
  #showsNumbers: boolean;

  constructor(process: Process, screen: Screen, file: NanoFile, options: NanoOptions) {
    this.#process = process;
    this.screen = screen;
    this.buffer = new TextBuffer(file.text);
    this.#path = file.path;
    this.#message = file.message;
    this.#options = options;
    this.#showsNumbers = options.lineNumbers;
  }

  goTo(line: number, column: number): void {
    const to = Math.max(0, Math.min(line, this.buffer.count - 1));
    this.#at = { line: to, column: Math.max(0, Math.min(column, this.buffer.line(to).length)) };
    this.#wish = undefined;
  }

  *run(): Task<void> {
    while (!this.#isDone) {
      yield* this.#draw();
      const key = yield* this.screen.keyboard.next();
      if (key === 'eof') return;
      if (key === 'resize') {
        this.screen.forget();
        continue;
      }
      this.#message = '';
      const wasCutting = this.#isCutting;
      this.#isCutting = false;
      if (key === 'ctrl-k') this.#cutLine(wasCutting);
      else {
        const action = Object.hasOwn(keys, key) ? keys[key] : undefined;
        const task = action?.(this);
        if (task !== undefined) yield* task;
        else if (action === undefined) this.#type(key);
      }
    }
  }

  /** Rows for text: without title bar, status line and two rows of shortcuts. */
  get #height(): number {
    return Math.max(1, this.screen.rows - 4);
  }

  *#draw(): Task<void> {
    const { screen } = this;
    const { columns, rows } = screen;
    const height = this.#height;
    if (this.#at.line < this.#top) this.#top = Math.max(0, this.#at.line - (height >> 1));
    if (this.#at.line >= this.#top + height) this.#top = this.#at.line - (height >> 1);
    screen.setLine(0, reversed(this.#title(columns)));
    const margin = this.#showsNumbers ? String(this.buffer.count).length + 1 : 0;
    const width = columns - margin;
    const before = this.buffer.line(this.#at.line).slice(0, this.#at.column);
    const column = textWidth(expandLine(before, this.#options.tabSize));
    this.#left = column < width - 1 ? 0 : column - (column % Math.max(1, width - 8));
    for (let row = 0; row < height; row++) {
      const index = this.#top + row;
      const left = index === this.#at.line ? this.#left : 0;
      screen.setLine(row + 1, this.#lineText(index, left, width, margin));
    }
    const shown = this.#message;
    const status = shown === '' ? '' : reversed(shown);
    const pad = Math.max(0, (columns - textWidth(shown)) >> 1);
    screen.setLine(rows - 3, ' '.repeat(pad) + status);
    const [first, second] = shortcutRows('main', columns);
    screen.setLine(rows - 2, first);
    screen.setLine(rows - 1, second);
    screen.setCursor([this.#at.line - this.#top + 1, column - this.#left + margin]);
    yield* screen.flush();
  }

  #title(columns: number): string {
    const name = this.#path === '' ? 'New Buffer' : this.#path;
    const left = '  GNU nano 7.2';
    const right = this.#options.isReadOnly ? 'View' : this.buffer.isModified ? 'Modified' : '';
    const middle = Math.max(left.length + 2, (columns - textWidth(name)) >> 1);
    const text = left.padEnd(middle) + name;
    const gap = columns - textWidth(text) - right.length - 2;
    return fitted(`${text}${' '.repeat(Math.max(1, gap))}${right}`, columns);
  }

  #lineText(index: number, left: number, width: number, margin: number): string {
    if (index >= this.buffer.count) return '';
    const number = margin === 0 ? '' : `${String(index + 1).padStart(margin - 1)} `;
    const full = expandLine(this.buffer.line(index), this.#options.tabSize);
    const text = full.slice(left);
    const isLong = textWidth(text) > width;
    const shown = isLong ? `${fitted(text, width - 1)}>` : text;
    return number + (left > 0 ? `<${shown.slice(1)}` : shown);
  }

  #type(key: string): void {
    const isText = key.length === 1 || /^[\ud800-\udbff]/.test(key) || key === 'tab';
    if (!isText) {
      if (!/^(unknown|paste)/.test(key)) this.#message = '[ Unbound key ]';
      return;
    }
    const isBlankTab = key === 'tab' && this.#options.tabsToSpaces;
    const blanks = ' '.repeat(this.#options.tabSize - (this.#at.column % this.#options.tabSize));
    this.insert(isBlankTab ? blanks : key === 'tab' ? '\t' : key);
  }

  insert(text: string): void {
    if (this.#refuses()) return;
    if (/\W/.test(text)) this.buffer.checkpoint(this.#at);
    this.#at = this.buffer.insert(this.#at, text);
    this.#wish = undefined;
  }

  newLine(): void {
    if (this.#refuses()) return;
    this.buffer.checkpoint(this.#at);
    const indent = /^[ \t]*/.exec(this.buffer.line(this.#at.line))?.[0] ?? '';
    const lead = this.#options.autoIndent ? indent.slice(0, this.#at.column) : '';
    this.#at = this.buffer.insert(this.#at, `\n${lead}`);
    this.#wish = undefined;
  }

  #refuses(): boolean {
    if (!this.#options.isReadOnly) return false;
    this.#message = '[ Key is invalid in view mode ]';
    return true;
  }

  backspace(): void {
    const { line, column } = this.#at;
    if (line === 0 && column === 0) return;
    this.move(-1);
    this.deleteChar();
  }

  deleteChar(): void {
    if (this.#refuses()) return;
    const { line, column } = this.#at;
    const text = this.buffer.line(line);
    if (column < text.length) {
      const char = String.fromCodePoint(text.codePointAt(column) ?? 0);
      this.buffer.checkpoint(this.#at);
      this.buffer.remove(this.#at, { line, column: column + char.length });
    } else if (line + 1 < this.buffer.count) {
      this.buffer.checkpoint(this.#at);
      this.buffer.remove(this.#at, { line: line + 1, column: 0 });
    }
  }

  /** One character left or right, over line ends. */
  move(step: 1 | -1): void {
    const { line, column } = this.#at;
    const text = this.buffer.line(line);
    if (step === 1) {
      const size = (text.codePointAt(column) ?? 0) > 0xffff ? 2 : 1;
      if (column < text.length) this.goTo(line, column + size);
      else if (line + 1 < this.buffer.count) this.goTo(line + 1, 0);
    } else if (column > 0) {
      const isPair = /[\udc00-\udfff]/.test(text[column - 1] ?? '') && column > 1;
      this.goTo(line, column - (isPair && /[\ud800-\udbff]/.test(text[column - 2] ?? '') ? 2 : 1));
    } else if (line > 0) this.goTo(line - 1, this.buffer.line(line - 1).length);
  }

  moveLines(count: number): void {
    const wish = this.#wish ?? this.#at.column;
    this.goTo(this.#at.line + count, wish);
    this.#wish = wish;
  }

  page(direction: 1 | -1): void {
    this.moveLines(direction * Math.max(1, this.#height - 2));
  }

  moveWord(step: 1 | -1): void {
    const isWord = (): boolean => {
      const { line, column } = this.#at;
      return /[\p{L}\p{N}_]/u.test(this.buffer.line(line)[step === 1 ? column : column - 1] ?? '');
    };
    const skipWhile = (wanted: boolean): void => {
      for (let before = this.#at; isWord() === wanted; before = this.#at) {
        this.move(step);
        if (before.line === this.#at.line && before.column === this.#at.column) return;
      }
    };
    skipWhile(step === 1);
    skipWhile(step !== 1);
  }

  home(): void {
    this.goTo(this.#at.line, 0);
  }

  end(): void {
    this.goTo(this.#at.line, this.buffer.line(this.#at.line).length);
  }

  #cutLine(continues: boolean): void {
    if (this.#refuses()) return;
    this.buffer.checkpoint(this.#at);
    if (!continues) this.#cut = [];
    this.#cut.push(...this.buffer.removeLines(this.#at.line, 1));
    this.goTo(this.#at.line, 0);
    this.#isCutting = true;
  }

  paste(): void {
    if (this.#cut.length === 0) {
      this.#message = '[ Cutbuffer is empty ]';
      return;
    }
    if (this.#refuses()) return;
    this.buffer.checkpoint(this.#at);
    this.#at = this.buffer.insert({ ...this.#at, column: 0 }, `${this.#cut.join('\n')}\n`);
  }

  undo(): void {
    const at = this.buffer.undo(this.#at);
    this.#message = at === undefined ? '[ Nothing to undo ]' : '[ Undid change ]';
    if (at !== undefined) this.goTo(at.line, at.column);
  }

  redo(): void {
    const at = this.buffer.redo(this.#at);
    this.#message = at === undefined ? '[ Nothing to redo ]' : '[ Redid change ]';
    if (at !== undefined) this.goTo(at.line, at.column);
  }

  showPosition(): void {
    const { line, column } = this.#at;
    const { count } = this.buffer;
    const length = this.buffer.line(line).length + 1;
    const percent = (part: number, whole: number): number => Math.round((part / whole) * 100);
    const columnText = `col ${column + 1}/${length} (${percent(column + 1, length)}%)`;
    this.#message = `[ line ${line + 1}/${count} (${percent(line + 1, count)}%), ${columnText} ]`;
  }

  toggleNumbers(): void {
    this.#showsNumbers = !this.#showsNumbers;
  }

  /** Ctrl-X: asks when something was changed. */
  *leave(): Task<void> {
    if (!this.buffer.isModified || this.#options.isReadOnly) {
      this.#isDone = true;
      return;
    }
    const answer = yield* ask(this.screen, { text: 'Save modified buffer? ', kind: 'yes-no' });
    if (answer === undefined) {
      this.#message = '[ Cancelled ]';
      return;
    }
    if (answer === 'y' && !(yield* this.save())) return;
    this.#isDone = true;
  }

  /** Ctrl-O: asks for the name and writes. */
  *save(): Task<boolean> {
    const question = { text: 'File Name to Write: ', kind: 'name', initial: this.#path } as const;
    const name = yield* ask(this.screen, question);
    if (name === undefined || name === '') {
      this.#message = '[ Cancelled ]';
      return false;
    }
    return this.#write(name);
  }

  *saveNow(): Task<void> {
    if (this.#path === '') yield* this.save();
    else this.#write(this.#path);
  }

  #write(path: string): boolean {
    try {
      this.#process.files.write(path, this.buffer.text);
    } catch (error) {
      this.#message = `[ Error writing ${path}: ${failureText(error)} ]`;
      return false;
    }
    this.#path = path;
    this.buffer.markSaved();
    const count = this.buffer.text === '' ? 0 : this.buffer.count;
    this.#message = `[ Wrote ${count} line${count === 1 ? '' : 's'} ]`;
    return true;
  }

  *searchFor(): Task<void> {
    const hint = this.#search === '' ? '' : ` [${this.#search}]`;
    const text = yield* ask(this.screen, { text: `Search${hint}: `, kind: 'search' });
    if (text === undefined) {
      this.#message = '[ Cancelled ]';
      return;
    }
    if (text !== '') this.#search = text;
    this.findNext();
  }

  findNext(): void {
    if (this.#search === '') return;
    const wanted = this.#search.toLowerCase();
    const { line, column } = this.#at;
    for (let i = 0; i <= this.buffer.count; i++) {
      const index = (line + i) % this.buffer.count;
      const from = i === 0 ? column + 1 : 0;
      const found = this.buffer.line(index).toLowerCase().indexOf(wanted, from);
      if (found < 0) continue;
      if (line + i >= this.buffer.count) this.#message = '[ Search Wrapped ]';
      this.goTo(index, found);
      return;
    }
    this.#message = `[ "${this.#search}" not found ]`;
  }

  *replace(): Task<void> {
    if (this.#refuses()) return;
    const from = yield* ask(this.screen, { text: 'Search (to replace): ', kind: 'search' });
    if (from === undefined || from === '') return;
    const to = yield* ask(this.screen, { text: 'Replace with: ', kind: 'search' });
    if (to === undefined) return;
    this.buffer.checkpoint(this.#at);
    let count = 0;
    this.buffer.lines.forEach((line, i) => {
      const pieces = line.split(from);
      count += pieces.length - 1;
      if (pieces.length > 1) this.buffer.replaceLine(i, pieces.join(to));
    });
    this.#message = `[ Replaced ${count} occurrence${count === 1 ? '' : 's'} ]`;
    this.goTo(this.#at.line, this.#at.column);
  }

  *goToLine(): Task<void> {
    const text = yield* ask(this.screen, {
      text: 'Enter line number, column number: ',
      kind: 'search',
    });
    const match = /^(\d+)(?:\s*,\s*(\d+))?$/.exec(text ?? '');
    if (match === null) this.#message = '[ Cancelled ]';
    else this.goTo(Number(match[1]) - 1, Number(match[2] ?? 1) - 1);
  }

  *readIn(): Task<void> {
    const path = yield* ask(this.screen, { text: 'File to insert: ', kind: 'name', initial: '' });
    if (path === undefined || path === '' || this.#refuses()) return;
    try {
      const text = this.#process.files.read(path);
      this.buffer.checkpoint(this.#at);
      this.#at = this.buffer.insert(this.#at, text);
      this.#message = `[ Read ${text.split('\n').length - 1} lines ]`;
    } catch (error) {
      this.#message = `[ Error reading ${path}: ${failureText(error)} ]`;
    }
  }

  *help(): Task<void> {
    const { screen } = this;
    const lines = helpLines();
    for (let row = 0; row < screen.rows; row++) screen.setLine(row, lines[row] ?? '');
    screen.setCursor(undefined);
    yield* screen.flush();
    yield* screen.keyboard.next();
    screen.forget();
  }
}
