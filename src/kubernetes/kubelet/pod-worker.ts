// One pod on its node: brings its containers to what the spec says, again and again. Each sync
// reports the status first and acts then, as kubelet does: what an attempt brings to light shows at
// the next sync.
import { Condition, type Task } from '../../base/sim';
import { FileSystem } from '../../machine/filesystem/filesystem';
import { program, tree } from '../../machine/filesystem/tree';
import { createMachine, type ProcessTable } from '../../machine/machine';
import { ApiError } from '../api/errors';
import { pods } from '../api/refs';
import type { Container, Pod } from '../kinds/generated/types';
import { HostStack } from '../network/host-stack';
import { resolverConfiguration } from '../network/resolver';
import { ContainerLife } from './container-life';
import type { Kubelet } from './kubelet';
import { etcHosts, hostnameOf, resolvConf } from './pod-files';
import { buildStatus, isInitialized } from './pod-status';
import { newContainer, type PodRecord } from './records';
import { MountError, type MountedVolume, setUpVolumes } from './volumes';

const sandboxMs = 180;
/** Pause after a sync that could not do all, and how much it may vary. */
const retryMs = 10_000;
const retryJitterMs = 5_000;
const mountRetryMs = 500;

/** Works on one pod. */
export class PodWorker {
  readonly kubelet: Kubelet;
  readonly record: PodRecord;
  readonly lives = new Map<string, ContainerLife>();
  pod: Pod;
  volumes: ReadonlyMap<string, MountedVolume> | undefined;
  #net: HostStack | undefined;
  #isRunning = false;
  #table: ProcessTable | undefined;
  #again = false;
  #mountFailures = 0;
  #killing: { graceMs: number } | undefined;
  #isGone = false;
  #deadlineAt = 0;

  constructor(kubelet: Kubelet, pod: Pod, record?: PodRecord) {
    this.kubelet = kubelet;
    this.pod = pod;
    this.record = record ?? {
      uid: pod.metadata.uid,
      key: `${pod.metadata.namespace}/${pod.metadata.name}`,
      startTimeMs: kubelet.sim.now,
      ip: '',
      hasSandbox: false,
      ended: undefined,
      isKilled: false,
      containers: new Map(),
    };
  }

  /** A sync is under way. */
  get isBusy(): boolean {
    return this.#isRunning;
  }

