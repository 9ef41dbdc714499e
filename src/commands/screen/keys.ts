// Keys from a terminal in raw mode: characters, and names for the others (`up`, `ctrl-x`, `alt-f`).
import type { Task } from '../../base/sim';
import type { OpenFile, Process, Tty } from '../../machine/types';

/** How long an escape may be the beginning of a longer sequence, ms. */
const escapeWaitMs = 50;

const sequences: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[2~': 'insert',
  '[3~': 'delete',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[Z': 'back-tab',
  '[1;5C': 'ctrl-right',
  '[1;5D': 'ctrl-left',
  '[1;5A': 'ctrl-up',
  '[1;5B': 'ctrl-down',
  '[1;5H': 'ctrl-home',
  '[1;5F': 'ctrl-end',
  '[200~': 'paste-begin',
  '[201~': 'paste-end',
  OP: 'f1',
  OQ: 'f2',
  OR: 'f3',
  OS: 'f4',
};

const named: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'ctrl-j',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1b': 'escape',
  '\0': 'ctrl-space',
};

export class Keyboard {
  #process: Process;
  #file: OpenFile;
  #tty: Tty;
  #pending = '';

  constructor(process: Process, file: OpenFile, tty: Tty) {
    this.#process = process;
    this.#file = file;
    this.#tty = tty;
  }

  /**
   * The next key: a character, a name, `resize` when the window changed, `eof` when the terminal
   * is gone, '' when `timeoutMs` have passed.
   */
  *next(timeoutMs = Number.POSITIVE_INFINITY): Task<string> {
    const until = this.#process.sim.now + timeoutMs;
    const size = [this.#tty.columns, this.#tty.rows];
    while (this.#pending === '') {
      if (this.#file.isReadable) {
        this.#pending = yield* this.#file.read();
        if (this.#pending === '') return 'eof';
        break;
      }
      if (size[0] !== this.#tty.columns || size[1] !== this.#tty.rows) return 'resize';
      if (this.#process.sim.now >= until) return '';
      const on = [this.#file.readable, this.#tty.resized, this.#process.interrupted];
      yield Number.isFinite(until) ? { on, until } : { on };
    }
    return yield* this.#take();
  }

  *#take(): Task<string> {
    const char = String.fromCodePoint(this.#pending.codePointAt(0) ?? 0);
    if (char !== '\x1b') {
      this.#pending = this.#pending.slice(char.length);
      return nameOf(char);
    }
    if (this.#pending === char) yield* this.#waitForMore();
    const match = /^\x1b(\[[0-9;?]*[ -/]*[@-~]|O.)/.exec(this.#pending);
    if (match !== null) {
      this.#pending = this.#pending.slice(match[0].length);
      return sequences[match[1] ?? ''] ?? 'unknown';
    }
    const next = this.#pending[1];
    if (next === undefined || next === '\x1b') {
      this.#pending = this.#pending.slice(1);
      return 'escape';
    }
    this.#pending = this.#pending.slice(2);
    return `alt-${nameOf(next).toLowerCase()}`;
  }

  *#waitForMore(): Task<void> {
    const until = this.#process.sim.now + escapeWaitMs;
    while (!this.#file.isReadable && this.#process.sim.now < until) {
      yield { on: this.#file.readable, until };
    }
    if (this.#file.isReadable) this.#pending += yield* this.#file.read();
  }
}

function nameOf(char: string): string {
  const name = named[char];
  if (name !== undefined) return name;
  const code = char.charCodeAt(0);
  if (code < 27) return `ctrl-${String.fromCharCode(code + 96)}`;
  if (code < 32) return `ctrl-${String.fromCharCode(code + 64)}`;
  return char;
}
