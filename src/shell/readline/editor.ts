// The line editor: keys to commands, on a raw terminal.
import { host, type Task } from '../../base/sim';
import type { OpenFile, Tty } from '../../machine/types';
import type { Shell } from '../interpreter/shell';
import { editorActions } from './actions';
import { matchKey } from './keymap';
import { KillRing, Line } from './line';
import { Screen } from './screen';
import { searchHistory } from './search';

/** How reading a line ended. */
export type Reading =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'interrupt' };

/** One editor for a shell: the kill ring and pending keys outlive a line. */
export class Editor {
  readonly shell: Shell;
  readonly tty: Tty;
  readonly file: OpenFile;
  readonly line = new Line();
  readonly ring = new KillRing();
  readonly screen: Screen;
  prompt = '';
  /** Keys that came but were not looked at yet. */
  typed = '';
  /** The command before this one, for repeated Tab, kills and yanks. */
  lastCommand = '';
  /** Where in the history; lines.length is the new line. */
  historyAt = 0;
  /** The new line, while an old one is shown. */
  draft = '';
  /** Changed history lines, until the line is entered. */
  readonly edits = new Map<number, string>();
  searchPrefix = '';
  yankAt = 0;
  yankCount = 0;
  lastSearch = '';
  /** The lines of the command so far. */
  before = '';
  /** After ^O: the line that is shown next. */
  nextFromHistory: number | undefined;
  #reading: Reading | undefined;

  constructor(shell: Shell, tty: Tty, file: OpenFile) {
    this.shell = shell;
    this.tty = tty;
    this.file = file;
    this.screen = new Screen(() => tty.columns);
  }

  /** Reads a line. `text` is there from the start (restored, or by ^O). */
  *read(prompt: string, text = ''): Task<Reading> {
    this.prompt = prompt;
    this.line.clear();
    this.line.set(text);
    this.#begin();
    const before = { ...this.tty.mode };
    this.tty.setMode({ cooked: false, echo: false, signals: false });
    this.#reading = undefined;
    try {
      yield* this.send('\x1b[?2004h');
      yield* this.refresh();
      for (;;) {
        yield* this.#step();
        if (this.#hasRead) break;
        this.shell.typed = this.before + this.line.text;
      }
      const isEnd = this.#isAtEnd;
      yield* this.send(`\x1b[?2004l\r${isEnd ? '\n' : ''}`);
    } finally {
      if (this.typed !== '') this.file.unread?.(this.typed);
      this.typed = '';
      this.tty.setMode(before);
    }
    return this.#reading ?? { kind: 'end' };
  }

  get #isAtEnd(): boolean {
    return this.#reading?.kind === 'end';
  }

  get #hasRead(): boolean {
    return this.#reading !== undefined;
  }

  #begin(): void {
    const count = this.shell.history?.lines.length ?? 0;
    this.historyAt = this.nextFromHistory ?? count;
    if (this.nextFromHistory !== undefined) this.line.set(this.historyText(this.historyAt));
    this.nextFromHistory = undefined;
    this.draft = '';
    this.edits.clear();
    this.lastCommand = '';
    this.screen.reset();
  }

  /** Ends the reading; for commands. */
  finish(reading: Reading): void {
    this.#reading = reading;
  }

  /** One key or run of text. */
  *#step(): Task<void> {
    if (this.typed === '') yield* this.#waitKeys();
    if (this.typed === '') return;
    const match = matchKey(this.typed);
    if (match.kind === 'partial') {
      if (yield* this.#waitMore()) return;
      this.typed = this.typed.slice(1);
      return;
    }
    const key = this.typed.slice(0, match.length);
    this.typed = this.typed.slice(match.length);
    if (match.kind === 'text') {
      this.line.insert(key, true);
      this.lastCommand = 'self-insert';
      yield* this.refresh();
    } else if (match.kind === 'command') yield* this.run(match.name);
  }

  /** Runs an editing command by name. */
  *run(name: string): Task<void> {
    if (name === 'complete' || name === 'possible-completions') {
      // Loaded at the first Tab.
      const menu = yield* host(import('../completion/menu'));
      yield* name === 'complete' ? menu.completeAtCursor(this) : menu.listCompletions(this);
    } else if (name === 'bracketed-paste-begin') yield* this.#paste();
    else if (name === 'reverse-search-history') yield* searchHistory(this, -1);
    else if (name === 'forward-search-history') yield* searchHistory(this, 1);
    else {
      const action = editorActions[name];
      const task = action?.(this);
      if (task !== undefined) yield* task;
    }
    this.lastCommand = name;
    if (this.#reading === undefined) yield* this.refresh();
  }

  /** Everything up to the end mark is text. */
  *#paste(): Task<void> {
    for (;;) {
      const end = this.typed.indexOf('\x1b[201~');
      if (end >= 0) {
        const text = this.typed.slice(0, end).replace(/\r\n?/g, '\n');
        this.typed = this.typed.slice(end + 6);
        this.line.insert(text);
        return;
      }
      if (!(yield* this.#waitMore())) return;
    }
  }

  *#waitKeys(): Task<void> {
    const { process } = this.shell;
    while (!this.file.isReadable) {
      yield { on: [this.file.readable, this.tty.resized, process.interrupted] };
      if (this.shell.pendingSignals.length > 0) {
        this.finish({ kind: 'interrupt' });
        return;
      }
      if (!this.file.isReadable) yield* this.send(this.screen.resized());
      yield* this.refresh();
    }
    const piece = yield* this.file.read();
    if (piece === '') this.finish({ kind: 'end' });
    this.typed += piece;
  }

  /** Waits for the rest of a key sequence; false when the terminal is gone. */
  *#waitMore(): Task<boolean> {
    const deadline = this.shell.process.sim.now + 500;
    while (!this.file.isReadable) {
      if (this.shell.process.sim.now >= deadline) return false;
      yield { on: this.file.readable, until: deadline };
    }
    const piece = yield* this.file.read();
    this.typed += piece;
    return piece !== '';
  }

  /** The next key, for commands that ask for one. */
  *readKey(): Task<string> {
    while (this.typed === '') {
      const piece = yield* this.file.read();
      if (piece === '') return '';
      this.typed += piece;
    }
    const match = matchKey(this.typed);
    const length = match.kind === 'command' || match.kind === 'unknown' ? match.length : 1;
    const [char = ''] = this.typed;
    const key = length > 1 ? this.typed.slice(0, length) : char;
    this.typed = this.typed.slice(key.length);
    return key;
  }

  /** To the terminal. */
  *send(text: string): Task<void> {
    if (text !== '') yield* this.shell.print(2, text);
  }

  *bell(): Task<void> {
    yield* this.send('\x07');
  }

  *refresh(): Task<void> {
    this.shell.typed = this.line.text;
    const { chars, cursor } = this.line;
    yield* this.send(this.screen.show({ prompt: this.prompt, chars: [...chars], cursor }));
  }

  /** A line of the history with the changes made to it. */
  historyText(index: number): string {
    return this.edits.get(index) ?? this.shell.history?.lines[index]?.text ?? '';
  }

  /** Shows another line of the history. */
  goTo(index: number): void {
    const lines = this.shell.history?.lines ?? [];
    if (this.historyAt === lines.length) this.draft = this.line.text;
    else if (this.line.text !== this.historyText(this.historyAt)) {
      this.edits.set(this.historyAt, this.line.text);
    }
    this.historyAt = index;
    this.line.remember();
    this.line.set(index === lines.length ? this.draft : this.historyText(index));
  }
}
