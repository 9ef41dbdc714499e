// What controllers that own pods have in common: adoption, whether a pod counts, which one goes
// first, making one from a template.
import { matchesSelectorObject } from '../../base/labels';
import type { Task } from '../../base/sim';
import { parseRfc3339 } from '../../base/time';
import { pods } from '../api/refs';
import type { Pod, PodTemplateSpec } from '../kinds/generated/types';
import { controllerOf, type KubeObject } from '../kinds/object';
import { type ControllerContext, informerOf } from './controller';
import { ignoring } from './outcomes';

/** Not finished and not on its way out. */
export function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') return false;
  return pod.metadata.deletionTimestamp === undefined;
}

/** The Ready condition, if true: since when (ms). */
export function readySince(pod: Pod): number | undefined {
  const ready = pod.status?.conditions?.find((one) => one.type === 'Ready');
  if (ready?.status !== 'True') return undefined;
  return parseRfc3339(ready.lastTransitionTime ?? '') ?? 0;
}

/** Whether it has been ready for long enough. */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  const since = readySince(pod);
  if (since === undefined) return false;
  return minReadySeconds === 0 || since + minReadySeconds * 1000 <= nowMs;
}

/** A controller that may own pods. */
export interface PodOwner extends KubeObject {
  readonly spec: { readonly selector?: unknown };
}

/** The reference that makes an owner the controller. */
export function ownerReference(owner: KubeObject) {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The pods of an owner; orphans that its selector chooses are adopted, others let go. */
export function* claimPods(owner: KubeObject, selector: unknown, context: ControllerContext) {
  const informer = informerOf<Pod>(context, 'pods');
  const { uid, namespace = '', deletionTimestamp } = owner.metadata;
  const found: Pod[] = [];
  for (const pod of [...informer.byController().get(uid).values()]) {
    if (matchesSelectorObject(selector, pod.metadata.labels)) found.push(pod);
    else if (!deletionTimestamp) yield* releasePod(pod, uid, context);
  }
  if (deletionTimestamp) return found;
  const orphans = informer.index('orphans', (pod) =>
    controllerOf(pod) || pod.metadata.deletionTimestamp ? [] : [pod.metadata.namespace ?? ''],
  );
  for (const pod of [...orphans.get(namespace).values()]) {
    if (!isActive(pod) || !matchesSelectorObject(selector, pod.metadata.labels)) continue;
    const adopted = yield* adoptPod(pod, owner, context);
    if (adopted) found.push(adopted);
  }
  return found;
}

function* adoptPod(pod: Pod, owner: KubeObject, context: ControllerContext) {
  const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReference(owner)];
  const body = { metadata: { uid: pod.metadata.uid, ownerReferences } };
  const patch = { type: 'merge', body } as const;
  return yield* ignoring(
    ['NotFound', 'Conflict', 'Invalid'],
    context.client.patch(pods, pod.metadata, patch),
  );
}

function* releasePod(pod: Pod, uid: string, context: ControllerContext): Task<void> {
  const left = (pod.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
  const ownerReferences = left.length > 0 ? left : null;
  const body = { metadata: { uid: pod.metadata.uid, ownerReferences } };
  const patch = { type: 'merge', body } as const;
  yield* ignoring(['NotFound', 'Conflict'], context.client.patch(pods, pod.metadata, patch));
}

/**
 * Keys of the owners (of one kind) that a change of a pod concerns: its controller, the one that
 * let it go, and for an orphan those that would choose it.
 */
export function ownerKeys(
  pod: KubeObject,
  old: KubeObject | undefined,
  kind: string,
  choosers: (namespace: string, pod: KubeObject) => readonly string[],
): readonly string[] {
  const { namespace = '', labels } = pod.metadata;
  const owner = controllerOf(pod);
  const before = old && controllerOf(old);
  const keys: string[] = [];
  if (owner?.kind === kind) keys.push(`${namespace}/${owner.name}`);
  if (before?.kind === kind && before.uid !== owner?.uid) keys.push(`${namespace}/${before.name}`);
  if (owner !== undefined || (before === undefined && old?.metadata.labels === labels)) return keys;
  return [...keys, ...choosers(namespace, pod)];
}

/** What a client would send to make a pod of a template. */
export function podFromTemplate(
  owner: KubeObject,
  template: PodTemplateSpec | undefined,
  name: { readonly name: string } | { readonly generateName: string },
): KubeObject {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: '',
      uid: '',
      ...name,
      ...(owner.metadata.namespace ? { namespace: owner.metadata.namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: template?.spec,
  };
}

/** Pods in the order in which they should be deleted: the least useful first. */
export function deletionOrder(candidates: readonly Pod[]): Pod[] {
  const perNode = new Map<string, number>();
  for (const pod of candidates) {
    const node = pod.spec.nodeName ?? '';
    perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  const phases = ['Pending', 'Unknown', 'Running'];
  const restarts = (pod: Pod) =>
    Math.max(0, ...(pod.status?.containerStatuses ?? []).map((one) => one.restartCount));
  const cost = (pod: Pod) =>
    Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  const rank = (pod: Pod): readonly number[] => [
    pod.spec.nodeName ? 1 : 0,
    phases.indexOf(pod.status?.phase ?? 'Pending'),
    readySince(pod) === undefined ? 0 : 1,
    cost(pod),
    -(perNode.get(pod.spec.nodeName ?? '') ?? 0),
    -(readySince(pod) ?? 0),
    -restarts(pod),
    -(parseRfc3339(pod.metadata.creationTimestamp ?? '') ?? 0),
  ];
  const ranked = candidates.map((pod) => ({ pod, rank: rank(pod) }));
  ranked.sort((a, b) => {
    for (const [i, one] of a.rank.entries()) {
      const difference = one - (b.rank[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  return ranked.map((one) => one.pod);
}
