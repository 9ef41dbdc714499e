// One tab runs a world, others watch it: a Web Lock says who, a BroadcastChannel carries the
// pictures. Where the browser has no locks, every tab is the owner of what it does.

/** What tabs of one world tell each other. */
export type TabMessage =
  /** A watcher is there and wants to see what was shown so far. */
  | { readonly type: 'hello' }
  | { readonly type: 'past'; readonly terminal: string; readonly text: string }
  | { readonly type: 'output'; readonly terminal: string; readonly text: string }
  /** A watcher wants to be the owner. */
  | { readonly type: 'give' };

/** Real ms that the owner has to write everything down before the world is taken from it. */
const handOverMs = 2000;

export interface OwnershipEvents {
  /** This tab has the world now. */
  onOwned(): void;
  /** Another tab has it. */
  onWatching(): void;
  onMessage(message: TabMessage): void;
}

export class Ownership {
  #name: string;
  #events: OwnershipEvents;
  #channel: BroadcastChannel | undefined;
  #release: (() => void) | undefined;
  #isOwner = false;
  /** Another tab has the world: what is typed here goes nowhere. */
  isWatching = false;

  constructor(world: string, events: OwnershipEvents) {
    this.#name = `timonel/${world}`;
    this.#events = events;
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => events.onMessage(data);
  }

  get isOwner(): boolean {
    return this.#isOwner;
  }

  /** Becomes the owner if nobody is, or at once when this tab was; otherwise watches until then. */
  async begin(isRestart: boolean): Promise<void> {
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined) return this.#own();
    if (isRestart) return this.#steal();
    const isFree = await new Promise<boolean>((resolve) => {
      locks
        .request(this.#name, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock === null ? undefined : this.#holdLock();
        })
        .catch(() => this.#lose());
    });
    if (!isFree) this.#watch();
  }

  /** Takes the world from its owner, who is asked first. */
  takeOver(): void {
    if (this.#isOwner) return;
    this.say({ type: 'give' });
    setTimeout(() => {
      if (!this.#isOwner) this.#steal();
    }, handOverMs);
  }

  /** Lets another tab have the world; this one watches from now on. */
  give(): void {
    this.#release?.();
    this.#isOwner = false;
    // The one who asked is first in the queue.
    setTimeout(() => this.#watch(), 0);
  }

  say(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  #watch(): void {
    this.isWatching = true;
    this.#events.onWatching();
    this.say({ type: 'hello' });
    navigator.locks.request(this.#name, () => this.#holdLock()).catch(() => this.#lose());
  }

  #steal(): void {
    navigator.locks
      .request(this.#name, { steal: true }, () => this.#holdLock())
      .catch(() => this.#lose());
  }

  #own(): void {
    this.#isOwner = true;
    this.isWatching = false;
    this.#events.onOwned();
  }

  /** The lock is held until this promise settles. */
  #holdLock(): Promise<void> | undefined {
    if (this.#isOwner) return undefined;
    return new Promise((resolve) => {
      this.#release = resolve;
      this.#own();
    });
  }

  /** The lock was taken away. */
  #lose(): void {
    if (!this.#isOwner) return;
    this.#isOwner = false;
    this.#watch();
  }
}
