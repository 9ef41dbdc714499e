// The worker's middle: answers the page, keeps the world going, and has it stored. What is thrown
// inside the world is caught here: the page is told, and the rest goes on.
import type {
  Origin,
  PageMessage,
  StartMessage,
  TerminalId,
  TerminalSize,
  Trust,
  WorkerMessage,
} from '../protocol/messages';
import type { CreateWorld, Host, World } from './contract';
import { type Act, type JournalEntry, journalText, replay } from './journal';
import type { Keeper } from './keeper';
import { type Moment, Pacer } from './pacer';
import { Screens } from './screens';
import type { StoredWorld } from './storage/world-store';
import { formatVersion } from './storage/world-store';

/** The terminal that every world has. */
const firstTerminal: TerminalId = 'laptop';

/** Faults shown in one session; more of the same help nobody. */
const maxFaults = 20;

export interface SessionOptions {
  readonly create: CreateWorld;
  readonly host: Host;
  readonly post: (message: WorkerMessage) => void;
  /** Where the world is kept; undefined when this browser keeps nothing. */
  readonly keeper: Keeper | undefined;
  /** Output that other tabs see too. */
  readonly onOutput?: (terminal: TerminalId, text: string) => void;
}

/** One world, running. */
export class Session {
  #options: SessionOptions;
  #start: StartMessage;
  #seed: string;
  #epochMs: number;
  #world: World | undefined;
  #pacer: Pacer | undefined;
  #screens: Screens | undefined;
  #entries: JournalEntry[] = [];
  #faults = 0;
  /** A journal is being repeated: its faults are known. */
  #isReplaying = false;
  /** Messages that came before the world was there. */
  #early: PageMessage[] = [];

  constructor(start: StartMessage, options: SessionOptions) {
    this.#start = start;
    this.#options = options;
    this.#seed = start.seed;
    this.#epochMs = start.epochMs;
  }

