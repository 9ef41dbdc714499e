// kube-controller-manager: runs the controllers. Each has a queue in which a key stands once; what
// changes in one instant is one reconcile. Reconciles that wait (for a webhook) go on as tasks.
import type { Random } from '../../base/random';
import type { Sim } from '../../base/sim';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import { EventRecorder } from '../api/event-recorder';
import type { Informers } from '../api/informer';
import type { Catalog } from '../kinds/catalog';
import type { Resource } from '../kinds/resource';
import type {
  CertificateSigner,
  Controller,
  ControllerContext,
  ControllerWatch,
} from './controller';

const defaultDelayMs = 5;
const firstRetryMs = 5;
const longestRetryMs = 1_000_000;
const firstBackOffMs = 1_000;
const longestBackOffMs = 900_000;

export interface ControllerManagerOptions {
  readonly sim: Sim;
  readonly random: Random;
  readonly informers: Informers;
  /** A client for a controller: it acts as its own service account. */
  readonly clientFor: (controller: string) => ApiClient;
  /** Distinguishes the queue entries of several clusters in one world. */
  readonly cluster: string;
  readonly catalog: Catalog;
  readonly caCertificate: string;
  readonly sign?: CertificateSigner;
}

/** Runs controllers while it is switched on. */
export class ControllerManager {
  #runners: Runner[] = [];
  #isOn = false;

