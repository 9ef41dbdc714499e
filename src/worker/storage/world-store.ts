// What is kept of a world between two visits: who it is, its newest keyframe, and the journal since
// then (and some before, for reports). Writes are gathered; one transaction runs at a time.
import type { JournalEntry } from '../journal';
import { answer, ofWorld, openDatabase, write } from './database';

/** Raised whenever older keyframes can no longer be read. */
export const formatVersion = 1;

/** Journal entries kept for reports from before the newest keyframe. */
const reportEntries = 5000;

export interface WorldRecord {
  readonly formatVersion: number;
  readonly seed: string;
  readonly epochMs: number;
  /** How far virtual time had come when something was last written. */
  readonly positionMs: number;
}

export interface Keyframe {
  readonly atMs: number;
  /** The first journal entry that is not in the snapshot. */
  readonly nextEntry: number;
  readonly snapshot: unknown;
  readonly terminals: readonly KeptTerminal[];
}

export interface KeptTerminal {
  readonly id: string;
  readonly columns: number;
  readonly rows: number;
  /** The end of what was shown, as it was sent to the screen. */
  readonly past: string;
}

export interface StoredWorld {
  readonly record: WorldRecord;
  readonly keyframe: Keyframe | undefined;
  /** Entries by number, from `firstEntry` on. */
  readonly firstEntry: number;
  readonly entries: readonly JournalEntry[];
}

export class WorldStore {
  #database: IDBDatabase;
  #world: string;
  #onFailure: (error: unknown) => void;
  #record: WorldRecord | undefined;
  #nextEntry = 0;
  #waiting: JournalEntry[] = [];
  #keyframe: Keyframe | undefined;
  #isPositionNew = false;
  #writing: Promise<void> | undefined;
  /** A write failed: there is a hole in the journal until the next keyframe is written. */
  #isBroken = false;

  /** @throws when this browser keeps nothing. */
  static async open(world: string, onFailure: (error: unknown) => void): Promise<WorldStore> {
    return new WorldStore(await openDatabase(), world, onFailure);
  }

  private constructor(database: IDBDatabase, world: string, onFailure: (error: unknown) => void) {
    this.#database = database;
    this.#world = world;
    this.#onFailure = onFailure;
  }

  /** The number that the next journal entry will get. */
  get nextEntry(): number {
    return this.#nextEntry + this.#waiting.length;
  }

  /** What is there, undefined when nothing is or it is of another version. */
  async load(): Promise<StoredWorld | undefined> {
    const transaction = this.#database.transaction(['worlds', 'keyframes', 'journal']);
    const store = (name: string) => transaction.objectStore(name);
    const range = ofWorld(this.#world);
    const [record, keyframes, entries, keys] = await Promise.all([
      answer(store('worlds').get(this.#world)) as Promise<WorldRecord | undefined>,
      answer(store('keyframes').getAll(range)) as Promise<Keyframe[]>,
      answer(store('journal').getAll(range)) as Promise<JournalEntry[]>,
      answer(store('journal').getAllKeys(range)) as Promise<[string, number][]>,
    ]);
    if (record === undefined || record.formatVersion !== formatVersion) return undefined;
    this.#record = record;
    const lastKey = keys.at(-1)?.[1];
    const keyframe = keyframes.at(-1);
    this.#nextEntry = Math.max(lastKey === undefined ? 0 : lastKey + 1, keyframe?.nextEntry ?? 0);
    return { record, keyframe, firstEntry: keys[0]?.[1] ?? 0, entries };
  }

  /** Begins a new world under the name; what was there is gone. Never rejects. */
  async begin(seed: string, epochMs: number): Promise<void> {
    await this.flush();
    this.#record = { formatVersion, seed, epochMs, positionMs: epochMs };
    this.#nextEntry = 0;
    await write(this.#database, ['worlds', 'keyframes', 'journal'], (store) => {
      store('keyframes').delete(ofWorld(this.#world));
      store('journal').delete(ofWorld(this.#world));
      store('worlds').put(this.#record, this.#world);
    }).catch((error: unknown) => this.#fail(error));
  }

  /** Drops entries that are not to be replayed: numbers from `entry` on. Never rejects. */
  async cut(entry: number, positionMs: number): Promise<void> {
    this.#nextEntry = entry;
    this.position(positionMs);
    await write(this.#database, ['journal'], (store) => {
      store('journal').delete(ofWorld(this.#world, entry));
    }).catch((error: unknown) => this.#fail(error));
  }

  append(entry: JournalEntry): void {
    if (this.#isBroken) return;
    this.#waiting.push(entry);
    this.position(entry.atMs);
  }

  /** Virtual time has come this far. */
  position(atMs: number): void {
    if (this.#record === undefined || this.#record.positionMs === atMs || this.#isBroken) return;
    this.#record = { ...this.#record, positionMs: atMs };
    this.#isPositionNew = true;
    this.#schedule();
  }

  keyframe(keyframe: Keyframe): void {
    this.#isBroken = false;
    this.#keyframe = keyframe;
    this.position(keyframe.atMs);
    this.#schedule();
  }

  /** Resolves when everything so far is written. Never rejects. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined || this.#isDirty) {
      this.#schedule();
      await this.#writing;
    }
  }

  close(): void {
    this.#database.close();
  }

  get #isDirty(): boolean {
    return this.#waiting.length > 0 || this.#keyframe !== undefined || this.#isPositionNew;
  }

  #schedule(): void {
    if (this.#writing !== undefined || !this.#isDirty) return;
    this.#writing = this.#write()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#writing = undefined;
        this.#schedule();
      });
  }

  /** From here on the journal is worth nothing; the next keyframe may be. */
  #fail(error: unknown): void {
    this.#isBroken = true;
    this.#waiting = [];
    this.#onFailure(error);
  }

  async #write(): Promise<void> {
    // Whatever else comes in this turn goes with it.
    await Promise.resolve();
    const entries = this.#waiting;
    const first = this.#nextEntry;
    const keyframe = this.#keyframe;
    const record = this.#record;
    this.#waiting = [];
    this.#nextEntry += entries.length;
    this.#keyframe = undefined;
    this.#isPositionNew = false;
    await write(this.#database, ['worlds', 'keyframes', 'journal'], (store) => {
      store('worlds').put(record, this.#world);
      entries.forEach((entry, at) => {
        store('journal').put(entry, [this.#world, first + at]);
      });
      if (keyframe === undefined) return;
      store('keyframes').put(keyframe, [this.#world, keyframe.nextEntry]);
      const { nextEntry } = keyframe;
      if (nextEntry > 0) store('keyframes').delete(ofWorld(this.#world, 0, nextEntry));
      const oldest = nextEntry - reportEntries;
      if (oldest > 0) store('journal').delete(ofWorld(this.#world, 0, oldest));
    });
  }
}
