// A terminal: the line discipline between what is typed and what processes read, and back.
// Raw mode passes keys as typed but keeps turning newlines of the output into CR LF.
import { Condition, type Task } from '../../base/sim';
import { SystemError } from '../errno';
import { Description } from '../open-file';
import type { OpenFile, SignalName, Tty, TtyMode } from '../types';
import { echoOf, echoWidth, wipe, withoutLastWord } from './line-editing';
import { OutputQueue } from './output-queue';

export interface TerminalOptions {
  /** `/dev/pts/0`. */
  readonly name: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Sends a signal to a process group. */
  readonly signal: (group: number, name: SignalName) => void;
  /** Called when the connection is gone. */
  readonly onHangUp?: (terminal: Terminal) => void;
}

const signalKeys: Readonly<Record<string, SignalName>> = {
  '\x03': 'INT',
  '\x1c': 'QUIT',
  '\x1a': 'TSTP',
};

export class Terminal implements Tty {
  readonly name: string;
  readonly resized = new Condition();
  readonly readable = new Condition();
  /** The screen's side of the output. */
  readonly output = new OutputQueue();
  foreground = 0;
  isHungUp = false;
  #columns: number;
  #rows: number;
  #signal: (group: number, name: SignalName) => void;
  #onHangUp: ((terminal: Terminal) => void) | undefined;
  #mode: TtyMode = { cooked: true, echo: true, signals: true };
  /** The line being typed. */
  #line: string[] = [];
  /** Finished input: lines when cooked ('' is an end of file), anything when raw. */
  #ready: string[] = [];
  #isLiteralNext = false;
  #endsWithReturn = false;

  constructor(options: TerminalOptions) {
    this.name = options.name;
    this.#columns = options.columns ?? 80;
    this.#rows = options.rows ?? 24;
    this.#signal = options.signal;
    this.#onHangUp = options.onHangUp;
  }

  get columns(): number {
    return this.#columns;
  }

