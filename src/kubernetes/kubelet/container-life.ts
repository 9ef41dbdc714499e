// The life of one container of a pod: image, configuration, start, hooks, probes, end, restart.
import type { Task, TaskHandle } from '../../base/sim';
import { signalNumber } from '../../machine/signals';
import type { Container, Probe } from '../kinds/generated/types';
import { containerSpec, limitsOf, RunAsError } from './container-config';
import { type ContainerExit, LiveContainer, StartError } from './container-runtime';
import { backoffText, terminationMessage } from './container-texts';
import { ConfigError } from './environment';
import { runHook } from './hooks';
import type { PodWorker } from './pod-worker';
import { keepProbing } from './prober';
import type { ProbeKind } from './probes';
import type { ContainerRecord, Terminated } from './records';

const createMs = 25;
const startMs = 40;
const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;

type PulledImage = Parameters<typeof containerSpec>[2];

/** Runs one container. */
export class ContainerLife {
  readonly worker: PodWorker;
  readonly record: ContainerRecord;
  container: Container;
  live: LiveContainer | undefined;
  previous: LiveContainer | undefined;
  #probes: TaskHandle[] = [];
  #killReason: string | undefined;
  #isStopping = false;
  /** Resources that it runs with. */
  #resources: Container['resources'];

  constructor(worker: PodWorker, container: Container, record: ContainerRecord) {
    this.worker = worker;
    this.container = container;
    this.record = record;
  }

  /** It is being ended. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  get isRunning(): boolean {
    return this.record.state.kind === 'running';
  }

  /** `spec.containers{name}`, as events name it. */
  get fieldPath(): string {
    const { kind, name } = this.record;
    const list =
      kind === 'app'
        ? 'containers'
        : kind === 'ephemeral'
          ? 'ephemeralContainers'
          : 'initContainers';
    return `spec.${list}{${name}}`;
  }

