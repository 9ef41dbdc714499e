// A kubelet: runs the pods of one node, reports how they and the node are, and answers the API
// server's requests for logs and exec.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import type { ImageCatalog, ImageDefinition, Platform } from '../../machine/image';
import type { SimulatedMachine } from '../../machine/machine';
import type { Program } from '../../machine/types';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import { EventRecorder } from '../api/event-recorder';
import type { Informer, Informers } from '../api/informer';
import { pods } from '../api/refs';
import type { Node, Pod } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import type { Fabric } from '../network/fabric';
import type { HostStack } from '../network/host-stack';
import { type Refusal, refusalOf } from './admission';
import { ImageStore } from './image-store';
import { NodeReporter } from './node-status';
import { ObjectWatch } from './object-watch';
import { PodWorker } from './pod-worker';
import { StaticPods } from './static-pods';

const syncDelayMs = 10;
/** How often the kubelet looks at what its containers do. */
const relistMs = 1_000;
/** Between the pods that one look found changed, and for how many of them. */
const stepMs = 14;
const mostSteps = 8;

export interface KubeletOptions {
  readonly sim: Sim;
  readonly random: Random;
  readonly informers: Informers;
  readonly client: ApiClient;
  readonly cluster: string;
  readonly nodeName: string;
  readonly address: string;
  /** First three parts of the pods' addresses: `10.244.0`. */
  readonly podPrefix: string;
  readonly fabric: Fabric;
  readonly hostStack: HostStack;
  /** The node as a machine; made when first looked at. */
  readonly machine: () => SimulatedMachine;
  readonly images: ImageCatalog;
  /** Programs that images may use by name. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly dnsAddress: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly maxPods: number;
  /** A service account's token for a pod. */
  readonly token: (pod: Pod, audience: string | undefined) => string;
  /** What the cluster offers to programs that are part of it (CoreDNS). */
  readonly platform: Platform;
}

/** The kubelet of one node. */
export class Kubelet {
  readonly options: KubeletOptions;
  readonly images: ImageStore;
  readonly reporter: NodeReporter;
  readonly staticPods: StaticPods;
  readonly objects: ObjectWatch;
  readonly workers = new Map<string, PodWorker>();
  #events: EventRecorder;
  #pods: Informer<Pod>;
  #programs = new Map<ImageDefinition, ReadonlyMap<string, Program>>();
  #nextAddress = 2;
  #isOn = false;
  /** It has been switched off in this life (not: it was made or restored just now). */
  #wasOff = false;
  /** Static pods whose mirror is gone, by key. */
  #hidden = new Map<string, PodWorker>();
  #noticed = new Set<PodWorker>();
  readonly #kind: string;
  readonly #relistKind: string;