  /** Makes or restores the world and begins. Trusts what is stored less after each failure. */
  async run(): Promise<void> {
    const stored = await this.#options.keeper?.load();
    const levels: readonly Trust[] = ['all', 'most', 'checkpoint', 'nothing'];
    for (const trust of levels.slice(levels.indexOf(this.#start.trust))) {
      try {
        await this.#begin(trust, stored);
        return;
      } catch (error) {
        this.#isReplaying = false;
        this.#fault(error);
        if (trust === 'nothing') return;
      }
    }
  }

  handle(message: PageMessage): void {
    const pacer = this.#pacer;
    if (pacer === undefined) {
      this.#early.push(message);
      return;
    }
    switch (message.type) {
      case 'input':
      case 'resize':
      case 'open':
        pacer.input((moment) => this.#act(message, moment));
        return;
      case 'drawn':
        this.#screens?.drawn(message.terminal, message.units);
        pacer.nudge();
        return;
      case 'pace':
        pacer.setMode(message.mode);
        return;
      case 'speed':
        pacer.setFactor(message.factor);
        return;
      case 'step':
        pacer.step();
        return;
      case 'flush':
        this.#position();
        return;
      case 'report':
        this.#options.post({ type: 'report', report: this.#report() });
        return;
    }
  }

  /** Stops and writes everything down: another tab goes on. */
  async stop(): Promise<void> {
    this.#pacer?.stop();
    this.#pacer = undefined;
    await this.#options.keeper?.flush();
  }

  /** What each terminal has shown, for a tab that begins to watch. */
  past(): readonly { readonly terminal: TerminalId; readonly text: string }[] {
    return (this.#screens?.kept() ?? []).map(({ id, past }) => ({ terminal: id, text: past }));
  }

  async #begin(trust: Trust, stored: StoredWorld | undefined): Promise<void> {
    const { keeper, create, post } = this.#options;
    const isKnown = stored !== undefined && trust !== 'nothing';
    this.#seed = isKnown ? stored.record.seed : this.#start.seed;
    this.#epochMs = isKnown ? stored.record.epochMs : this.#start.epochMs;
    const keyframe = isKnown ? stored.keyframe : undefined;
    const world = await create({
      seed: this.#seed,
      epochMs: this.#epochMs,
      size: this.#start.size,
      ...(keyframe === undefined ? {} : { snapshot: keyframe.snapshot }),
    });
    this.#world = world;
    world.sim.onFault = (error) => this.#fault(error);
    const screens = this.#makeScreens(world);
    this.#screens = screens;
    this.#entries = isKnown ? [...stored.entries] : [];
    if (isKnown) await this.#resume(world, screens, trust, stored);
    else {
      await keeper?.begin(this.#seed, this.#epochMs);
      this.#record({
        atMs: world.sim.now,
        kind: 'open',
        terminal: firstTerminal,
        size: this.#start.size,
      });
      screens.open(firstTerminal, this.#start.size);
    }
    this.#pacer = this.#makePacer(world, screens);
    const origin: Origin = !isKnown ? 'new' : trust === 'all' ? 'restored' : 'checkpoint';
    post({ type: 'ready', origin, startedAtMs: this.#epochMs });
    if (isKnown) this.#showPast(screens);
    this.#sayClock();
    this.#pacer.start();
    for (const message of this.#early.splice(0)) this.handle(message);
  }

  /** Shows what was on the screens, and fits the first one to the page as it is now. */
  #showPast(screens: Screens): void {
    screens.isMuted = false;
    for (const { terminal, text } of this.past()) {
      this.#options.post({ type: 'past', terminal, text });
    }
    const size = screens.sizeOf(firstTerminal);
    if (size === undefined || isSize(size, this.#start.size)) return;
    this.#early.unshift({ type: 'resize', terminal: firstTerminal, size: this.#start.size });
  }

  /** Brings a world to where it was when something was last written. */
  async #resume(world: World, screens: Screens, trust: Trust, stored: StoredWorld): Promise<void> {
    const { keyframe, record, firstEntry, entries } = stored;
    this.#isReplaying = true;
    screens.isMuted = true;
    if (keyframe === undefined) screens.open(firstTerminal, this.#firstSize(entries));
    else screens.reopen(keyframe.terminals);
    // The first entry of all opens the terminal: that has been done.
    const from = Math.max(0, (keyframe?.nextEntry ?? 1) - firstEntry);
    const until = trust === 'all' ? entries.length : from + trusted(entries.slice(from), trust);
    this.#entries = entries.slice(0, until);
    const last = this.#entries.at(-1)?.atMs ?? world.sim.now;
    const untilMs = trust === 'all' ? record.positionMs : Math.max(last, world.sim.now);
    await replay(world, this.#entries.slice(from), untilMs, (act) => this.#apply(act));
    if (trust !== 'all') await this.#options.keeper?.cut(firstEntry + until, world.sim.now);
    this.#isReplaying = false;
  }

  /** The first terminal is opened with the size that the journal begins with. */
  #firstSize(entries: readonly JournalEntry[]): TerminalSize {
    const first = entries[0];
    return first?.kind === 'open' ? first.size : this.#start.size;
  }

  #makeScreens(world: World): Screens {
    return new Screens(world, (terminal, text) => {
      this.#options.post({ type: 'output', terminal, text });
      this.#options.onOutput?.(terminal, text);
    });
  }

  #makePacer(world: World, screens: Screens): Pacer {
    return new Pacer(world, this.#options.host, {
      onPace: () => this.#sayClock(),
      onPart: () => screens.flush(),
      onQuiet: () => {
        screens.flush();
        this.#keep(world, screens);
      },
      isHeld: () => screens.isBehind,
      graceUntil: () => screens.graceUntilMs,
    });
  }

  #act(message: Extract<PageMessage, { type: Act['kind'] }>, moment: Moment): void {
    const { type, ...rest } = message;
    const act = { kind: type, ...rest } as Act;
    this.#record({ ...moment, ...act });
    this.#apply(act);
  }

  #record(entry: JournalEntry): void {
    this.#entries.push(entry);
    this.#options.keeper?.append(entry);
  }

  #apply(act: Act): void {
    try {
      this.#screens?.apply(act);
    } catch (error) {
      this.#fault(error);
    }
  }

  #keep(world: World, screens: Screens): void {
    try {
      this.#options.keeper?.keep(world, () => screens.kept());
    } catch (error) {
      this.#fault(error);
    }
  }

  #position(): void {
    if (this.#world !== undefined) this.#options.keeper?.position(this.#world.sim.now);
  }

  #sayClock(): void {
    const pacer = this.#pacer;
    const world = this.#world;
    if (pacer === undefined || world === undefined) return;
    this.#options.post({
      type: 'clock',
      nowMs: world.sim.now,
      realMs: this.#options.host.wallMs(),
      mode: pacer.mode,
      rate: pacer.rate,
      factor: pacer.factor,
      isSettled: pacer.isSettled,
    });
  }

  #fault(error: unknown): void {
    if (++this.#faults > maxFaults) return;
    if (this.#isReplaying) return;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const where = (error instanceof Error ? error.stack : undefined) ?? message;
    const report = `${where}\n\n${this.#report()}`;
    this.#options.post({ type: 'fault', message, report });
  }

  /** Everything that reproduces the present state, as text. */
  #report(): string {
    const head = JSON.stringify({
      seed: this.#seed,
      epochMs: this.#epochMs,
      format: formatVersion,
      now: this.#world === undefined ? undefined : this.#world.sim.now - this.#epochMs,
    });
    return `${head}\n${journalText(this.#entries, this.#epochMs)}\n`;
  }
}

/** How many of the entries to repeat: with most of them, all before the last command. */
function trusted(entries: readonly JournalEntry[], trust: Trust): number {
  if (trust !== 'most') return 0;
  const isEnter = (entry: JournalEntry) => entry.kind === 'input' && /[\r\n]/.test(entry.text);
  const last = entries.findLastIndex(isEnter);
  // What was typed of it goes too: back to the Enter before.
  return entries.slice(0, Math.max(0, last)).findLastIndex(isEnter) + 1;
}

function isSize(tty: TerminalSize, size: TerminalSize): boolean {
  return tty.columns === size.columns && tty.rows === size.rows;
}
