// The row of a pod: READY, STATUS and RESTARTS are told from its containers' states.
import { parseRfc3339 } from '../../../../base/time';
import { ageCell, sinceCell } from '../../cells';
import type { Cell } from '../../define-kind';
import type { ContainerStatus, Pod } from '../../generated/types';

interface Summary {
  reason: string;
  ready: number;
  total: number;
  restarts: number;
  /** RFC 3339; the end of the last run before the newest restart. */
  lastRestart: string | undefined;
  isInitializing: boolean;
}

/** The cells of a pod's row. */
export function podCells(pod: Pod, { nowMs }: { readonly nowMs: number }): readonly Cell[] {
  const summary = summarize(pod);
  const { restarts, lastRestart } = summary;
  const ago =
    restarts !== 0 && lastRestart ? `${restarts} (${sinceCell(lastRestart, nowMs)} ago)` : restarts;
  return [
    pod.metadata.name,
    `${summary.ready}/${summary.total}`,
    summary.reason,
    String(ago),
    ageCell(pod, nowMs),
    pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP ?? '<none>',
    pod.spec.nodeName || '<none>',
    pod.status?.nominatedNodeName || '<none>',
    gatesCell(pod),
  ];
}

/** The STATUS of a pod as tables show it. */
export function podStatusText(pod: Pod): string {
  return summarize(pod).reason;
}

function gatesCell(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const isTrue = (type: string) =>
    pod.status?.conditions?.some((one) => one.type === type && one.status === 'True');
  return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
}

function hasCondition(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

function summarize(pod: Pod): Summary {
  const { status, spec } = pod;
  const sidecars = new Set(
    (spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always').map((o) => o.name),
  );
  const isGated = status?.conditions?.some(
    (one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated',
  );
  const summary: Summary = {
    reason: isGated ? 'SchedulingGated' : status?.reason || (status?.phase ?? ''),
    ready: 0,
    total: (spec.containers ?? []).length + sidecars.size,
    restarts: 0,
    lastRestart: undefined,
    isInitializing: false,
  };
  const ofSidecars = initPart(pod, sidecars, summary);
  if (!summary.isInitializing || hasCondition(pod, 'Initialized')) {
    summary.restarts = ofSidecars.restarts;
    summary.lastRestart = ofSidecars.last;
    mainPart(pod, summary);
  }
  if (pod.metadata.deletionTimestamp) {
    const phase = status?.phase;
    if (status?.reason === 'NodeLost') summary.reason = 'Unknown';
    else if (phase !== 'Succeeded' && phase !== 'Failed') summary.reason = 'Terminating';
  }
  return summary;
}

function later(a: string | undefined, b: string | undefined | null): string | undefined {
  if (!b) return a;
  if (!a) return b;
  return (parseRfc3339(b) ?? 0) > (parseRfc3339(a) ?? 0) ? b : a;
}

function initPart(pod: Pod, sidecars: ReadonlySet<string>, summary: Summary) {
  let restarts = 0;
  let last: string | undefined;
  const statuses = pod.status?.initContainerStatuses ?? [];
  for (let i = 0; i < statuses.length; i++) {
    const one = statuses[i] as ContainerStatus;
    const ended = one.lastState?.terminated?.finishedAt;
    summary.restarts += one.restartCount ?? 0;
    summary.lastRestart = later(summary.lastRestart, ended);
    const isSidecar = sidecars.has(one.name);
    if (isSidecar) {
      restarts += one.restartCount ?? 0;
      last = later(last, ended);
    }
    const { terminated, waiting } = one.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (isSidecar && one.started === true) {
      if (one.ready) summary.ready++;
      continue;
    }
    if (terminated) summary.reason = `Init:${endText(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      summary.reason = `Init:${waiting.reason}`;
    } else summary.reason = `Init:${i}/${(pod.spec.initContainers ?? []).length}`;
    summary.isInitializing = true;
    break;
  }
  return { restarts, last };
}

function endText(terminated: {
  reason?: string | undefined;
  signal?: number | undefined;
  exitCode: number;
}) {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function mainPart(pod: Pod, summary: Summary): void {
  let isAnyRunning = false;
  const statuses = pod.status?.containerStatuses ?? [];
  for (let i = statuses.length - 1; i >= 0; i--) {
    const one = statuses[i] as ContainerStatus;
    summary.restarts += one.restartCount ?? 0;
    summary.lastRestart = later(summary.lastRestart, one.lastState?.terminated?.finishedAt);
    const { waiting, terminated, running } = one.state ?? {};
    if (waiting?.reason) summary.reason = waiting.reason;
    else if (terminated) summary.reason = endText(terminated);
    else if (one.ready && running) {
      isAnyRunning = true;
      summary.ready++;
    }
  }
  if (summary.reason === 'Completed' && isAnyRunning) {
    summary.reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  }
}
