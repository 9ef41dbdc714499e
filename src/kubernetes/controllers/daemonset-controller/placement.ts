// Where a DaemonSet's pods belong: which nodes lack one, which pods are too many.
import type { DaemonSet, Node, Pod } from '../../kinds/generated/types';
import { selectsNode, untoleratedTaint } from '../../kinds/node-selection';
import { isAvailable, readySince } from '../pods';
import { revisionHashLabel } from '../revisions';
import { type DaemonRun, daemonTolerations, nodeOf } from './daemon-pods';
import { fenceposts } from './rolling';

/** What to do now. */
export interface Step {
  /** Names of nodes that need a pod. */
  readonly missing: readonly string[];
  readonly remove: readonly Pod[];
}

/** Whether a node should get the set's pod, and whether one that is there may stay. */
export function belongs(set: DaemonSet, node: Node): { runs: boolean; stays: boolean } {
  const spec = set.spec.template.spec;
  const no = { runs: false, stays: false };
  if (spec === undefined || (spec.nodeName && spec.nodeName !== node.metadata.name)) return no;
  if (!selectsNode(spec, node)) return no;
  const tolerations = daemonTolerations(spec);
  if (untoleratedTaint(node, tolerations, ['NoExecute', 'NoSchedule']) === undefined) {
    return { runs: true, stays: true };
  }
  return { runs: false, stays: untoleratedTaint(node, tolerations, ['NoExecute']) === undefined };
}

/** Pods by node, the oldest of each first; what is finished and going doesn't count. */
export function groupByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (isFinished(pod) && pod.metadata.deletionTimestamp) continue;
    const name = nodeOf(pod);
    const group = groups.get(name);
    if (group) group.push(pod);
    else groups.set(name, [pod]);
  }
  for (const group of groups.values()) group.sort(olderFirst);
  return groups;
}

export function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function olderFirst(a: Pod, b: Pod): number {
  const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Compares what is with what should be. */
export function manage(run: DaemonRun): Step & { readonly againMs: number | undefined } {
  const missing: string[] = [];
  const remove: Pod[] = [];
  let againMs: number | undefined;
  const known = new Set<string>();
  for (const node of run.nodes) {
    const { name } = node.metadata;
    known.add(name);
    const { runs, stays } = belongs(run.set, node);
    const here = run.pods.get(name) ?? [];
    if (runs && here.length === 0) missing.push(name);
    else if (stays) {
      const alive = here.filter((pod) => !pod.metadata.deletionTimestamp);
      const wait = removeFinished(run, alive, remove);
      if (wait !== undefined) againMs = Math.min(againMs ?? wait, wait);
      const running = alive.filter((pod) => !isFinished(pod));
      remove.push(...surplus(run, running));
    } else remove.push(...here.filter((pod) => !pod.metadata.deletionTimestamp));
  }
  for (const [name, pods] of run.pods) {
    // Made for a node that has gone since.
    if (!known.has(name)) remove.push(...pods.filter((pod) => !pod.spec.nodeName));
  }
  return { missing, remove, againMs };
}

/** Finished daemons are replaced, with growing pauses. Returns when to look again, in ms. */
function removeFinished(run: DaemonRun, alive: readonly Pod[], remove: Pod[]): number | undefined {
  const { set, context } = run;
  let againMs: number | undefined;
  for (const pod of alive.filter(isFinished)) {
    const { uid, name, namespace } = pod.metadata;
    const isFailed = pod.status?.phase === 'Failed';
    if (isFailed) {
      const left = context.backOff(`${set.metadata.uid}/${nodeOf(pod)}`, uid);
      if (left > 0) {
        againMs = Math.min(againMs ?? left, left);
        continue;
      }
    }
    const [found, end] = isFailed ? ['failed', 'kill'] : ['succeeded', 'delete'];
    const message = `Found ${found} daemon pod ${namespace}/${name} on node ${nodeOf(pod)}, will try to ${end} it`;
    if (isFailed) context.events.record(set, 'Warning', 'FailedDaemonPod', message);
    else context.events.record(set, 'Normal', 'SucceededDaemonPod', message);
    remove.push(pod);
  }
  return againMs;
}

/** Pods beyond the one that a node should have; while surging, beyond an old and a new one. */
function surplus({ set, hash, context }: DaemonRun, running: readonly Pod[]): readonly Pod[] {
  if (running.length <= 1) return [];
  if (fenceposts(set, 1).surge === 0) return running.slice(1);
  const isNew = (pod: Pod) => pod.metadata.labels?.[revisionHashLabel] === hash;
  const newest = running.find(isNew);
  const oldest = running.find((pod) => !isNew(pod));
  const rest = running.filter((pod) => pod !== newest && pod !== oldest);
  if (newest === undefined || oldest === undefined) return rest;
  const isOver =
    readySince(oldest) === undefined ||
    isAvailable(newest, set.spec.minReadySeconds ?? 0, context.nowMs);
  return isOver ? [...rest, oldest] : rest;
}
