// A small world for tests of the worker: a terminal with a few commands on a real Sim, and a host
// clock that a test moves by hand.
import { Sim, type Task } from '../base/sim';
import { Terminal } from '../machine/tty/terminal';
import type { Host, World, WorldOptions, WorldTerminal } from './contract';

interface SmallSnapshot {
  readonly now: number;
  readonly lines: readonly string[];
}

/** What the commands of a small world leave behind. */
export class SmallWorld implements World {
  readonly sim: Sim;
  readonly lines: string[] = [];
  readonly terminals: WorldTerminal[] = [];
  canSave = true;
  hurry = 1;
  changes = 0;
  /** Whether the shell marks prompts, commands and their ends (OSC 133). */
  hasMarks = false;
  #seed: string;

  constructor({ seed, epochMs, size, snapshot }: WorldOptions) {
    this.#seed = seed;
    const saved = snapshot as SmallSnapshot | undefined;
    this.sim = new Sim(saved?.now ?? epochMs);
    this.lines.push(...(saved?.lines ?? []));
    if (saved !== undefined) this.#open(size.columns, size.rows, false);
  }

  get isSettled(): boolean {
    return this.sim.nextAt() === undefined;
  }

  openTerminal(columns: number, rows: number): WorldTerminal {
    return this.#open(columns, rows, true);
  }

  snapshot(): SmallSnapshot {
    return { now: this.sim.now, lines: [...this.lines] };
  }

  #open(columns: number, rows: number, prompts: boolean): WorldTerminal {
    const tty = new Terminal({ name: '/dev/pts/0', columns, rows, signal: () => this.#stop() });
    tty.foreground = 1;
    const terminal = {
      tty,
      output: () => tty.output.take() || undefined,
      hasOutput: tty.output.ready,
    };
    this.terminals.push(terminal);
    this.#shell = this.sim.spawn('shell', this.#run(tty, prompts));
    this.#restart = () => {
      this.#shell = this.sim.spawn('shell', this.#run(tty, true));
    };
    return terminal;
  }

  #shell: { kill(): void } | undefined;
  #restart: () => void = () => {};

  #stop(): void {
    this.#shell?.kill();
    this.#restart();
  }

  *#run(tty: Terminal, prompts: boolean): Task<void> {
    const file = tty.open();
    const mark = (kind: string) => (this.hasMarks ? `\x1b]133;${kind}\x07` : '');
    const prompt = () => `${mark('A')}${this.#seed}$ ${mark('B')}`;
    if (prompts) yield* file.write(prompt());
    for (;;) {
      const line = (yield* file.read()).trim();
      yield* file.write(mark('C'));
      const [name = '', argument = '1'] = line.split(' ');
      if (name === 'sleep') yield { until: this.sim.now + Number(argument) * 1000 };
      if (name === 'fail') throw new Error('asked to fail');
      if (name === 'spin') for (;;) yield {};
      if (name === 'flood') for (;;) yield* file.write(`${'x'.repeat(1000)}\n`);
      this.lines.push(line);
      this.changes++;
      const end = mark(`D;${name === 'false' ? 1 : 0}`);
      yield* file.write(`${this.lines.length}: ${line} at ${this.sim.now}\n${end}${prompt()}`);
    }
  }
}

/** A clock that stands still until `pass` moves it. */
export class HandHost implements Host {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];
  /** Real ms that each look at the clock costs: makes turns end. */
  cost = 0;

  now(): number {
    this.#now += this.cost;
    return this.#now;
  }

  wallMs(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  soon(callback: () => void): void {
    this.after(0, callback);
  }

  /** Real time passes and no timer fires: the machine is asleep. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** How many calls back wait. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Real time passes; calls back what is due. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = Math.max(this.#now, until);
  }
}
