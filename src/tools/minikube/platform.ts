// What minikube needs of the world around it: containers that are machines of clusters. The
// playground makes them; minikube itself only says what it wants and prints.
import type { Task } from '../../base/sim';
import type { ApiClient } from '../../kubernetes/api/client';
import type { KubeObject } from '../../kubernetes/kinds/object';
import type { SimulatedMachine } from '../../machine/machine';

export interface ClusterPlan {
  readonly profile: string;
  readonly nodes: readonly NodePlan[];
  readonly cpus: number;
  readonly memoryMb: number;
}

export interface NodePlan {
  readonly name: string;
  readonly address: string;
  readonly isControlPlane: boolean;
}

export type MachineState = 'Running' | 'Stopped' | 'Paused';

/** A node as a container of the driver. */
export interface NodeMachine extends NodePlan {
  readonly isRunning: boolean;
  readonly machine: () => SimulatedMachine;
  /** Images on it. */
  images(): readonly string[];
  /** Puts an image there; false: no registry has it. */
  loadImage(name: string): boolean;
  /** Containers whose pods are in the namespaces. */
  containerCount(namespaces: readonly string[]): number;
}

/** The machines of one profile with the cluster on them. */
export interface ClusterMachines {
  readonly state: MachineState;
  readonly nodes: readonly NodeMachine[];
  /** PEM texts. */
  readonly certificates: {
    readonly authority: string;
    readonly client: string;
    readonly key: string;
  };
  /** Acts as the cluster's administrator. */
  readonly client: ApiClient;
  readonly isApiUp: boolean;
  isKubeletUp(node: string): boolean;
  /** Creates or changes objects, as `kubectl apply` on the node does. */
  apply(objects: readonly KubeObject[]): Task<void>;
  remove(objects: readonly KubeObject[]): Task<void>;
  /** Brings the control plane up on a new node. */
  boot(): void;
  stop(): void;
  start(): void;
  pause(): void;
  unpause(): void;
  /** Takes the machines away. */
  destroy(): void;
  addNode(node: NodePlan): void;
  /** Takes a node's machine away; its object goes too. */
  removeNode(name: string): Task<void>;
  stopNode(name: string): void;
  startNode(name: string): void;
  /** Text that components of the cluster have written lately. */
  logs(lines: number): readonly { readonly title: string; readonly lines: readonly string[] }[];
}

export interface MinikubePlatform {
  /** By profile. */
  find(profile: string): ClusterMachines | undefined;
  create(plan: ClusterPlan): ClusterMachines;
  /** Addresses that machines have, of all profiles. */
  readonly addresses: readonly string[];
  /** Time passes faster until the returned function is called. */
  beginHurry(): () => void;
  /** Leads packets of this machine into a cluster until the returned function is called. */
  route(profile: string): () => void;
  /** What an addon installs, in order; undefined: it can't be installed here. */
  addonObjects(name: string): readonly KubeObject[] | undefined;
  /** Cores and memory of the host. */
  readonly hardware: { readonly cpus: number; readonly memoryMb: number };
}
