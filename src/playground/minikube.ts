// minikube in a world: makes the machines that it asks for, and is the part of the world that they
// are. Loaded when minikube first runs.
import type { Cluster } from '../kubernetes/cluster';
import type { Program } from '../machine/types';
import { createMinikube } from '../tools/minikube/minikube';
import type { ClusterPlan, MinikubePlatform } from '../tools/minikube/platform';
import { dashboard } from './addons/dashboard';
import { defaultStorageClass } from './addons/default-storageclass';
import { metricsServer } from './addons/metrics-server';
import { storageProvisioner } from './addons/storage-provisioner';
import { MinikubeCluster, type SavedCluster } from './machines/minikube-cluster';
import type { World, WorldPart } from './world';

const addons = new Map([
  ['dashboard', dashboard],
  ['default-storageclass', defaultStorageClass],
  ['metrics-server', metricsServer],
  ['storage-provisioner', storageProvisioner],
]);

/** How many times faster time passes while a cluster starts. */
const hurriedFactor = 8;
/** Virtual ms without a change after which clusters count as at rest. */
const quietMs = 3_000;

/** The program, for a world. */
export function minikube(world: World): Program {
  return createMinikube(machinesOf(world));
}

/** Makes a world's clusters again. */
export function restoreMinikube(world: World, saved: unknown): void {
  const machines = machinesOf(world);
  for (const one of (saved as { clusters: readonly SavedCluster[] }).clusters) {
    machines.create(one.plan, one);
  }
}

function machinesOf(world: World): MinikubeMachines {
  const known = world.parts.get('minikube');
  if (known instanceof MinikubeMachines) return known;
  const made = new MinikubeMachines(world);
  world.parts.set('minikube', made);
  return made;
}

class MinikubeMachines implements MinikubePlatform, WorldPart {
  #world: World;
  #clusters = new Map<string, MinikubeCluster>();
  #hurried = 0;
  #leases = new WeakMap<Cluster, { count: number }>();
  #seen = { changes: 0, atMs: 0 };

  constructor(world: World) {
    this.#world = world;
  }

  find(profile: string): MinikubeCluster | undefined {
    return this.#clusters.get(profile);
  }

  create(plan: ClusterPlan, saved?: SavedCluster): MinikubeCluster {
    const cluster = new MinikubeCluster(this.#world, plan, saved);
    cluster.onDestroyed = () => this.#clusters.delete(plan.profile);
    this.#clusters.set(plan.profile, cluster);
    this.#world.clusters.set(plan.profile, cluster.made);
    return cluster;
  }

  get addresses(): readonly string[] {
    return [...this.#clusters.values()].flatMap((one) => one.nodes.map((node) => node.address));
  }

  get hardware(): { readonly cpus: number; readonly memoryMb: number } {
    const { cpus, memoryBytes } = this.#world.laptop.hardware;
    return { cpus, memoryMb: Math.floor(memoryBytes / 1_048_576) };
  }

  beginHurry(): () => void {
    this.#hurried++;
    return () => {
      this.#hurried--;
    };
  }

  route(_profile: string): () => void {
    const { laptopHost } = this.#world;
    laptopHost.isTunnelled = true;
    return () => {
      laptopHost.isTunnelled = false;
    };
  }

  addonObjects(name: string) {
    return addons.get(name);
  }

  get canSave(): boolean {
    return this.#hurried === 0 && [...this.#clusters.values()].every((one) => one.canSave);
  }

  save(): unknown {
    return { clusters: [...this.#clusters.values()].map((one) => one.save()) };
  }

  get isSettled(): boolean {
    const { changes } = this;
    const { now } = this.#world.sim;
    if (changes !== this.#seen.changes) this.#seen = { changes, atMs: now };
    if (this.#hurried > 0 || now - this.#seen.atMs < quietMs) return false;
    return [...this.#clusters.values()].every((one) => !one.isBusy);
  }

  /** Renewed leases are no change to be seen. */
  #leaseWrites(cluster: Cluster): number {
    let writes = this.#leases.get(cluster);
    if (writes === undefined) {
      this.#leases.set(cluster, (writes = { count: 0 }));
      const counted = writes;
      cluster.server.store.listen('leases.coordination.k8s.io', (changes) => {
        counted.count += changes.length;
      });
    }
    return writes.count;
  }

  get changes(): number {
    let sum = 0;
    for (const { cluster } of this.#clusters.values()) {
      sum += cluster.server.store.revision - this.#leaseWrites(cluster);
    }
    return sum;
  }

  get hurry(): number {
    return this.#hurried > 0 ? hurriedFactor : 1;
  }
}
