// The machines of one minikube profile with the cluster on them, as minikube handles them.
import type { Task } from '../../base/sim';
import type { ApiClient } from '../../kubernetes/api/client';
import { ApiError } from '../../kubernetes/api/errors';
import { nodes as nodesRef } from '../../kubernetes/api/refs';
import type { Cluster, ClusterNode } from '../../kubernetes/cluster';
import type { Pod } from '../../kubernetes/kinds/generated/types';
import type { KubeObject } from '../../kubernetes/kinds/object';
import { powerOff, powerOn } from '../../kubernetes/kubelet/power';
import {
  canSaveKubelet,
  restoreKubelet,
  type SavedKubelet,
  saveKubelet,
} from '../../kubernetes/kubelet/saved';
import { parseImageReference } from '../../machine/image';
import type {
  ClusterMachines,
  ClusterPlan,
  MachineState,
  NodeMachine,
  NodePlan,
} from '../../tools/minikube/platform';
import { coredns } from '../addons/coredns';
import {
  createAll,
  listenApi,
  type MadeCluster,
  makeCluster,
  type NodeRecipe,
} from '../cluster-factory';
import type { World } from '../world';
import { kubeProxy, manifestText, preloadedImages, staticManifests } from './control-plane';

const apiPort = 8443;

/** What MinikubeCluster.save() tells. */
export interface SavedCluster {
  readonly plan: ClusterPlan;
  readonly state: MachineState;
  readonly nodes: readonly NodePlan[];
  readonly off: readonly string[];
  readonly server: ReturnType<Cluster['server']['snapshot']>;
  readonly kubelets: Readonly<Record<string, SavedKubelet>>;
  readonly isSchedulerOn: boolean;
  readonly areControllersOn: boolean;
}

export class MinikubeCluster implements ClusterMachines {
  state: MachineState = 'Running';
  readonly made: MadeCluster;
  readonly plan: ClusterPlan;
  #world: World;
  #nodes: NodePlan[];
  #off = new Set<string>();

  constructor(world: World, plan: ClusterPlan, saved?: SavedCluster) {
    this.#world = world;
    this.plan = plan;
    this.#nodes = [...(saved?.nodes ?? plan.nodes)];
    this.made = makeCluster({
      sim: world.sim,
      fabric: world.fabric,
      name: plan.profile,
      seed: world.seed,
      programs: world.programs,
      nodeTree: () => world.nodeTree(),
      nodes: [],
      apiAddress: plan.nodes[0]?.address ?? '',
      apiPort,
      addons: [],
      isControlPlaneInPods: true,
      isRestored: saved !== undefined,
    });
    this.#followComponents();
    if (saved !== undefined) this.#restore(saved);
  }

  get cluster(): Cluster {
    return this.made.cluster;
  }

  get client(): ApiClient {
    return this.cluster.client('minikube-user', 'minikube');
  }

  get certificates(): ClusterMachines['certificates'] {
    const { admin, service } = this.made;
    return {
      authority: service.caCertificate,
      client: admin.clientCertificate,
      key: admin.clientKey,
    };
  }

  get isApiUp(): boolean {
    return this.state === 'Running' && this.cluster.isApiUp;
  }

  get nodes(): readonly NodeMachine[] {
    return this.#nodes.map((plan) => this.#machineOf(plan));
  }

  isKubeletUp(name: string): boolean {
    return this.state === 'Running' && this.cluster.nodes.get(name)?.kubelet.isOn === true;
  }

  boot(): void {
    const [first] = this.#nodes;
    if (first === undefined) return;
    this.#add(first);
    this.#world.sim.spawn('kubeadm', this.#install(first));
  }

  *apply(objects: readonly KubeObject[]): Task<void> {
    yield* createAll(this.cluster, this.client, objects);
  }

