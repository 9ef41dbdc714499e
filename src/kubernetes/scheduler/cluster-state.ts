// The scheduler's picture of the cluster: nodes with their pods, assumed ones included, and where
// preempting pods are about to go.
import type { Informers } from '../api/informer';
import type { Node, Pod } from '../kinds/generated/types';
import { NodeInfo } from './node-info';

/** Nodes and pods as the scheduler sees them. */
export class ClusterState {
  readonly nodes = new Map<string, NodeInfo>();
  #nodeOfPod = new Map<string, string>();
  /** Pods that made room on a node and wait for it, by the node's name. */
  #nominated = new Map<string, Map<string, Pod>>();
  #informers: Informers;

  constructor(informers: Informers) {
    this.#informers = informers;
  }

  clear(): void {
    this.nodes.clear();
    this.#nodeOfPod.clear();
    this.#nominated.clear();
  }

  setNode(node: Node): void {
    const { name } = node.metadata;
    const info = this.nodes.get(name);
    if (info !== undefined) {
      info.setNode(node);
      return;
    }
    this.nodes.set(name, new NodeInfo(node));
    const byNode = this.#informers
      .get<Pod>('pods')
      .index('node', (pod) => [pod.spec.nodeName ?? '']);
    for (const pod of byNode.get(name).values()) if (!isOver(pod)) this.place(pod, name);
  }

  removeNode(name: string): void {
    this.nodes.delete(name);
  }

  /** A pod is on a node, or is about to be. */
  place(pod: Pod, nodeName: string): void {
    const { uid } = pod.metadata;
    const before = this.#nodeOfPod.get(uid);
    if (before !== undefined && before !== nodeName) this.nodes.get(before)?.remove(uid);
    this.#nodeOfPod.set(uid, nodeName);
    this.nodes.get(nodeName)?.add(pod);
  }

  /** A newer version of a pod that has a place. */
  replace(pod: Pod): void {
    this.nodes.get(this.#nodeOfPod.get(pod.metadata.uid) ?? '')?.replace(pod);
  }

  unplace(uid: string): void {
    const nodeName = this.#nodeOfPod.get(uid);
    if (nodeName === undefined) return;
    this.#nodeOfPod.delete(uid);
    this.nodes.get(nodeName)?.remove(uid);
  }

  nominate(pod: Pod, nodeName: string): void {
    this.withdraw(pod.metadata.uid);
    let pods = this.#nominated.get(nodeName);
    if (pods === undefined) this.#nominated.set(nodeName, (pods = new Map()));
    pods.set(pod.metadata.uid, pod);
  }

  withdraw(uid: string): void {
    if (this.#nominated.size === 0) return;
    for (const [nodeName, pods] of this.#nominated) {
      if (pods.delete(uid) && pods.size === 0) this.#nominated.delete(nodeName);
    }
  }

  /** Pods of at least this pod's priority that a node is kept for. */
  nominatedOn(nodeName: string, pod: Pod): Pod[] {
    const pods = this.#nominated.get(nodeName);
    if (pods === undefined) return [];
    const priority = pod.spec.priority ?? 0;
    return [...pods.values()].filter(
      (one) => one.metadata.uid !== pod.metadata.uid && (one.spec.priority ?? 0) >= priority,
    );
  }
}

/** Finished: it takes nothing from its node any more. */
export function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
