// What the scheduler knows of a node: its pods and what they take, kept up to date pod by pod.
import type { Node, Pod } from '../kinds/generated/types';
import { controllerOf } from '../kinds/object';
import { type Amounts, amounts, hostPorts, podRequests } from '../kinds/pod-requests';

/** What a pod without requests counts as when nodes are compared. */
export const fallbackRequests: ReadonlyMap<string, number> = new Map([
  ['cpu', 100],
  ['memory', 200 * 1024 * 1024],
]);

/** A node with the pods that are (or are about to be) on it. */
export class NodeInfo {
  node: Node;
  allocatable: Amounts;
  readonly pods = new Map<string, Pod>();
  readonly requested = new Map<string, number>();
  /** Like requested, but every pod counts for something: to compare nodes. */
  readonly weighed = new Map<string, number>();
  /** Pods with required anti-affinity: they concern every newcomer. */
  readonly withAntiAffinity = new Map<string, Pod>();
  readonly ports = new Map<string, string[]>();
  /** How many pods of each owner are here. */
  readonly byOwner = new Map<string, number>();
  /** Sizes of the images that are here, by each of their names. */
  images: ReadonlyMap<string, number>;

  constructor(node: Node) {
    this.node = node;
    this.allocatable = amounts(node.status?.allocatable);
    this.images = imageSizes(node);
  }

  get name(): string {
    return this.node.metadata.name;
  }

  setNode(node: Node): void {
    if (node.status?.allocatable !== this.node.status?.allocatable) {
      this.allocatable = amounts(node.status?.allocatable);
    }
    if (node.status?.images !== this.node.status?.images) this.images = imageSizes(node);
    this.node = node;
  }

  add(pod: Pod): void {
    const { uid } = pod.metadata;
    if (this.pods.has(uid)) this.remove(uid);
    this.pods.set(uid, pod);
    this.#count(pod, 1);
    if (
      pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length
    ) {
      this.withAntiAffinity.set(uid, pod);
    }
    const ports = hostPorts(pod);
    if (ports.length > 0) this.ports.set(uid, ports);
  }

  remove(uid: string): void {
    const pod = this.pods.get(uid);
    if (pod === undefined) return;
    this.pods.delete(uid);
    this.withAntiAffinity.delete(uid);
    this.ports.delete(uid);
    this.#count(pod, -1);
  }

  /** The newest version of a pod that is here: labels and deletion matter to others. */
  replace(pod: Pod): void {
    const { uid } = pod.metadata;
    if (!this.pods.has(uid)) return;
    this.pods.set(uid, pod);
    if (this.withAntiAffinity.has(uid)) this.withAntiAffinity.set(uid, pod);
  }

  /** A copy without some pods, to see what would be if they went, and with some that may come. */
  without(gone: ReadonlySet<string>, coming: Iterable<Pod> = []): NodeInfo {
    const copy = new NodeInfo(this.node);
    for (const [uid, pod] of this.pods) if (!gone.has(uid)) copy.add(pod);
    for (const pod of coming) copy.add(pod);
    return copy;
  }

  #count(pod: Pod, sign: number): void {
    const owner = controllerOf(pod)?.uid;
    if (owner !== undefined) this.byOwner.set(owner, (this.byOwner.get(owner) ?? 0) + sign);
    const requests = podRequests(pod);
    for (const [resource, amount] of requests) {
      this.requested.set(resource, (this.requested.get(resource) ?? 0) + sign * amount);
    }
    for (const [resource, fallback] of fallbackRequests) {
      const amount = requests.get(resource) || fallback;
      this.weighed.set(resource, (this.weighed.get(resource) ?? 0) + sign * amount);
    }
  }
}

function imageSizes(node: Node): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { names, sizeBytes } of node.status?.images ?? []) {
    for (const name of names ?? []) sizes.set(name, sizeBytes ?? 0);
  }
  return sizes;
}
