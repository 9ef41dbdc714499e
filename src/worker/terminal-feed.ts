// The way of a terminal's output to the page: taken from the tty at the moment it is written (how
// fast a screen draws never changes what the simulation does), sent in pieces, and held back while
// the page has not drawn what it got. Keeps the end as text, for the next visit.
import { chunks, showable } from '../protocol/chunks';
import { maxChunkUnits, maxPendingUnits } from '../protocol/messages';
import type { WorldTerminal } from './contract';

/** How much of the past is kept, in UTF-16 units, and up to where it may grow meanwhile. */
const keptUnits = 256 * 1024;
const trimmedAt = 2 * keptUnits;

export class TerminalFeed {
  readonly terminal: WorldTerminal;
  #send: (text: string) => void;
  #queue: string[] = [];
  #queuedUnits = 0;
  #pendingUnits = 0;
  #past: string[] = [];
  #pastUnits = 0;
  #isCommandRunning = false;
  /** Nobody looks yet: output goes into the past only. */
  isMuted = false;

  /** @param past what was shown before. */
  constructor(terminal: WorldTerminal, send: (text: string) => void, past = '') {
    this.terminal = terminal;
    this.#send = send;
    this.#keep(past);
  }

  /** More is waiting than a screen may be behind: virtual time should stand still. */
  get isBehind(): boolean {
    return this.#queuedUnits + this.#pendingUnits > maxPendingUnits;
  }

  /** The end of all that was ever shown. */
  get past(): string {
    return this.#past.join('');
  }

  /** The page has drawn so many units. */
  drawn(units: number): void {
    this.#pendingUnits = Math.max(0, this.#pendingUnits - units);
    this.flush();
  }

  input(text: string): void {
    const interrupts = /[\x03\x1c\x1a]/.test(text) && this.terminal.tty.mode.signals;
    if (interrupts) {
      this.#queue = [];
      this.#queuedUnits = 0;
    }
    this.terminal.tty.input(text);
  }

  /** Sends what may be sent. */
  flush(): void {
    while (this.#queue.length > 0 && this.#pendingUnits < maxPendingUnits) {
      const text = this.#queue.shift() ?? '';
      this.#queuedUnits -= text.length;
      this.#pendingUnits += text.length;
      this.#send(text);
    }
  }

  /** Whether a command runs, by the marks that the shell puts into its output (OSC 133). */
  get isCommandRunning(): boolean {
    return this.#isCommandRunning;
  }

  /** Takes what the terminal has to show. */
  take(): void {
    for (;;) {
      const raw = this.terminal.output();
      if (raw === undefined || raw === '') return;
      const text = showable(raw);
      this.#noticeMarks(text);
      this.#keep(text);
      if (this.isMuted) continue;
      this.#queuedUnits += text.length;
      this.#queue.push(...this.#joined(text));
    }
  }

  #noticeMarks(text: string): void {
    const begins = text.lastIndexOf('\x1b]133;C');
    const ends = text.lastIndexOf('\x1b]133;D');
    if (begins >= 0 || ends >= 0) this.#isCommandRunning = begins > ends;
  }

  /** The text in pieces for messages; a short one joins the last that waits. */
  #joined(text: string): string[] {
    const last = this.#queue.at(-1);
    if (last === undefined || last.length + text.length > maxChunkUnits) {
      return [...chunks(text, maxChunkUnits)];
    }
    this.#queue.pop();
    return [last + text];
  }

  #keep(text: string): void {
    if (text === '') return;
    this.#past.push(text);
    this.#pastUnits += text.length;
    if (this.#pastUnits < trimmedAt) return;
    const all = this.#past.join('');
    const cut = all.indexOf('\n', all.length - keptUnits);
    const kept = all.slice(cut < 0 ? -keptUnits : cut + 1);
    this.#past = [kept];
    this.#pastUnits = kept.length;
  }
}