  constructor(options: ControllerManagerOptions, controllers: Iterable<Controller>) {
    for (const controller of controllers) this.#runners.push(new Runner(options, controller));
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Starts all controllers; each looks at everything that is there. */
  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    for (const runner of this.#runners) runner.start();
  }

  /** Stops all controllers where they are. */
  stop(): void {
    this.#isOn = false;
    for (const runner of this.#runners) runner.stop();
  }
}

class Runner {
  #sim: Sim;
  #controller: Controller;
  #context: ControllerContext;
  #queued = new Set<string>();
  #working = new Set<string>();
  #again = new Set<string>();
  #failures = new Map<string, number>();
  /** Keys that are looked at later: when first. */
  #delayed = new Map<string, number>();
  #backOffs = new Map<string, { delayMs: number; untilMs: number; occurrence: string }>();
  #seen = new Map<string, number>();
  /** What the controller watches; each is listened to once, whatever it is restarted. */
  #watches: ControllerWatch[] = [];
  #watched = new Set<string>();
  #isOn = false;
  #isDrainQueued = false;
  readonly #drainKind: string;
  readonly #laterKind: string;

  constructor(options: ControllerManagerOptions, controller: Controller) {
    const { sim, random } = options;
    this.#sim = sim;
    this.#controller = controller;
    this.#drainKind = `controller/${options.cluster}/${controller.name}`;
    this.#laterKind = `${this.#drainKind}/later`;
    const client = options.clientFor(controller.name);
    this.#context = {
      get nowMs() {
        return sim.now;
      },
      client,
      informers: options.informers,
      events: new EventRecorder(sim, client, random, {
        component: controller.eventSource ?? controller.name,
      }),
      catalog: options.catalog,
      caCertificate: options.caCertificate,
      sign: options.sign,
      enqueue: (key, delayMs) => this.#enqueue(key, delayMs),
      backOff: (what, occurrence) => this.#backOff(what, occurrence),
      firstSeen: (what) => this.#firstSeen(what),
      forget: (what) => void this.#seen.delete(what),
      memory: new Map(),
      random: (name) => random.float(name),
      suffix: (name) => random.suffix(name),
    };
    sim.handle(this.#drainKind, () => this.#drain());
    sim.handle(this.#laterKind, (key) => {
      const at = this.#delayed.get(key);
      if (at === undefined || at > sim.now) return;
      this.#delayed.delete(key);
      // It has waited already.
      if (!this.#isOn || this.#working.has(key)) this.#offer(key);
      else {
        this.#queued.delete(key);
        this.#run(key);
      }
    });
  }

  start(): void {
    this.#isOn = true;
    const { catalog } = this.#context;
    if (this.#watches.length === 0) {
      for (const watch of this.#controller.watches) this.#listen(watch);
      for (const resource of catalog.resources) this.#watchResource(resource);
      if (this.#controller.watchFor) catalog.onAdded((resource) => this.#watchResource(resource));
    }
    this.#controller.start?.(this.#context);
    for (const watch of this.#watches) this.#seeAll(watch);
  }

  #watchResource(resource: Resource): void {
    const watch = this.#controller.watchFor?.(resource, this.#context);
    if (watch === undefined || this.#watched.has(watch.storage)) return;
    this.#watched.add(watch.storage);
    this.#listen(watch);
  }

  #listen(watch: ControllerWatch): void {
    this.#watches.push(watch);
    this.#context.informers.get(watch.storage).listen({
      onChange: (object, old, type) => {
        if (!this.#isOn) return;
        for (const key of watch.keys(object, old, this.#context, type)) this.#enqueue(key);
      },
    });
  }

  #seeAll(watch: ControllerWatch): void {
    for (const object of this.#context.informers.get(watch.storage).objects.values()) {
      for (const key of watch.keys(object, undefined, this.#context, 'ADDED')) this.#enqueue(key);
    }
  }

  stop(): void {
    this.#isOn = false;
    this.#queued.clear();
    this.#again.clear();
    this.#failures.clear();
    this.#delayed.clear();
    this.#backOffs.clear();
    this.#seen.clear();
    this.#context.memory.clear();
  }

  #firstSeen(what: string): number {
    const at = this.#seen.get(what) ?? this.#sim.now;
    this.#seen.set(what, at);
    return at;
  }

  #backOff(what: string, occurrence: string): number {
    const nowMs = this.#sim.now;
    const before = this.#backOffs.get(what);
    if (before?.occurrence === occurrence) return Math.max(0, before.untilMs - nowMs);
    const isFresh = before !== undefined && nowMs - before.untilMs < 2 * longestBackOffMs;
    const delayMs = isFresh ? Math.min(before.delayMs * 2, longestBackOffMs) : firstBackOffMs;
    this.#backOffs.set(what, { delayMs, untilMs: nowMs + delayMs, occurrence });
    return delayMs;
  }

  #enqueue(key: string, delayMs = 0): void {
    if (!this.#isOn) return;
    const isPlanned = delayMs === 0 && this.#controller.delayFor && this.#delayed.has(key);
    if (isPlanned || (delayMs === 0 && this.#queued.has(key))) return;
    const wait = delayMs > 0 ? delayMs : (this.#controller.delayFor?.(key, this.#context) ?? 0);
    if (wait === 0) this.#offer(key);
    else this.#offerLater(key, wait);
  }

  /** An earlier look that is already planned makes a later one needless. */
  #offerLater(key: string, waitMs: number): void {
    const at = this.#sim.now + waitMs;
    const planned = this.#delayed.get(key);
    if (planned !== undefined && planned <= at) return;
    this.#delayed.set(key, at);
    this.#sim.schedule(at, this.#laterKind, key);
  }

  #offer(key: string): void {
    if (!this.#isOn) return;
    if (this.#working.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#queued.add(key);
    if (this.#isDrainQueued) return;
    this.#isDrainQueued = true;
    const delay = this.#controller.delayMs ?? defaultDelayMs;
    this.#sim.schedule(this.#sim.now + delay, this.#drainKind);
  }

  #drain(): void {
    this.#isDrainQueued = false;
    const keys = [...this.#queued];
    this.#queued.clear();
    for (const key of keys) this.#run(key);
  }

  #run(key: string): void {
    this.#working.add(key);
    this.#sim.start(this.#controller.name, this.#work(key));
  }

  *#work(key: string) {
    try {
      const delay = yield* this.#controller.reconcile(key, this.#context);
      this.#failures.delete(key);
      if (delay !== undefined) this.#enqueue(key, Math.max(delay, 1));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      const delay = Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
      this.#offerLater(key, delay);
    } finally {
      this.#working.delete(key);
      if (this.#again.delete(key)) this.#enqueue(key);
    }
  }
}
