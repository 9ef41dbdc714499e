// The page's end of the line to the worker: sends what is done here, hands on what comes back, and
// starts another worker, trusting less of what is stored, when one dies.
import type {
  PageMessage,
  TerminalId,
  TerminalSize,
  Trust,
  WorkerMessage,
} from '../protocol/messages';
import { addressValue } from './preferences';
import type { StateHolder } from './state';

/** Real ms without a word after an input: then something hangs. */
const patienceMs = 15_000;
/** Real ms that a world must have run before all that is stored is trusted again. */
const trustAgainMs = 10_000;

/** What is asked for after a worker has died. */
const lessTrust: Readonly<Record<Trust, Trust>> = {
  all: 'most',
  most: 'checkpoint',
  checkpoint: 'nothing',
  nothing: 'nothing',
};

/** A screen that shows a terminal. */
export interface Screen {
  /** Shows output; `drawn` is called when it has been drawn. */
  write(text: string, drawn: () => void): void;
  /** Shows what was on this terminal in an earlier visit. */
  restore(text: string): void;
}

export class Connection {
  #state: StateHolder;
  #worker: Worker;
  #screens = new Map<TerminalId, Screen>();
  #size: TerminalSize | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #trust: Trust = 'all';
  #trustAgain: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  #restarts = 0;

  constructor(state: StateHolder) {
    this.#state = state;
    this.#worker = this.#makeWorker();
    // The last moments before the page goes away.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.send({ type: 'flush' });
    });
  }

  /** Starts the world with a first terminal of that size. */
  start(terminal: TerminalId, screen: Screen, size: TerminalSize): void {
    this.#screens.set(terminal, screen);
    this.#size = size;
    this.#post({
      type: 'start',
      world: addressValue('world') ?? 'playground',
      seed: addressValue('seed') ?? crypto.randomUUID(),
      epochMs: Number(addressValue('epoch') ?? Date.now()),
      size,
      trust: this.#trust,
      isRestart: this.#restarts > 0,
    });
  }

  send(message: PageMessage): void {
    if (message.type === 'resize') this.#size = message.size;
    this.#post(message);
    if (message.type === 'input') this.#expectAnswer();
  }

  /** Ends the worker and goes on from before the last command. */
  restart(): void {
    this.#worker.terminate();
    clearTimeout(this.#trustAgain);
    this.#trust = lessTrust[this.#trust];
    this.#isRunning = false;
    this.#restarts++;
    this.#worker = this.#makeWorker();
    const [terminal, screen] = [...this.#screens][0] ?? [];
    if (terminal !== undefined && screen !== undefined && this.#size !== undefined) {
      this.start(terminal, screen, this.#size);
    }
  }

  #makeWorker(): Worker {
    // Vite bundles the worker where it finds exactly this expression.
    const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'timonel',
    });
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data);
    worker.onerror = (event) => this.#crashed(event);
    return worker;
  }

  #post(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  #receive(message: WorkerMessage): void {
    clearTimeout(this.#watch);
    this.#watch = undefined;
    switch (message.type) {
      case 'ready':
        this.#isRunning = true;
        clearTimeout(this.#trustAgain);
        this.#trustAgain = setTimeout(() => {
          this.#trust = 'all';
        }, trustAgainMs);
        this.#state.set({ startedAtMs: message.startedAtMs, origin: message.origin });
        return;
      case 'output':
        this.#show(message.terminal, message.text);
        return;
      case 'past':
        this.#screens.get(message.terminal)?.restore(message.text);
        return;
      case 'clock':
        this.#state.set({ clock: message });
        return;
      case 'storage':
        this.#state.set({ storage: message.state });
        return;
      case 'fault':
        this.#state.set({ fault: { kind: 'fault', ...message } });
        return;
      case 'report':
      case 'alive':
        return;
    }
  }

  #show(terminal: TerminalId, text: string): void {
    const units = text.length;
    this.#screens.get(terminal)?.write(text, () => this.#post({ type: 'drawn', terminal, units }));
  }

  #crashed(event: ErrorEvent): void {
    event.preventDefault();
    const where = `${event.filename}:${event.lineno}:${event.colno}`;
    const message = event.message ?? 'The worker could not be loaded';
    const report = `${message}\n${where}\n${navigator.userAgent}\n`;
    this.#state.set({ fault: { kind: 'crash', message, report } });
    // One that never ran won't run the next time either, unless less is asked of it.
    if (this.#isRunning || this.#trust !== 'nothing') this.restart();
  }

  #expectAnswer(): void {
    if (this.#watch !== undefined || !this.#isRunning) return;
    if (this.#state.get().storage === 'watching') return;
    this.#watch = setTimeout(() => {
      const message = 'No answer from the worker';
      const report = `${message}\n${navigator.userAgent}\n`;
      this.#state.set({ fault: { kind: 'hang', message, report } });
    }, patienceMs);
  }
}
