// Every message between the page and the worker. The page sends what the learner did and what it
// has shown; the worker sends what is to be shown. Texts are UTF-16 strings, times milliseconds.

/** Names a terminal of the world. The first one is always `laptop`. */
export type TerminalId = string;

/** How virtual time passes: with the clock on the wall, not at all, or as fast as it can until the
 *  cluster has settled. */
export type PaceMode = 'running' | 'paused' | 'settling';

/** From the page to the worker. */
export type PageMessage =
  | StartMessage
  | { readonly type: 'open'; readonly terminal: TerminalId; readonly size: TerminalSize }
  | { readonly type: 'input'; readonly terminal: TerminalId; readonly text: string }
  | { readonly type: 'resize'; readonly terminal: TerminalId; readonly size: TerminalSize }
  /** So many UTF-16 units of output have been drawn: the terminal's write callback came. */
  | { readonly type: 'drawn'; readonly terminal: TerminalId; readonly units: number }
  | { readonly type: 'pace'; readonly mode: PaceMode }
  | { readonly type: 'speed'; readonly factor: number }
  /** While paused: goes on to the next visible change. */
  | { readonly type: 'step' }
  /** The page may be about to go away: write what isn't written yet. */
  | { readonly type: 'flush' }
  /** Asks for everything that reproduces the present state. Answered by `report`. */
  | { readonly type: 'report' }
  /** Takes the world over from the tab that has it. */
  | { readonly type: 'takeOver' };

export interface StartMessage {
  readonly type: 'start';
  /** Which stored world; a new one is made under this name when there is none. */
  readonly world: string;
  /** Seed and epoch (ms since 1970) of a new world. */
  readonly seed: string;
  readonly epochMs: number;
  readonly size: TerminalSize;
  /** How much of what is stored to trust: everything; all but the last command; only the newest
   *  keyframe; nothing. Each failure makes the page ask for less. */
  readonly trust: Trust;
  /** This tab had the world already: its last worker is gone, or on its way out. */
  readonly isRestart: boolean;
}

export type Trust = 'all' | 'most' | 'checkpoint' | 'nothing';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** From the worker to the page. */
export type WorkerMessage =
  /** The world is there. `origin` says whether it was made, restored, or restored in part. */
  | { readonly type: 'ready'; readonly origin: Origin; readonly startedAtMs: number }
  /** A piece of output, at most `maxChunkUnits` long. */
  | { readonly type: 'output'; readonly terminal: TerminalId; readonly text: string }
  /** All that a terminal has shown before: replaces what is on the screen, and is not answered. */
  | { readonly type: 'past'; readonly terminal: TerminalId; readonly text: string }
  | ClockMessage
  | StorageMessage
  | FaultMessage
  /** An input has come. */
  | { readonly type: 'alive' }
  | { readonly type: 'report'; readonly report: string };

export type Origin = 'new' | 'restored' | 'checkpoint';

/** How virtual time stands and passes, sent when that changes, not while it passes. */
export interface ClockMessage {
  readonly type: 'clock';
  /** Virtual time (ms since 1970) at `realMs`. */
  readonly nowMs: number;
  /** Real time of that moment, in ms since 1970, as the worker's clock has it. */
  readonly realMs: number;
  readonly mode: PaceMode;
  /** Virtual ms in a real one, as things are now; 0 while time stands. */
  readonly rate: number;
  /** The speed that was asked for. */
  readonly factor: number;
  /** Nothing is under way: what still happens is periodic. */
  readonly isSettled: boolean;
}

/** Whether what happens here is kept.
 *  - `kept`: it is; - `none`: this browser keeps nothing (private window, storage refused);
 *  - `full`: there was no room; - `watching`: another tab has this world, this one shows it. */
export interface StorageMessage {
  readonly type: 'storage';
  readonly state: 'kept' | 'none' | 'full' | 'watching';
}

/** A fault of the simulator itself. The rest goes on. */
export interface FaultMessage {
  readonly type: 'fault';
  readonly message: string;
  /** Seed, versions and input log as text, to copy into a report. */
  readonly report: string;
}

/** The longest piece of output in one message, in UTF-16 units. */
export const maxChunkUnits = 64 * 1024;

/** So much may be sent without having been drawn; then the worker waits. */
export const maxPendingUnits = 256 * 1024;
