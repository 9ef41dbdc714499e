// Types into a terminal of a world in virtual time and reads its screen: for tests and scripts.
import type { LaptopTerminal } from './laptop-terminal';
import { createWorld, type World } from './world';

/** Virtual ms after which a command counts as stuck. */
const patienceMs = 600_000;

/** A world with one terminal and somebody at it. */
export class Typist {
  readonly world: World;
  readonly terminal: LaptopTerminal;
  #shown = '';

  constructor(world: World, terminal: LaptopTerminal) {
    this.world = world;
    this.terminal = terminal;
  }

  /** A new world of the minikube profile, at its first prompt. */
  static async sitDown(seed = 'typist', columns = 200): Promise<Typist> {
    const world = await createWorld({
      seed,
      epochMs: 1_767_603_600_000,
      profile: 'minikube',
    });
    await world.prepareSaving();
    const typist = new Typist(world, world.openTerminal(columns, 50));
    await typist.untilIdle();
    typist.take();
    return typist;
  }

  /** Runs a command line; its output without colours, marks and the prompt. */
  async run(line: string): Promise<string> {
    this.press(`${line}\r`);
    await this.untilIdle();
    const text = plain(this.take());
    const from = text.indexOf('\n') + 1;
    return text.slice(from, text.lastIndexOf('\n') + 1);
  }

  press(keys: string): void {
    this.terminal.tty.input(keys);
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const { sim } = this.world;
    const until = sim.now + ms;
    while (!sim.advance(until)) {
      await sim.hostSettled();
      this.#collect();
    }
    this.#collect();
  }

  /** Lets time pass until the shell is at its prompt again. */
  async untilIdle(): Promise<void> {
    const { sim } = this.world;
    const deadline = sim.now + patienceMs;
    do {
      await this.pass(20);
      if (sim.now > deadline) throw new Error(`still busy; on the screen: ${plain(this.#shown)}`);
    } while (!this.isAtPrompt);
  }

  /** The line editor waits for keys. */
  get isAtPrompt(): boolean {
    const { tty, shell } = this.terminal;
    return shell !== undefined && tty.foreground === shell.group && !tty.mode.cooked;
  }

  /** What was shown since the last time. */
  take(): string {
    this.#collect();
    const shown = this.#shown;
    this.#shown = '';
    return shown;
  }

  #collect(): void {
    for (let text = this.terminal.output(); text !== undefined; text = this.terminal.output()) {
      this.#shown += text;
    }
  }
}

/** Text without escape sequences and carriage returns. */
export function plain(text: string): string {
  return text
    .replace(/\x1b\][^\x07]*\x07/g, '')
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
    .replaceAll('\r', '');
}