  *remove(objects: readonly KubeObject[]): Task<void> {
    for (const object of objects) {
      const { catalog } = this.cluster.server;
      const resource = catalog.byKind(object.apiVersion, object.kind);
      if (resource === undefined) continue;
      try {
        yield* this.client.delete(resource, object.metadata);
      } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
      }
    }
  }

  stop(): void {
    if (this.state === 'Stopped') return;
    this.state = 'Stopped';
    const { cluster } = this;
    cluster.setApiServer(false);
    cluster.controllerManager.stop();
    cluster.scheduler.stop();
    for (const [name, { kubelet }] of cluster.nodes) if (!this.#off.has(name)) powerOff(kubelet);
  }

  start(): void {
    if (this.state === 'Running') return;
    if (this.state === 'Paused') this.unpause();
    this.state = 'Running';
    const { cluster } = this;
    cluster.setApiServer(true);
    this.#off.clear();
    for (const { kubelet } of cluster.nodes.values()) powerOn(kubelet);
    this.#listen();
    // Their pods are Running in the store until the kubelet has looked: they begin at once.
    cluster.start();
  }

  pause(): void {
    if (this.state !== 'Running') return;
    this.state = 'Paused';
    this.cluster.setApiServer(false);
    this.cluster.controllerManager.stop();
    this.cluster.scheduler.stop();
    for (const { kubelet } of this.cluster.nodes.values()) kubelet.stop();
  }

  unpause(): void {
    if (this.state !== 'Paused') return;
    this.state = 'Running';
    this.cluster.setApiServer(true);
    for (const { kubelet } of this.cluster.nodes.values()) kubelet.start();
    this.cluster.start();
  }

  destroy(): void {
    this.stop();
    const { fabric } = this.#world;
    const { router } = this.made;
    const at = router === undefined ? -1 : fabric.routers.indexOf(router);
    if (at >= 0) fabric.routers.splice(at, 1);
    this.#world.clusters.delete(this.plan.profile);
    this.onDestroyed();
  }

  /** Set by who keeps the list of clusters. */
  onDestroyed: () => void = () => {};

  addNode(node: NodePlan): void {
    this.#nodes.push(node);
    this.#add(node);
  }

  *removeNode(name: string): Task<void> {
    this.stopNode(name);
    this.#nodes = this.#nodes.filter((one) => one.name !== name);
    this.cluster.nodes.delete(name);
    this.cluster.server.nodes.delete(name);
    try {
      yield* this.client.delete(nodesRef, { name });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  stopNode(name: string): void {
    const node = this.cluster.nodes.get(name);
    if (node === undefined || this.#off.has(name)) return;
    this.#off.add(name);
    powerOff(node.kubelet);
  }

  startNode(name: string): void {
    const node = this.cluster.nodes.get(name);
    if (node !== undefined && this.#off.delete(name)) powerOn(node.kubelet);
  }

  logs(count: number): { readonly title: string; readonly lines: readonly string[] }[] {
    const parts: { title: string; lines: string[] }[] = [];
    for (const { kubelet } of this.cluster.nodes.values()) {
      for (const { pod, lives } of kubelet.workers.values()) {
        if (pod.metadata.namespace !== 'kube-system') continue;
        for (const [name, { live, record }] of lives) {
          const lines = (live?.log.from(0) ?? []).slice(-count).map((line) => line.text);
          parts.push({ title: `${name} [${record.id.slice(0, 12)}]`, lines });
        }
      }
    }
    return parts.sort((a, b) => (a.title < b.title ? -1 : 1));
  }

  /** Whether save() would lose nothing that runs. */
  get canSave(): boolean {
    return [...this.cluster.nodes.values()].every(({ kubelet }) => canSaveKubelet(kubelet));
  }

  /** Everything as JSON. */
  save(): SavedCluster {
    const { cluster } = this;
    const kubelets = [...cluster.nodes].map(
      ([name, { kubelet }]) => [name, saveKubelet(kubelet)] as const,
    );
    return {
      plan: this.plan,
      state: this.state,
      nodes: this.#nodes,
      off: [...this.#off],
      server: cluster.server.snapshot(),
      kubelets: Object.fromEntries(kubelets),
      isSchedulerOn: cluster.scheduler.isOn,
      areControllersOn: cluster.controllerManager.isOn,
    };
  }

  /** While the API is down nothing that starts here writes to the store. */
  #restore(saved: SavedCluster): void {
    const { cluster } = this;
    cluster.setApiServer(false);
    cluster.server.restore(saved.server);
    cluster.informers.refill();
    for (const plan of this.#nodes) {
      const kept = saved.kubelets[plan.name];
      if (kept === undefined) continue;
      const { kubelet } = this.#addMachine(plan);
      restoreKubelet(kubelet, kept);
      if (saved.state === 'Stopped' || saved.off.includes(plan.name)) powerOff(kubelet);
      if (saved.state === 'Paused') kubelet.stop();
    }
    this.state = saved.state;
    for (const name of saved.off) this.#off.add(name);
    if (saved.state === 'Stopped') return;
    this.#listen();
    if (saved.state === 'Paused') return;
    cluster.setApiServer(true);
    if (saved.areControllersOn) cluster.controllerManager.start();
    if (saved.isSchedulerOn) cluster.scheduler.start();
  }

  /** A pod is on its way, or something of it is. */
  get isBusy(): boolean {
    const pods = this.cluster.informers.get<Pod>('pods').objects.values();
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp !== undefined) return true;
      const waiting = pod.status?.containerStatuses?.map((one) => one.state?.waiting?.reason);
      if (waiting?.some((one) => one === 'ContainerCreating' || one === 'PodInitializing')) {
        return true;
      }
    }
    return false;
  }

  #machineOf(plan: NodePlan): NodeMachine {
    const made = this.cluster.nodes.get(plan.name);
    const isRunning = this.state !== 'Stopped' && !this.#off.has(plan.name);
    return { ...plan, ...nodeMachine(this, made), isRunning };
  }

  #add(plan: NodePlan): void {
    const { kubelet, machine } = this.#addMachine(plan);
    for (const name of preloadedImages) loadImage(kubelet, name);
    if (!plan.isControlPlane) return;
    this.#listen();
    const { files } = machine();
    files.mkdirAll('/etc/kubernetes/manifests', 0o755);
    for (const [name, object] of staticManifests(plan.address, apiPort)) {
      files.write(`/etc/kubernetes/manifests/${name}`, manifestText(object), 0o600);
    }
  }

  #addMachine(plan: NodePlan): ClusterNode {
    const { cpus, memoryBytes } = this.#world.laptop.hardware;
    const number = plan.isControlPlane ? 0 : Number(plan.address.split('.')[3]) - 2;
    const recipe = nodeRecipe(this.plan.profile, plan, number);
    return this.cluster.addNode({ ...recipe, cpus, memoryBytes });
  }

  #listen(): void {
    const [first] = this.#nodes;
    const host = this.cluster.nodes.get(first?.name ?? '')?.host;
    if (host !== undefined) listenApi(host, apiPort, this.made.service);
  }

  *#install(first: NodePlan): Task<void> {
    const { sim } = this.#world;
    const nodes = this.cluster.informers.get('nodes');
    while (nodes.get(undefined, first.name) === undefined) yield { until: sim.now + 100 };
    yield* this.apply(kubeProxy);
    yield* this.apply(coredns);
  }

  #hasManifest(component: string): boolean {
    const node = this.cluster.nodes.get(this.#nodes[0]?.name ?? '');
    return node?.machine().files.exists(`/etc/kubernetes/manifests/${component}.yaml`) ?? false;
  }

  /** Scheduler and controllers run while the containers of their pods do. */
  #followComponents(): void {
    const { cluster } = this;
    const parts = {
      'kube-scheduler': cluster.scheduler,
      'kube-controller-manager': cluster.controllerManager,
    };
    cluster.informers.get<Pod>('pods').listen({
      onChange: (pod, _old, type) => {
        if (pod.metadata.namespace !== 'kube-system' || this.state !== 'Running') return;
        const component = pod.metadata.labels?.component;
        const part = parts[component as keyof typeof parts];
        if (part === undefined || pod.metadata.labels?.tier !== 'control-plane') return;
        const state = pod.status?.containerStatuses?.[0]?.state;
        // A mirror that was deleted says nothing of the container: it runs on.
        const isGone = type === 'DELETED' && !this.#hasManifest(component ?? '');
        if (isGone || state?.terminated !== undefined) part.stop();
        else if (state?.running !== undefined && type !== 'DELETED') part.start();
      },
    });
  }
}

