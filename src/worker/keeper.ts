// Decides when a world is written down: the journal at once, how far time has come now and then,
// and a keyframe when it is quiet and enough has been done since the last one.
import type { Host, World } from './contract';
import type { JournalEntry } from './journal';
import type { KeptTerminal, StoredWorld, WorldStore } from './storage/world-store';

/** Real ms between two notes of how far virtual time has come. */
const positionEveryMs = 1000;
/** Real ms between two keyframes, and how many times its own cost that must be at least. */
const keyframeEveryMs = 15_000;
const keyframeCostFactor = 200;
/** Acts that are many to repeat at a visit. */
const manyActs = 20;

export class Keeper {
  #store: WorldStore;
  #host: Host;
  #positionAt = 0;
  #keyframeAt: number;
  #keyframeCostMs = 0;
  /** Acts since the last keyframe. */
  #acts = 0;

  constructor(store: WorldStore, host: Host) {
    this.#store = store;
    this.#host = host;
    this.#keyframeAt = host.now();
  }

  async load(): Promise<StoredWorld | undefined> {
    const stored = await this.#store.load();
    if (stored === undefined) return undefined;
    const { keyframe, firstEntry, entries } = stored;
    this.#acts = entries.length - Math.max(0, (keyframe?.nextEntry ?? 0) - firstEntry);
    // The next visit should not have to repeat as much.
    if (this.#acts > manyActs) this.#keyframeAt = Number.NEGATIVE_INFINITY;
    return stored;
  }

  begin(seed: string, epochMs: number): Promise<void> {
    return this.#store.begin(seed, epochMs);
  }

  cut(entry: number, positionMs: number): Promise<void> {
    return this.#store.cut(entry, positionMs);
  }

  append(entry: JournalEntry): void {
    this.#acts++;
    this.#store.append(entry);
  }

  position(atMs: number): void {
    this.#positionAt = this.#host.now();
    this.#store.position(atMs);
  }

  flush(): Promise<void> {
    return this.#store.flush();
  }

  /** Everything due has been done: writes down what it is time for. */
  keep(world: World, terminals: () => readonly KeptTerminal[]): void {
    const now = this.#host.now();
    const pause = Math.max(keyframeEveryMs, this.#keyframeCostMs * keyframeCostFactor);
    const isDue = this.#acts > 0 && now - this.#keyframeAt > pause && world.canSave !== false;
    if (isDue && world.snapshot !== undefined) {
      this.#store.keyframe({
        atMs: world.sim.now,
        nextEntry: this.#store.nextEntry,
        snapshot: world.snapshot(),
        terminals: terminals(),
      });
      this.#acts = 0;
      this.#keyframeAt = this.#host.now();
      this.#positionAt = this.#keyframeAt;
      this.#keyframeCostMs = this.#keyframeAt - now;
    } else if (now - this.#positionAt > positionEveryMs) {
      this.position(world.sim.now);
    }
  }
}