  set columns(columns: number) {
    this.resize(columns, this.#rows);
  }

  get rows(): number {
    return this.#rows;
  }

  set rows(rows: number) {
    this.resize(this.#columns, rows);
  }

  /** Sets both sizes; processes in the foreground get SIGWINCH once. */
  resize(columns: number, rows: number): void {
    if (columns === this.#columns && rows === this.#rows) return;
    this.#columns = columns;
    this.#rows = rows;
    this.resized.wake();
    if (this.foreground > 0) this.#signal(this.foreground, 'WINCH');
  }

  get mode(): Readonly<TtyMode> {
    return this.#mode;
  }

  setMode(mode: Partial<TtyMode>): void {
    const wasCooked = this.#mode.cooked;
    this.#mode = { ...this.#mode, ...mode };
    if (wasCooked === this.#mode.cooked) return;
    const pending = this.#ready.join('') + this.#line.join('');
    this.#line = [];
    this.#ready = [];
    if (!this.#mode.cooked) {
      if (pending !== '') this.#ready.push(pending);
    } else {
      const lines = pending.replaceAll('\r', '\n').split(/(?<=\n)/);
      const last = lines[lines.length - 1];
      if (last !== undefined && !last.endsWith('\n')) this.#line = [...(lines.pop() ?? '')];
      this.#ready.push(...lines.filter((line) => line !== ''));
    }
    this.readable.wake();
  }

  input(text: string): void {
    if (this.isHungUp) return;
    if (!this.#mode.cooked && !this.#mode.signals && !this.#mode.echo) {
      this.#deliver(text);
      return;
    }
    for (const char of text) this.#type(char);
  }

  open(): OpenFile {
    return new TerminalFile(this);
  }

  /** The connection is gone: readers see the end, session and foreground get SIGHUP. */
  hangUp(): void {
    if (this.isHungUp) return;
    this.isHungUp = true;
    this.readable.wake();
    this.output.drained.wake();
    this.#onHangUp?.(this);
    if (this.foreground > 0) this.#signal(this.foreground, 'HUP');
  }

  get isReadable(): boolean {
    return this.#ready.length > 0 || this.isHungUp;
  }

  /** For open terminals: takes what can be read now. */
  take(max: number): string {
    const first = this.#ready.shift() ?? '';
    if (first.length <= max) return first;
    this.#ready.unshift(first.slice(max));
    return first.slice(0, max);
  }

  /** For open terminals: what was taken too much is read again first. */
  putBack(text: string): void {
    if (text === '') return;
    this.#ready.unshift(text);
    this.readable.wake();
  }

  /** For open terminals: puts output into the queue, with CR before LF. */
  show(text: string): void {
    if (text === '') return;
    let out = text;
    if (text.includes('\n')) out = text.replace(/\r?\n/g, '\r\n');
    if (this.#endsWithReturn && text.startsWith('\n')) out = out.slice(1);
    this.#endsWithReturn = text.endsWith('\r');
    this.output.put(out);
  }

  #type(char: string): void {
    if (this.#isLiteralNext) {
      this.#isLiteralNext = false;
      this.#insert(char);
      return;
    }
    const signal = this.#mode.signals ? signalKeys[char] : undefined;
    if (signal !== undefined) {
      this.#interrupt(char, signal);
      return;
    }
    if (!this.#mode.cooked) {
      if (this.#mode.echo) this.show(char === '\r' ? '\r\n' : echoOf(char));
      this.#deliver(char);
      return;
    }
    this.#edit(char);
  }

  #interrupt(char: string, signal: SignalName): void {
    this.#line = [];
    this.#ready = [];
    this.output.hold(false);
    this.output.clear();
    if (this.#mode.echo) this.show(echoOf(char));
    if (this.foreground > 0) this.#signal(this.foreground, signal);
  }

  #edit(char: string): void {
    switch (char) {
      case '\r':
      case '\n':
        this.#echo('\n');
        this.#finishLine('\n');
        return;
      case '\x04':
        this.#finishLine('');
        return;
      case '\b':
      case '\x7f':
        this.#keep(this.#line.slice(0, -1));
        return;
      case '\x15':
        this.#keep([]);
        return;
      case '\x17':
        this.#keep(withoutLastWord(this.#line));
        return;
      case '\x12':
        this.#echo(`^R\n${this.#line.map(echoOf).join('')}`);
        return;
      case '\x16':
        this.#isLiteralNext = true;
        return;
      case '\x13':
      case '\x11':
        this.output.hold(char === '\x13');
        return;
      default:
        this.#insert(char);
    }
  }

  #insert(char: string): void {
    this.#line.push(char);
    this.#echo(echoOf(char));
  }

  /** Shortens the line to what is given, and the screen with it. */
  #keep(line: string[]): void {
    const gone = this.#line.slice(line.length);
    this.#line = line;
    this.#echo(wipe(gone.reduce((sum, char) => sum + echoWidth(char), 0)));
  }

  #finishLine(end: string): void {
    const line = this.#line.join('') + end;
    this.#line = [];
    this.#ready.push(line);
    this.readable.wake();
  }

  #deliver(text: string): void {
    const last = this.#ready.length - 1;
    if (last >= 0) this.#ready[last] += text;
    else this.#ready.push(text);
    this.readable.wake();
  }

  #echo(text: string): void {
    if (this.#mode.echo) this.show(text);
  }
}

class TerminalFile extends Description {
  readonly kind = 'tty';
  readonly name: string;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    super();
    this.#terminal = terminal;
    this.name = terminal.name;
  }

  override get tty(): Tty {
    return this.#terminal;
  }

  override get isReadable(): boolean {
    return this.#terminal.isReadable;
  }

  override get readable(): Condition {
    return this.#terminal.readable;
  }

  *read(max = 65_536): Task<string> {
    while (!this.#terminal.isReadable) yield { on: this.#terminal.readable };
    return this.#terminal.take(max);
  }

  unread(text: string): void {
    this.#terminal.putBack(text);
  }

  *write(text: string): Task<void> {
    const terminal = this.#terminal;
    while (terminal.output.isFull && !terminal.isHungUp) yield { on: terminal.output.drained };
    if (terminal.isHungUp) throw new SystemError('EIO', this.name);
    terminal.show(text);
  }
}
