// For tests of full-screen programs: a terminal whose screen can be read as text.
import type { SimulatedMachine } from '../../machine/machine';
import type { Machine, Process } from '../../machine/types';

/** A program on a terminal of 60 by 12. */
export class TestTerminal {
  readonly process: Process;
  #machine: Machine;
  #terminal: ReturnType<SimulatedMachine['createTerminal']>;
  #rows: string[][] = [];
  #cursor = { row: 0, column: 0 };

  constructor(machine: Machine, argv: readonly string[], cwd = '/root') {
    this.#machine = machine;
    this.#terminal = (machine as SimulatedMachine).createTerminal(60, 12);
    const tty = this.#terminal.open();
    this.process = machine.spawn({
      argv,
      cwd,
      env: new Map([
        ['PATH', '/usr/bin:/usr/sbin'],
        ['TERM', 'xterm-256color'],
        ['HOME', '/root'],
      ]),
      fds: new Map([0, 1, 2].map((fd) => [fd, tty] as const)),
      session: { tty: this.#terminal },
    });
    tty.release();
    this.run();
  }

  /** Lets virtual time pass. */
  run(ms = 100): void {
    this.#machine.sim.advance(this.#machine.sim.now + ms);
    this.#show(this.#terminal.output.take(1_000_000));
  }

  /** Types text, key by key. */
  type(text: string): void {
    for (const key of text) {
      this.#terminal.input(key);
      this.run();
    }
  }

  /** Sends a whole sequence at once. */
  send(sequence: string): void {
    this.#terminal.input(sequence);
    this.run();
  }

  line(row: number): string {
    const cells = this.#rows[row] ?? [];
    return Array.from(cells, (cell) => cell ?? ' ')
      .join('')
      .trimEnd();
  }

  get lines(): readonly string[] {
    return Array.from({ length: 12 }, (_, row) => this.line(row));
  }

  get cursor(): readonly [number, number] {
    return [this.#cursor.row, this.#cursor.column];
  }

  #show(text: string): void {
    const pieces =
      /\x1b\[([?!]?)([\d;]*)([A-Za-z])|\x1b[78c>]|([\r\n\b\x07])|([^\x1b\r\n\b\x07])/gu;
    for (const [, , numbers = '', command, control, char] of text.matchAll(pieces)) {
      if (char !== undefined) this.#put(char);
      else if (control === '\r') this.#cursor.column = 0;
      else if (control === '\n') this.#cursor.row++;
      else if (control === '\b') this.#cursor.column--;
      else if (command === 'H') {
        const [row = 1, column = 1] = numbers.split(';').map((n) => Number(n || 1));
        this.#cursor = { row: row - 1, column: column - 1 };
      } else if (command === 'J') this.#rows = [];
      else if (command === 'K') this.#rows[this.#cursor.row]?.splice(this.#cursor.column);
    }
  }

  #put(char: string): void {
    const { row, column } = this.#cursor;
    const cells = this.#rows[row] ?? [];
    this.#rows[row] = cells;
    while (cells.length < column) cells.push(' ');
    cells[column] = char;
    this.#cursor.column++;
  }
}