  event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { kubelet, pod } = this.worker;
    kubelet.event(pod, type, reason, message, this.fieldPath);
  }

  /** Makes the running container of a saved record again; it goes on as it was. */
  adopt(image: PulledImage, imageText: string, prepare: (live: LiveContainer) => void): void {
    const { record, worker, container } = this;
    const { kubelet } = worker;
    const live: LiveContainer = new LiveContainer(
      {
        sim: kubelet.sim,
        random: kubelet.random,
        programs: kubelet.programsOf(image.image),
        onExit: (exit) => this.#ended(live, exit),
      },
      containerSpec(worker, container, image, record.id),
    );
    live.imageText = imageText;
    this.live = live;
    prepare(live);
    if (record.state.kind !== 'running') return;
    const { hasStarted, isReady } = record;
    live.startAgain();
    this.#startProbes(live);
    record.hasStarted = hasStarted;
    record.isReady = isReady;
  }

  /** Starts it if it should run and doesn't. False: not possible now, try again later. */
  *ensure(): Task<boolean> {
    const { state } = this.record;
    if (state.kind === 'running') {
      if (this.#hasNewImage()) yield* this.#replace();
      else return true;
    }
    if (this.record.state.kind === 'terminated' && !this.#shouldRestart()) return true;
    if (!this.#passesBackoff()) return false;
    return yield* this.#start();
  }

  /** Ends it within a grace period: preStop hook, signal, KILL. */
  *stop(graceMs: number, reason = `Stopping container ${this.container.name}`): Task<void> {
    const { live } = this;
    if (live === undefined || live.exit !== undefined || this.#isStopping) return;
    this.#isStopping = true;
    const { sim } = this.worker.kubelet;
    this.event('Normal', 'Killing', reason);
    const deadline = sim.now + graceMs;
    const hook = this.container.lifecycle?.preStop;
    if (hook && graceMs > 0) {
      const outcome = sim.start('preStop', runHook(this, hook, live));
      while (!outcome.isDone && sim.now < deadline) yield { until: deadline, on: outcome.ended };
      if (!outcome.isDone) outcome.kill();
      else if (outcome.result !== undefined) {
        this.event('Warning', 'FailedPreStopHook', 'PreStopHook failed');
      }
    }
    const name = this.container.lifecycle?.stopSignal?.replace(/^SIG/, '');
    live.signal((name as 'TERM' | undefined) ?? live.spec.image.stopSignal ?? 'TERM');
    const until = Math.max(deadline, sim.now + (graceMs > 0 ? 2_000 : 0));
    while (live.exit === undefined && sim.now < until) yield { until, on: live.ended };
    live.signal('KILL');
    this.#isStopping = false;
  }

  /** Ends it at once. */
  kill(): void {
    this.live?.signal('KILL');
  }

  /** Ends and starts it again for a reason (a failed liveness probe). */
  restart(reason: string, graceMs: number): void {
    this.#killReason = reason;
    this.worker.kubelet.sim.start('restart', this.stop(graceMs, reason));
  }

  /** Its resources in the spec are others than those it runs with. */
  get isToBeResized(): boolean {
    if (!this.isRunning || this.live === undefined || this.record.kind === 'ephemeral')
      return false;
    if (this.#resources === this.container.resources) return false;
    const own = (one: Container['resources']) =>
      (['requests', 'limits'] as const)
        .flatMap((set) => ['cpu', 'memory'].map((resource) => one?.[set]?.[resource] ?? ''))
        .join();
    if (own(this.#resources) !== own(this.container.resources)) return true;
    this.#resources = this.container.resources;
    return false;
  }

  /** Takes over changed resources; restarts where the policy of a resource asks for it. */
  resize(): void {
    const { container, live, worker } = this;
    const before = this.#resources;
    this.#resources = container.resources;
    const { memoryLimitBytes, cpuLimitMillis } = limitsOf(container);
    live?.setLimits(memoryLimitBytes, cpuLimitMillis);
    const needsRestart = (container.resizePolicy ?? []).some(
      ({ resourceName, restartPolicy }) =>
        restartPolicy === 'RestartContainer' &&
        (['requests', 'limits'] as const).some(
          (set) => before?.[set]?.[resourceName] !== container.resources?.[set]?.[resourceName],
        ),
    );
    if (!needsRestart) return;
    const grace = (worker.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
    this.restart(`Container ${container.name} resize requires restart`, grace);
    this.#killReason = 'changed';
  }

  #hasNewImage(): boolean {
    return this.live !== undefined && this.live.imageText !== this.container.image;
  }

  *#replace(): Task<void> {
    const { name } = this.container;
    const grace = (this.worker.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
    yield* this.stop(grace, `Container ${name} definition changed, will be restarted`);
    this.#killReason = 'changed';
  }

  #shouldRestart(): boolean {
    const { kind, state } = this.record;
    if (state.kind !== 'terminated') return true;
    if (kind === 'ephemeral') return false;
    if (kind === 'sidecar') return true;
    const policy = this.container.restartPolicy ?? this.worker.pod.spec.restartPolicy ?? 'Always';
    if (kind === 'init') return state.exitCode !== 0 && policy !== 'Never';
    if (policy === 'Always' || this.#killReason === 'changed') return true;
    return policy === 'OnFailure' && state.exitCode !== 0;
  }

  #passesBackoff(): boolean {
    const { record } = this;
    if (record.state.kind !== 'terminated') return true;
    const { sim } = this.worker.kubelet;
    const { finishedAtMs, startedAtMs } = record.state;
    const backoff = record.backoff;
    if (backoff !== undefined && sim.now - finishedAtMs < backoff.pauseMs) {
      const { pod } = this.worker;
      const { name, namespace, uid } = pod.metadata;
      const pause = backoffText(backoff.pauseMs);
      const who = `${this.container.name} in pod ${name}_${namespace}(${uid})`;
      this.event('Warning', 'BackOff', `Back-off restarting failed container ${who}`);
      record.failure = {
        reason: 'CrashLoopBackOff',
        message: `back-off ${pause} restarting failed container=${this.container.name} pod=${name}_${namespace}(${uid})`,
      };
      return false;
    }
    const ranLong = finishedAtMs - startedAtMs > 2 * longestBackoffMs;
    const last = ranLong ? undefined : backoff?.pauseMs;
    const pauseMs = last === undefined ? firstBackoffMs : Math.min(last * 2, longestBackoffMs);
    record.backoff = { sinceMs: finishedAtMs, pauseMs };
    return true;
  }

  *#start(): Task<boolean> {
    const { record, worker, container } = this;
    const { kubelet, pod } = worker;
    const policy = container.imagePullPolicy ?? 'IfNotPresent';
    const observer = {
      event: (type: 'Normal' | 'Warning', reason: string, message: string) =>
        this.event(type, reason, message),
    };
    const text = container.image ?? '';
    const pulled = yield* kubelet.images.ensure(
      text,
      policy,
      record.name + pod.metadata.uid,
      observer,
    );
    if ('reason' in pulled) {
      this.event('Warning', 'Failed', `Error: ${pulled.reason}`);
      record.failure = pulled;
      return false;
    }
    const id = kubelet.random.hex(
      64,
      `container/${pod.metadata.uid}/${record.name}/${record.restartCount}/${kubelet.sim.now}`,
    );
    let live: LiveContainer;
    try {
      const spec = containerSpec(worker, container, pulled, id);
      live = new LiveContainer(
        {
          sim: kubelet.sim,
          random: kubelet.random,
          programs: kubelet.programsOf(pulled.image),
          onExit: (exit) => this.#ended(live, exit),
        },
        spec,
      );
      live.imageText = text;
    } catch (error) {
      if (!(error instanceof ConfigError) && !(error instanceof RunAsError)) throw error;
      this.event('Warning', 'Failed', `Error: ${error.message}`);
      record.failure = { reason: 'CreateContainerConfigError', message: error.message };
      return false;
    }
    yield { until: kubelet.sim.now + createMs };
    this.#remember(live, id, pulled.reference.full, pulled.reference.repository);
    this.event('Normal', 'Created', 'Container created');
    yield { until: kubelet.sim.now + startMs };
    return yield* this.#run(live);
  }

  #remember(live: LiveContainer, id: string, image: string, repository: string): void {
    const { record } = this;
    const { kubelet } = this.worker;
    if (record.state.kind === 'terminated') {
      record.last = record.state;
      record.restartCount++;
    }
    this.#resources = this.container.resources;
    this.previous = this.live;
    this.live = live;
    record.id = id;
    record.image = image;
    record.imageId = `${repository}@sha256:${kubelet.random.hex(64, `digest/${image}`)}`;
    record.failure = undefined;
    record.isReady = false;
    record.hasStarted = false;
  }

  *#run(live: LiveContainer): Task<boolean> {
    const { record, worker, container } = this;
    const { kubelet } = worker;
    const startedAtMs = kubelet.sim.now;
    this.#killReason = undefined;
    this.#isStopping = false;
    record.state = { kind: 'running', startedAtMs };
    try {
      live.start();
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.event('Warning', 'Failed', `Error: ${error.message}`);
      record.state = {
        kind: 'terminated',
        exitCode: 128,
        reason: 'StartError',
        message: error.message,
        startedAtMs: 0,
        finishedAtMs: kubelet.sim.now,
        containerId: record.id,
      };
      kubelet.notice(worker);
      return true;
    }
    this.event('Normal', 'Started', 'Container started');
    kubelet.notice(worker);
    const hook = container.lifecycle?.postStart;
    if (hook) {
      const failure = yield* runHook(this, hook, live);
      if (failure !== undefined && live.exit === undefined) {
        this.event('Warning', 'FailedPostStartHook', 'PostStartHook failed');
        const grace = (worker.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
        yield* this.stop(grace, 'FailedPostStartHook');
        return true;
      }
    }
    this.#startProbes(live);
    return true;
  }

  #startProbes(live: LiveContainer): void {
    const { record, container, worker } = this;
    const { startupProbe, livenessProbe, readinessProbe } = container;
    if (live.exit !== undefined) return;
    record.hasStarted = startupProbe === undefined;
    record.isReady = startupProbe === undefined && readinessProbe === undefined;
    const { sim } = worker.kubelet;
    const run = (kind: ProbeKind, probe: Probe | undefined) => {
      if (probe)
        this.#probes.push(sim.start(`probe ${kind}`, keepProbing(this, { kind, probe, live })));
    };
    run('Startup', startupProbe);
    run('Readiness', readinessProbe);
    run('Liveness', livenessProbe);
  }

  /** A probe has succeeded often enough. */
  passed(kind: ProbeKind): void {
    const { record, worker } = this;
    if (kind === 'Startup') {
      record.hasStarted = true;
      if (this.container.readinessProbe === undefined) record.isReady = true;
    } else if (kind === 'Readiness' && !record.isReady) record.isReady = true;
    else return;
    worker.sync();
  }

  /** A probe has failed often enough. Returns whether the probing ends. */
  failed(kind: ProbeKind, probe: Probe): boolean {
    const { record, worker } = this;
    if (kind === 'Readiness') {
      if (record.isReady) {
        record.isReady = false;
        worker.sync();
      }
      return false;
    }
    const grace =
      probe.terminationGracePeriodSeconds ?? worker.pod.spec.terminationGracePeriodSeconds;
    const what = kind === 'Liveness' ? 'liveness' : 'startup';
    const { name } = this.container;
    const isLast = worker.pod.spec.restartPolicy === 'Never';
    const reason = isLast
      ? `Stopping container ${name}`
      : `Container ${name} failed ${what} probe, will be restarted`;
    this.restart(reason, (grace ?? 30) * 1000);
    return true;
  }

  #ended(live: LiveContainer, exit: ContainerExit): void {
    if (this.live !== live) return;
    const { record, worker } = this;
    const { sim } = worker.kubelet;
    for (const probe of this.#probes) probe.kill();
    this.#probes = [];
    const { state } = record;
    const message = terminationMessage(this.container, live, exit);
    const ended: Terminated = {
      exitCode: exit.code,
      ...(exit.signal && exit.code > 128 + 64 ? { signal: signalNumber(exit.signal) } : {}),
      reason: live.isOutOfMemory ? 'OOMKilled' : exit.code === 0 ? 'Completed' : 'Error',
      ...(message ? { message } : {}),
      startedAtMs: state.kind === 'running' ? state.startedAtMs : 0,
      finishedAtMs: sim.now,
      containerId: record.id,
    };
    record.state = { kind: 'terminated', ...ended };
    record.isReady = false;
    record.hasStarted = false;
    worker.kubelet.notice(worker);
  }
}
