// The terminals of a world as the page sees them: one feed each, opened, reopened, typed into,
// resized; and whether a command runs in them.
import type { TerminalId, TerminalSize } from '../protocol/messages';
import type { World, WorldTerminal } from './contract';
import type { Act } from './journal';
import type { KeptTerminal } from './storage/world-store';
import { TerminalFeed } from './terminal-feed';

/** Virtual ms that a command given while paused has for its answer: requests take some. */
const graceMs = 250;

export class Screens {
  #world: World;
  #send: (terminal: TerminalId, text: string) => void;
  #feeds = new Map<TerminalId, TerminalFeed>();
  /** Terminals in which a command runs, with the virtual time at which it began. */
  #runningSince = new Map<TerminalId, number>();
  #isMuted = false;

  constructor(world: World, send: (terminal: TerminalId, text: string) => void) {
    this.#world = world;
    this.#send = send;
    world.sim.handle('screen', (id) => this.#takeOutput(id));
  }

  /** While muted, output goes into the past only: a journal is being repeated. */
  set isMuted(isMuted: boolean) {
    this.#isMuted = isMuted;
    for (const feed of this.#feeds.values()) feed.isMuted = isMuted;
  }

  /** A screen has more to show than it may be behind. */
  get isBehind(): boolean {
    for (const feed of this.#feeds.values()) if (feed.isBehind) return true;
    return false;
  }

  /** Until when a command that was given while time is paused may go on (virtual ms). */
  get graceUntilMs(): number {
    return Math.max(...this.#runningSince.values()) + graceMs;
  }

  sizeOf(id: TerminalId): TerminalSize | undefined {
    return this.#feeds.get(id)?.terminal.tty;
  }

  /** Everything as it is kept for the next visit. */
  kept(): KeptTerminal[] {
    return [...this.#feeds].map(([id, { terminal, past }]) => {
      const { columns, rows } = terminal.tty;
      return { id, columns, rows, past };
    });
  }

  /** Takes over the terminals that came back with a snapshot. */
  reopen(kept: readonly KeptTerminal[]): void {
    kept.forEach(({ id, columns, rows, past }, at) => {
      const terminal = this.#world.terminals?.[at] ?? this.#world.openTerminal(columns, rows);
      this.#add(id, terminal, past);
    });
  }

  open(id: TerminalId, { columns, rows }: TerminalSize): void {
    if (!this.#feeds.has(id)) this.#add(id, this.#world.openTerminal(columns, rows), '');
  }

  /** Does what the page did to a terminal. */
  apply(act: Act): void {
    if (act.kind === 'open') this.open(act.terminal, act.size);
    const feed = this.#feeds.get(act.terminal);
    if (feed === undefined) return;
    if (act.kind === 'input') feed.input(act.text);
    if (act.kind === 'resize') {
      feed.terminal.tty.columns = act.size.columns;
      feed.terminal.tty.rows = act.size.rows;
    }
  }

  /** The page has drawn so many units of a terminal's output. */
  drawn(id: TerminalId, units: number): void {
    this.#feeds.get(id)?.drawn(units);
  }

  /** Sends what may be sent. */
  flush(): void {
    for (const feed of this.#feeds.values()) feed.flush();
  }

  #add(id: TerminalId, terminal: WorldTerminal, past: string): void {
    const feed = new TerminalFeed(terminal, (text) => this.#send(id, text), past);
    feed.isMuted = this.#isMuted;
    this.#feeds.set(id, feed);
    this.#listen(id, feed);
  }

  /** Output is taken by an entry of the world's queue: always at the same point of its course. */
  #listen(id: TerminalId, feed: TerminalFeed): void {
    const { sim } = this.#world;
    feed.terminal.hasOutput.add({ wake: () => sim.schedule(sim.now, 'screen', id) });
  }

  #takeOutput(id: TerminalId): void {
    const feed = this.#feeds.get(id);
    if (feed === undefined) return;
    this.#listen(id, feed);
    const wasRunning = feed.isCommandRunning;
    feed.take();
    if (!feed.isCommandRunning) this.#runningSince.delete(id);
    else if (!wasRunning) this.#runningSince.set(id, this.#world.sim.now);
  }
}