  /** Sets up volumes and network as the record says they are. */
  restoreSandbox(): void {
    const { record, pod } = this;
    if (!record.hasSandbox) return;
    this.volumes = setUpVolumes(this.#volumesInput());
    if (!pod.spec.hostNetwork) this.net.addAddress(record.ip);
  }

  /** The pod's network, shared by its containers. */
  get net(): HostStack {
    if (this.#net === undefined) {
      const { kubelet, pod } = this;
      if (pod.spec.hostNetwork) this.#net = kubelet.hostStack;
      else {
        this.#net = new HostStack(kubelet.fabric, {
          name: pod.metadata.name,
          role: 'pod',
          cluster: kubelet.clusterName,
          node: kubelet.nodeName,
          resolver: () => resolverConfiguration(this.hostsFile, this.resolvFile),
        });
      }
    }
    return this.#net;
  }

  get hostsFile(): string {
    return etcHosts(this.pod, this.record.ip);
  }

  get resolvFile(): string {
    return resolvConf(this.pod, this.kubelet.dnsAddress, this.kubelet.clusterDomain);
  }

  get hostname(): string {
    return hostnameOf(this.pod, this.kubelet.nodeName);
  }

  /** The processes that a container sees besides its own; undefined: none. */
  processTableFor(container: Container): (() => ProcessTable) | undefined {
    const { spec } = this.pod;
    if (spec.shareProcessNamespace) return () => this.#sharedTable();
    const target = (container as { targetContainerName?: string }).targetContainerName;
    if (!target) return undefined;
    const fallback: ProcessTable = { processes: new Map(), lastPid: 0 };
    return () => this.lives.get(target)?.live?.machine.processTable ?? fallback;
  }

  /** The pod's own process namespace: the sandbox is process 1, every container is in it. */
  #sharedTable(): ProcessTable {
    if (this.#table === undefined) {
      const table: ProcessTable = { processes: new Map(), lastPid: 0 };
      this.#table = table;
      const { sim } = this.kubelet;
      const sandbox = createMachine({
        sim,
        hostname: this.hostname,
        filesystem: () => FileSystem.from(tree({ '/pause': program('pause', 700_000) })),
        programs: new Map(),
        processTable: table,
        protectsInit: true,
      });
      const idle = new Condition();
      sandbox.spawn({
        argv: ['/pause'],
        body: function* (): Task<number> {
          for (;;) yield { on: idle };
        },
      });
    }
    return this.#table;
  }

  /** Makes all containers' processes show up where they are shared. */
  showProcesses(): void {
    if (!this.pod.spec.shareProcessNamespace) return;
    for (const life of this.lives.values()) if (life.isRunning) void life.live?.machine;
  }

  /** The object has changed, or something happened in a container: look again. */
  sync(pod?: Pod): void {
    if (pod !== undefined) this.pod = pod;
    if (this.#isGone) return;
    if (this.#isRunning) {
      this.#again = true;
      return;
    }
    this.#isRunning = true;
    this.kubelet.sim.start(`pod ${this.record.key}`, this.#loop());
  }

  /** The same pod under another object: a static pod whose mirror was made again. */
  adopt(pod: Pod): void {
    this.record.uid = pod.metadata.uid;
    this.pod = pod;
  }

  /** The object is gone from the API: end everything, tell nobody. */
  vanish(): void {
    this.#isGone = true;
    for (const life of this.lives.values()) life.kill();
    if (!this.pod.spec.hostNetwork) this.#net?.detach();
    this.kubelet.forget(this);
  }

  /** Ends the pod for the node's own reasons. */
  end(reason: string, message: string, graceMs = 0): void {
    this.record.ended = { reason, message };
    this.#killing ??= { graceMs };
    this.sync();
  }

  *#loop(): Task<void> {
    try {
      do {
        this.#again = false;
        yield* this.#syncOnce();
      } while (this.#again && !this.#isGone);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.kubelet.syncLater(this, retryMs);
    } finally {
      this.#isRunning = false;
    }
  }

  *#syncOnce(): Task<void> {
    const { pod, record, kubelet } = this;
    const isDeleted = pod.metadata.deletionTimestamp !== undefined;
    if (isDeleted || this.#killing) {
      yield* this.#terminate(isDeleted);
      return;
    }
    this.#checkDeadline();
    if (record.ended === undefined) this.#checkResize();
    if (this.#killing) {
      yield* this.#terminate(false);
      return;
    }
    const status = yield* this.report();
    if (status === 'Succeeded' || status === 'Failed') {
      record.isKilled = true;
      this.#releaseNetwork();
      return;
    }
    if (record.ended === undefined && !record.hasSandbox) {
      const refusal = kubelet.admit(pod);
      if (refusal !== undefined) {
        record.ended = { ...refusal, isRefusal: true };
        kubelet.event(pod, 'Warning', refusal.reason, refusal.message);
        this.#again = true;
        return;
      }
    }
    if (!(yield* this.#prepare())) return;
    const isComplete = yield* this.#startContainers();
    if (!isComplete) {
      const jitter = kubelet.random.below(retryJitterMs, `retry/${record.uid}/${kubelet.sim.now}`);
      kubelet.syncLater(this, retryMs + jitter);
    }
  }

  /** Ends a pod that has been active for too long; else looks again when that will be. */
  #checkDeadline(): void {
    const { pod, record, kubelet } = this;
    const seconds = pod.spec.activeDeadlineSeconds;
    if (seconds === undefined || record.ended !== undefined) return;
    const { phase } = pod.status ?? {};
    if (phase === 'Succeeded' || phase === 'Failed') return;
    const leftMs = record.startTimeMs + seconds * 1000 - kubelet.sim.now;
    if (leftMs > 0) {
      if (this.#deadlineAt !== record.startTimeMs + seconds * 1000) kubelet.syncLater(this, leftMs);
      this.#deadlineAt = record.startTimeMs + seconds * 1000;
      return;
    }
    const message = 'Pod was active on the node longer than the specified deadline';
    record.ended = { reason: 'DeadlineExceeded', message };
    kubelet.event(pod, 'Normal', 'DeadlineExceeded', message);
    this.#killing ??= { graceMs: (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000 };
  }

  /** Brings running containers to resources that were changed; tells when it begins and is done. */
  #checkResize(): void {
    for (const one of this.pod.spec.containers) {
      const life = this.lives.get(one.name);
      if (life !== undefined) life.container = one;
    }
    const changed = [...this.lives.values()].filter((life) => life.isToBeResized);
    if (changed.length === 0) return;
    const { kubelet, pod } = this;
    const generation = pod.metadata.generation ?? 1;
    const told = () =>
      JSON.stringify({
        containers: pod.spec.containers.map((one) => ({
          name: one.name,
          resources: one.resources ?? {},
        })),
        generation,
      });
    kubelet.event(pod, 'Normal', 'ResizeStarted', `Pod resize started: ${told()}`);
    for (const life of changed) life.resize();
    kubelet.event(pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${told()}`);
  }

  /** Volumes and network; false when it must be tried again later. */
  *#prepare(): Task<boolean> {
    const { kubelet, record, pod } = this;
    if (this.volumes === undefined) {
      try {
        this.volumes = setUpVolumes(this.#volumesInput());
        kubelet.objects.add(this);
      } catch (error) {
        if (!(error instanceof MountError)) throw error;
        const message = `MountVolume.SetUp failed for volume ${JSON.stringify(error.volume)} : ${error.message}`;
        kubelet.event(pod, 'Warning', 'FailedMount', message);
        const delay = Math.min(mountRetryMs * 2 ** this.#mountFailures++, 122_000);
        kubelet.syncLater(this, delay);
        return false;
      }
    }
    if (record.hasSandbox) return true;
    const jitter = kubelet.random.below(60, `sandbox/${record.uid}`);
    yield { until: kubelet.sim.now + sandboxMs + jitter };
    if (this.#isGone) return false;
    record.hasSandbox = true;
    record.ip = pod.spec.hostNetwork ? kubelet.address : kubelet.takeAddress();
    if (!pod.spec.hostNetwork) this.net.addAddress(record.ip);
    kubelet.notice(this);
    return true;
  }

  #volumesInput(): Parameters<typeof setUpVolumes>[0] {
    const { kubelet, record, pod } = this;
    return {
      pod,
      informers: kubelet.informers,
      nodeFiles: () => kubelet.machine,
      podIp: () => record.ip,
      hostIp: kubelet.address,
      token: (audience) => kubelet.tokenFor(pod, audience),
      nowMs: () => kubelet.sim.now,
    };
  }

  /** Starts what should run and doesn't; false when something could not be started. */
  *#startContainers(): Task<boolean> {
    const { pod, record } = this;
    for (const container of pod.spec.ephemeralContainers ?? []) {
      yield* this.#life(container as Container, 'ephemeral').ensure();
    }
    for (const container of pod.spec.initContainers ?? []) {
      const isSidecar = container.restartPolicy === 'Always';
      const life = this.#life(container, isSidecar ? 'sidecar' : 'init');
      const { state } = life.record;
      if (!isSidecar && state.kind === 'terminated' && state.exitCode === 0) continue;
      if (!(yield* life.ensure())) return false;
      if (isSidecar ? !life.record.hasStarted : true) return true;
    }
    if (!isInitialized(pod, record)) return true;
    let isComplete = true;
    for (const container of pod.spec.containers) {
      if (!(yield* this.#life(container, 'app').ensure())) isComplete = false;
    }
    return isComplete;
  }

  #life(container: Container, kind: 'init' | 'sidecar' | 'app' | 'ephemeral'): ContainerLife {
    let life = this.lives.get(container.name);
    if (life === undefined) {
      let record = this.record.containers.get(container.name);
      if (record === undefined) {
        record = newContainer(container.name, kind);
        this.record.containers.set(container.name, record);
      }
      life = new ContainerLife(this, container, record);
      this.lives.set(container.name, life);
    }
    life.container = container;
    return life;
  }

  /** Writes the status if it has changed; returns the phase. */
  *report(): Task<string | undefined> {
    const { pod, record, kubelet } = this;
    const status = buildStatus({ pod, record, hostIp: kubelet.address, nowMs: kubelet.sim.now });
    try {
      const written = yield* kubelet.client.updateStatus(pods, { ...pod, status });
      if (written.metadata.uid === record.uid) this.pod = written;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.reason !== 'NotFound' && error.code !== 409)) {
        throw error;
      }
      // A newer version of the object is on its way to us: it will be synced again.
      this.#again = this.#again || error.code === 409;
      const latest = kubelet.podByKey(record.key);
      if (latest?.metadata.uid === record.uid) this.pod = latest;
    }
    return status.phase;
  }

  /** Ends all containers, reports, and takes the object away when it was deleted. */
  *#terminate(isDeleted: boolean): Task<void> {
    const { pod, record, kubelet } = this;
    const graceMs = isDeleted
      ? (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000
      : (this.#killing?.graceMs ?? 0);
    const running = [...this.lives.values()].filter((life) => life.isRunning);
    const order = [
      running.filter((life) => life.record.kind !== 'sidecar'),
      running.filter((life) => life.record.kind === 'sidecar').reverse(),
    ];
    for (const group of order) {
      const stops = group.map((life) => kubelet.sim.start('stop', life.stop(graceMs)));
      for (const stop of stops) while (!stop.isDone) yield { on: stop.ended };
    }
    record.isKilled = true;
    for (const one of record.containers.values()) one.isReady = false;
    yield* this.report();
    this.#releaseNetwork();
    if (!isDeleted || this.#isGone) return;
    try {
      const preconditions = { uid: record.uid };
      yield* kubelet.client.delete(pods, pod.metadata, { gracePeriodSeconds: 0, preconditions });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #releaseNetwork(): void {
    if (!this.pod.spec.hostNetwork) this.#net?.detach();
    this.record.hasSandbox = false;
  }
}
