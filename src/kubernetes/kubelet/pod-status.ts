// The status of a pod, made from what the kubelet knows of its containers.
import { formatRfc3339 } from '../../base/time';
import type {
  ContainerState as ApiContainerState,
  Container,
  ContainerStatus,
  Pod,
  PodCondition,
  PodStatus,
} from '../kinds/generated/types';
import { type ContainerRecord, newContainer, type PodRecord, type Terminated } from './records';

/** What besides the records goes into a status. */
export interface StatusInput {
  readonly pod: Pod;
  readonly record: PodRecord;
  readonly hostIp: string;
  readonly nowMs: number;
}

/** The status to report. Conditions keep their transition times where nothing changed. */
export function buildStatus(input: StatusInput): PodStatus {
  const { pod, record } = input;
  if (record.ended?.isRefusal) return refusedStatus(input);
  const init = (pod.spec.initContainers ?? []).map((one) => containerStatus(input, one, 'init'));
  const app = pod.spec.containers.map((one) => containerStatus(input, one, 'app'));
  const ephemeral = (pod.spec.ephemeralContainers ?? []).map((one) =>
    containerStatus(input, one as Container, 'ephemeral'),
  );
  const phase = record.ended ? 'Failed' : phaseOf(pod, record, app);
  const old = pod.status;
  return {
    ...(old?.nominatedNodeName ? { nominatedNodeName: old.nominatedNodeName } : {}),
    ...(old?.resourceClaimStatuses ? { resourceClaimStatuses: old.resourceClaimStatuses } : {}),
    phase,
    observedGeneration: pod.metadata.generation,
    ...(record.ended ? { reason: record.ended.reason, message: record.ended.message } : {}),
    conditions: conditions(input, phase, init, app),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    ...(app.length > 0 ? { containerStatuses: sortByName(app) } : {}),
    ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: ephemeral } : {}),
    hostIP: input.hostIp,
    hostIPs: [{ ip: input.hostIp }],
    ...(record.ip ? { podIP: record.ip, podIPs: [{ ip: record.ip }] } : {}),
    ...(old?.qosClass ? { qosClass: old.qosClass } : {}),
    startTime: formatRfc3339(record.startTimeMs),
  };
}

/** A pod that the node did not take has no containers to tell of. */
function refusedStatus({ pod, record, nowMs }: StatusInput): PodStatus {
  const { qosClass } = pod.status ?? {};
  return {
    phase: 'Failed',
    observedGeneration: pod.metadata.generation,
    reason: record.ended?.reason,
    message: record.ended?.message,
    ...(pod.status?.conditions ? { conditions: pod.status.conditions } : {}),
    ...(qosClass ? { qosClass } : {}),
    startTime: formatRfc3339(record.startTimeMs || nowMs),
  };
}