function loadImage(kubelet: ClusterNode['kubelet'], name: string): boolean {
  const reference = parseImageReference(name);
  const found = reference && kubelet.options.images.find(reference);
  if (reference === undefined || found?.kind !== 'image') return false;
  kubelet.images.present.set(reference.full, found.image);
  return true;
}

function nodeMachine(cluster: MinikubeCluster, node: ClusterNode | undefined) {
  return {
    machine: () => {
      if (node === undefined) throw new Error(`a node of ${cluster.plan.profile} has not booted`);
      return node.machine();
    },
    images: () => [...(node?.kubelet.images.present.keys() ?? [])],
    loadImage: (name: string) => node !== undefined && loadImage(node.kubelet, name),
    containerCount(namespaces: readonly string[]) {
      let count = 0;
      for (const { pod, lives } of node?.kubelet.workers.values() ?? []) {
        const namespace = pod.metadata.namespace ?? '';
        if (namespaces.length > 0 && !namespaces.includes(namespace)) continue;
        for (const life of lives.values()) if (life.isRunning) count++;
      }
      return count;
    },
  };
}

function nodeRecipe(profile: string, plan: NodePlan, number: number): NodeRecipe {
  const labels: Record<string, string> = {
    'minikube.k8s.io/commit': 'c93a4cb9311efc66b90d33ea03f75f2c4120e9b0',
    'minikube.k8s.io/name': profile,
    'minikube.k8s.io/primary': String(plan.isControlPlane),
    'minikube.k8s.io/version': 'v1.38.1',
  };
  if (plan.isControlPlane) {
    labels['node-role.kubernetes.io/control-plane'] = '';
    labels['node.kubernetes.io/exclude-from-external-load-balancers'] = '';
  }
  return {
    name: plan.name,
    address: plan.address,
    podPrefix: `10.244.${number}`,
    labels,
  };
}