  constructor(options: KubeletOptions) {
    this.options = options;
    const { sim, client, random } = options;
    this.images = new ImageStore(sim, random, options.images);
    this.#pods = options.informers.get<Pod>('pods');
    this.#kind = `kubelet/${options.cluster}/${options.nodeName}`;
    this.#relistKind = `${this.#kind}/relist`;
    const source = { component: 'kubelet', host: options.nodeName };
    this.#events = new EventRecorder(sim, client, random, source);
    this.reporter = new NodeReporter(this);
    this.staticPods = new StaticPods(this);
    this.objects = new ObjectWatch(this);
    sim.handle(this.#kind, (uid) => this.workers.get(uid)?.sync());
    sim.handle(this.#relistKind, () => this.#relist());
  }

  get sim(): Sim {
    return this.options.sim;
  }
  get random(): Random {
    return this.options.random;
  }
  get client(): ApiClient {
    return this.options.client;
  }
  get informers(): Informers {
    return this.options.informers;
  }
  get nodeName(): string {
    return this.options.nodeName;
  }
  get clusterName(): string {
    return this.options.cluster;
  }
  get address(): string {
    return this.options.address;
  }
  get fabric(): Fabric {
    return this.options.fabric;
  }
  get hostStack(): HostStack {
    return this.options.hostStack;
  }
  get machine(): SimulatedMachine {
    return this.options.machine();
  }
  get dnsAddress(): string {
    return this.options.dnsAddress;
  }
  get clusterDomain(): string {
    return 'cluster.local';
  }
  get cpus(): number {
    return this.options.cpus;
  }
  get memoryBytes(): number {
    return this.options.memoryBytes;
  }
  get allocatable(): { readonly cpu: string; readonly memory: string } {
    return { cpu: String(this.cpus), memory: String(this.memoryBytes) };
  }

  /** Switches the kubelet on: registers the node, takes up its pods. */
  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.reporter.start();
    for (const pod of this.#pods.objects.values()) this.podChanged(pod, 'ADDED');
    if (this.#wasOff) this.#catchUp();
  }

  /** What happened while it was off: pods that have gone, and containers that have changed. */
  #catchUp(): void {
    for (const worker of [...this.workers.values()]) {
      const pod = this.#pods.byKey(worker.record.key);
      if (pod?.metadata.uid === worker.record.uid) worker.sync();
      else if (!this.staticPods.mirrors(worker.pod)) worker.vanish();
    }
  }

  /** Stops the kubelet; containers go on running. */
  stop(): void {
    this.#isOn = false;
    this.#wasOff = true;
    this.reporter.stop();
  }

  /** Something is under way that a snapshot would lose. */
  get isBusy(): boolean {
    if (this.#noticed.size > 0) return true;
    for (const worker of this.workers.values()) if (worker.isBusy) return true;
    return false;
  }

  /** Last part of the pod address that is tried next. */
  get nextAddress(): number {
    return this.#nextAddress;
  }

  set nextAddress(next: number) {
    this.#nextAddress = next;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** A pod changed (the cluster dispatches by spec.nodeName). */
  podChanged(pod: Pod, type: 'ADDED' | 'MODIFIED' | 'DELETED'): void {
    if (!this.#isOn || pod.spec.nodeName !== this.nodeName) return;
    const { uid } = pod.metadata;
    const worker = this.workers.get(uid);
    if (type !== 'ADDED' && this.staticPods.mirrors(pod)) {
      this.#mirrorChanged(pod, worker, type);
      return;
    }
    if (type === 'DELETED') {
      worker?.vanish();
      return;
    }
    const hidden = this.#hidden.get(keyOf(pod));
    if (worker === undefined && hidden !== undefined && this.staticPods.mirrors(pod)) {
      // It has run all the time; what there is to tell is told at its next change.
      this.#hidden.delete(keyOf(pod));
      hidden.adopt(pod);
      this.workers.set(uid, hidden);
      return;
    }
    if (worker === undefined) {
      const made = new PodWorker(this, pod);
      this.workers.set(uid, made);
      this.syncLater(made, syncDelayMs);
    } else if (worker.pod !== pod) {
      const isOwnWrite = worker.pod.metadata.resourceVersion === pod.metadata.resourceVersion;
      const isSpecChange =
        worker.pod.spec !== pod.spec ||
        worker.pod.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
        worker.pod.metadata.deletionGracePeriodSeconds !== pod.metadata.deletionGracePeriodSeconds;
      const isGated =
        pod.spec.readinessGates !== undefined &&
        worker.pod.status?.conditions !== pod.status?.conditions;
      const { labels, annotations } = worker.pod.metadata;
      const isRelabelled =
        labels !== pod.metadata.labels || annotations !== pod.metadata.annotations;
      if (isRelabelled && !isOwnWrite && usesDownwardApi(pod)) this.objects.later(worker);
      // Somebody else (who thought the node dead) has said something of its readiness.
      const isContradicted = isReady(worker.pod) !== isReady(pod);
      worker.pod = pod;
      if (!isOwnWrite && (isSpecChange || isGated || isContradicted)) {
        this.syncLater(worker, syncDelayMs);
      }
    }
  }

  /** A mirror was deleted by somebody: its pod runs on, the mirror comes back. */
  #mirrorChanged(pod: Pod, worker: PodWorker | undefined, type: 'MODIFIED' | 'DELETED'): void {
    if (type === 'DELETED') {
      if (worker !== undefined) {
        this.workers.delete(pod.metadata.uid);
        this.#hidden.set(keyOf(pod), worker);
      }
      this.staticPods.showAgain(pod);
    } else if (pod.metadata.deletionTimestamp !== undefined) {
      this.sim.start('mirror', this.#deleteMirror(pod));
    } else if (worker !== undefined) worker.pod = pod;
  }

  *#deleteMirror(pod: Pod): Task<void> {
    try {
      const preconditions = { uid: pod.metadata.uid };
      yield* this.client.delete(pods, pod.metadata, { gracePeriodSeconds: 0, preconditions });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** Looks at a pod again after some ms. */
  syncLater(worker: PodWorker, delayMs: number): void {
    this.sim.schedule(this.sim.now + delayMs, this.#kind, worker.record.uid);
  }

  /** Something happened in a pod's containers: seen at the next relist. */
  notice(worker: PodWorker): void {
    if (this.#noticed.size === 0) {
      const phase = this.random.below(relistMs, `relist/${this.nodeName}`);
      const next = this.sim.now + relistMs - ((this.sim.now + phase) % relistMs);
      this.sim.schedule(next, this.#relistKind);
    }
    this.#noticed.add(worker);
  }

  forget(worker: PodWorker): void {
    this.objects.remove(worker);
    this.workers.delete(worker.record.uid);
  }

  podByKey(key: string): Pod | undefined {
    return this.#pods.byKey(key);
  }

  event(
    pod: Pod,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    fieldPath?: string,
  ): void {
    this.#events.record(pod, type, reason, message, fieldPath);
  }

  /** Tells something of the node itself; such events name it by its name, not by its uid. */
  nodeEvent(node: Node, reason: string, message: string): void {
    const { name } = node.metadata;
    const named = { ...node, metadata: { ...node.metadata, uid: name } };
    this.#events.record(named, 'Normal', reason, message);
  }

  /** Why the node refuses a pod, if it does. */
  admit(pod: Pod): Refusal | undefined {
    return refusalOf({ pod, node: this.node, others: this.#activePods(pod) });
  }

  /** Its node's object, as far as it is known. */
  get node(): Node | undefined {
    return this.informers.get<Node>('nodes').byKey(this.nodeName);
  }

  *#activePods(except: Pod): Iterable<Pod> {
    for (const worker of this.workers.values()) {
      const { pod, record } = worker;
      const { phase } = pod.status ?? {};
      const hasEnded = record.ended !== undefined || phase === 'Succeeded' || phase === 'Failed';
      if (pod.metadata.uid !== except.metadata.uid && !hasEnded) yield pod;
    }
  }

  /** A free pod address of the node. */
  takeAddress(): string {
    const { podPrefix, fabric } = this.options;
    for (;;) {
      const address = `${podPrefix}.${this.#nextAddress}`;
      this.#nextAddress = this.#nextAddress >= 254 ? 2 : this.#nextAddress + 1;
      if (fabric.hostAt(address) === undefined) return address;
    }
  }

  tokenFor(pod: Pod, audience: string | undefined): string {
    return this.options.token(pod, audience);
  }

  /** The programs that executables in an image's tree may name. */
  programsOf(image: ImageDefinition): ReadonlyMap<string, Program> {
    if (image.programs === undefined) return this.options.programs;
    let programs = this.#programs.get(image);
    if (programs === undefined) {
      programs = new Map([...this.options.programs, ...Object.entries(image.programs)]);
      this.#programs.set(image, programs);
    }
    return programs;
  }

  #relist(): void {
    const noticed = [...this.#noticed];
    this.#noticed.clear();
    if (!this.#isOn) return;
    // One after the other, as the kubelet's own work takes its time.
    noticed.forEach((worker, i) => {
      if (i === 0) worker.sync();
      else this.syncLater(worker, Math.min(i, mostSteps) * stepMs);
    });
  }

  /** The key of a pod, for those who look for its worker. */
  workerOf(pod: Pod): PodWorker | undefined {
    const worker = this.workers.get(pod.metadata.uid);
    return worker?.record.key === keyOf(pod) ? worker : undefined;
  }
}

function usesDownwardApi(pod: Pod): boolean {
  return (pod.spec.volumes ?? []).some(
    (one) => one.downwardAPI ?? one.projected?.sources?.some((source) => source.downwardAPI),
  );
}

function isReady(pod: Pod): boolean {
  const ready = pod.status?.conditions?.find((one) => one.type === 'Ready');
  return ready?.status === 'True';
}