function sortByName(statuses: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return [...statuses].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function containerStatus(
  input: StatusInput,
  container: Container,
  kind: ContainerRecord['kind'],
): ContainerStatus {
  const { pod, record } = input;
  const own = record.containers.get(container.name) ?? newContainer(container.name, kind);
  const isWaitingAgain = own.failure !== undefined && own.state.kind !== 'running';
  const last = isWaitingAgain && own.state.kind === 'terminated' ? own.state : own.last;
  const isRunning = own.state.kind === 'running';
  return {
    name: container.name,
    state: apiState(own, pod, record),
    lastState: last ? { terminated: apiTerminated(last) } : {},
    ready: (own.isReady && own.kind !== 'ephemeral') || isThrough(own),
    restartCount: own.restartCount,
    image: own.image || container.image || '',
    imageID: own.imageId,
    ...(own.id ? { containerID: `containerd://${own.id}` } : {}),
    started: isRunning && own.hasStarted,
    ...(isRunning ? runningDetails(container) : {}),
  } as ContainerStatus;
}

/** An init container that has done its work. */
function isThrough(own: ContainerRecord): boolean {
  return own.kind === 'init' && own.state.kind === 'terminated' && own.state.exitCode === 0;
}

/** What only a running container's status tells: resources in force, its mounts. */
function runningDetails(container: Container) {
  const { requests, limits } = container.resources ?? {};
  const mounts = container.volumeMounts ?? [];
  return {
    ...(requests ? { allocatedResources: requests } : {}),
    resources: { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) },
    ...(mounts.length > 0
      ? {
          volumeMounts: mounts.map((mount) => ({
            mountPath: mount.mountPath,
            name: mount.name,
            ...(mount.readOnly ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
          })),
        }
      : {}),
  };
}

function apiState(own: ContainerRecord, pod: Pod, record: PodRecord): ApiContainerState {
  const { state, failure } = own;
  if (state.kind === 'running') return { running: { startedAt: formatRfc3339(state.startedAtMs) } };
  if (failure !== undefined) {
    const { reason, message } = failure;
    return { waiting: { reason, ...(message ? { message } : {}) } };
  }
  if (state.kind === 'terminated') return { terminated: apiTerminated(state) };
  const isApp = own.kind === 'app';
  const hasInit = (pod.spec.initContainers ?? []).length > 0;
  const waitsForInit = hasInit && (isApp || record.hasSandbox);
  return { waiting: { reason: waitsForInit ? 'PodInitializing' : 'ContainerCreating' } };
}

function apiTerminated(ended: Terminated) {
  return {
    exitCode: ended.exitCode,
    ...(ended.signal ? { signal: ended.signal } : {}),
    reason: ended.reason,
    ...(ended.message ? { message: ended.message } : {}),
    startedAt: formatRfc3339(ended.startedAtMs),
    finishedAt: formatRfc3339(ended.finishedAtMs),
    containerID: ended.containerId ? `containerd://${ended.containerId}` : undefined,
  };
}

/** Whether all init containers are through (sidecars: started). */
export function isInitialized(pod: Pod, record: PodRecord): boolean {
  return incompleteInit(pod, record).length === 0;
}

function incompleteInit(pod: Pod, record: PodRecord): string[] {
  return (pod.spec.initContainers ?? [])
    .filter((one) => {
      const own = record.containers.get(one.name);
      if (own === undefined) return true;
      if (own.kind === 'sidecar') return !(own.state.kind === 'running' && own.hasStarted);
      return !(own.state.kind === 'terminated' && own.state.exitCode === 0);
    })
    .map((one) => one.name);
}

function phaseOf(pod: Pod, record: PodRecord, app: readonly ContainerStatus[]): string {
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (!isInitialized(pod, record)) {
    const failed = (pod.spec.initContainers ?? []).some((one) => {
      const state = record.containers.get(one.name)?.state;
      return state?.kind === 'terminated' && state.exitCode !== 0 && policy === 'Never';
    });
    if (failed) return 'Failed';
    if (!app.some((one) => one.state?.running || one.lastState?.terminated)) return 'Pending';
  }
  let waiting = 0;
  let running = 0;
  let stopped = 0;
  let succeeded = 0;
  for (const one of app) {
    if (one.state?.running) running++;
    else if (one.state?.terminated) {
      stopped++;
      if (one.state.terminated.exitCode === 0) succeeded++;
    } else if (one.lastState?.terminated) stopped++;
    else waiting++;
  }
  if (waiting > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (record.isKilled) return succeeded === stopped ? 'Succeeded' : 'Failed';
  if (policy === 'Always') return 'Running';
  if (stopped === succeeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

function conditions(
  input: StatusInput,
  phase: string,
  init: readonly ContainerStatus[],
  app: readonly ContainerStatus[],
): PodCondition[] {
  const { pod, record } = input;
  const isDone = phase === 'Succeeded' || phase === 'Failed';
  const incomplete = incompleteInit(pod, record);
  const unready = unreadyNames(pod, record, app);
  const made: Made[] = [
    { type: 'PodReadyToStartContainers', ok: record.hasSandbox && !isDone },
    initialized(phase, init, incomplete),
    readiness('Ready', pod, phase, unready),
    readiness('ContainersReady', pod, phase, unready),
  ];
  const byType = new Map(pod.status?.conditions?.map((one) => [one.type, one]));
  const known = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady']);
  const kept = (pod.status?.conditions ?? []).filter((one) => !known.has(one.type));
  const own = made.map((one) => condition(input, one, byType.get(one.type)));
  // Others' conditions stand first, the scheduler's last.
  const isScheduled = (one: PodCondition) => one.type === 'PodScheduled';
  return [...kept.filter((one) => !isScheduled(one)), ...own, ...kept.filter(isScheduled)];
}

interface Made {
  readonly type: string;
  readonly ok: boolean;
  readonly reason?: string;
  readonly message?: string;
}

function condition(input: StatusInput, made: Made, old: PodCondition | undefined): PodCondition {
  const status = made.ok ? 'True' : 'False';
  const since = old?.status === status ? old.lastTransitionTime : formatRfc3339(input.nowMs);
  return {
    type: made.type,
    status,
    observedGeneration: input.pod.metadata.generation,
    lastProbeTime: null as unknown as undefined,
    lastTransitionTime: since,
    ...(made.reason ? { reason: made.reason } : {}),
    ...(made.message ? { message: made.message } : {}),
  };
}

function initialized(
  phase: string,
  init: readonly ContainerStatus[],
  incomplete: readonly string[],
): Made {
  if (phase === 'Succeeded') return { type: 'Initialized', ok: true, reason: 'PodCompleted' };
  if (init.length === 0 || incomplete.length === 0) return { type: 'Initialized', ok: true };
  return {
    type: 'Initialized',
    ok: false,
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete.join(' ')}]`,
  };
}

function unreadyNames(
  pod: Pod,
  record: PodRecord,
  app: readonly ContainerStatus[],
): readonly string[] {
  const sidecars = (pod.spec.initContainers ?? [])
    .filter((one) => one.restartPolicy === 'Always' && !record.containers.get(one.name)?.isReady)
    .map((one) => one.name);
  return [...sidecars, ...app.filter((one) => !one.ready).map((one) => one.name)];
}

function readiness(type: string, pod: Pod, phase: string, unready: readonly string[]): Made {
  if (phase === 'Succeeded') return { type, ok: false, reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, ok: false, reason: 'PodFailed' };
  if (unready.length > 0) {
    const message = `containers with unready status: [${unready.join(' ')}]`;
    return { type, ok: false, reason: 'ContainersNotReady', message };
  }
  if (type === 'Ready') {
    const missing = (pod.spec.readinessGates ?? []).filter((gate) => {
      const found = pod.status?.conditions?.find((one) => one.type === gate.conditionType);
      return found?.status !== 'True';
    });
    if (missing.length > 0) {
      const parts = missing.map((gate) => {
        const found = pod.status?.conditions?.some((one) => one.type === gate.conditionType);
        return found
          ? `the status of pod readiness gate "${gate.conditionType}" is not "True", but False`
          : `corresponding condition of pod readiness gate "${gate.conditionType}" does not exist.`;
      });
      return { type, ok: false, reason: 'ReadinessGatesNotReady', message: parts.join(', ') };
    }
  }
  return { type, ok: true };
}
