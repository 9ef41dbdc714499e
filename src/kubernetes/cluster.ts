// A cluster: store, API server, controllers, scheduler, nodes with kubelets, network and DNS, put
// together. Everything that must not import each other meets here.
import { Random } from '../base/random';
import { Condition, type Sim } from '../base/sim';
import { FileSystem } from '../machine/filesystem/filesystem';
import type { Tree } from '../machine/filesystem/tree';
import type { ImageCatalog } from '../machine/image';
import { createMachine, type SimulatedMachine } from '../machine/machine';
import type { Program } from '../machine/types';
import { admissionPlugins } from './api/admission/registry';
import { ApiClient, directTransport } from './api/client';
import { EventExpiry } from './api/event-expiry';
import { Informers } from './api/informer';
import type { User } from './api/request';
import { ApiServer } from './api/server';
import { bindPod } from './api/subresources/binding';
import { podLog } from './api/subresources/pod-log';
import { issueToken, userOfToken } from './api/tokens';
import { ControllerManager } from './controllers/controller-manager';
import { controllers } from './controllers/registry';
import { Catalog } from './kinds/catalog';
import type { Pod } from './kinds/generated/types';
import { kinds } from './kinds/registry';
import { Kubelet } from './kubelet/kubelet';
import { NodeServer } from './kubelet/node-server';
import { ClusterDns } from './network/cluster-dns';
import type { Fabric } from './network/fabric';
import { HostStack } from './network/host-stack';
import { resolverConfiguration } from './network/resolver';
import { ServiceRouter } from './network/service-router';
import { Scheduler } from './scheduler/scheduler';
import { Store } from './store/store';

export interface ClusterOptions {
  readonly sim: Sim;
  /** Unique in its world: `minikube`. */
  readonly name: string;
  readonly seed: string;
  readonly fabric: Fabric;
  readonly images: ImageCatalog;
  /** Programs that images and nodes may use by name. */
  readonly programs: ReadonlyMap<string, Program>;
  /** What nodes' disks look like. */
  readonly nodeTree: () => Tree;
  /** `10.96.0.10`. */
  readonly dnsAddress: string;
}

export interface NodeOptions {
  readonly name: string;
  readonly address: string;
  /** First three parts of the pods' addresses: `10.244.0`. */
  readonly podPrefix: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpus?: number;
  readonly memoryBytes?: number;
  readonly maxPods?: number;
}

/** A node: a machine with a kubelet. */
export interface ClusterNode {
  readonly kubelet: Kubelet;
  readonly machine: () => SimulatedMachine;
  readonly host: HostStack;
}

/** A simulated cluster. */
export class Cluster {
  readonly sim: Sim;
  readonly name: string;
  readonly server: ApiServer;
  readonly informers: Informers;
  readonly scheduler: Scheduler;
  readonly controllerManager: ControllerManager;
  readonly dns: ClusterDns;
  readonly nodes = new Map<string, ClusterNode>();
  readonly random: Random;
  #options: ClusterOptions;
  readonly #up = new Condition();
  #isApiUp = true;
  /** `namespace/name` by token. */

  constructor(options: ClusterOptions) {
    const { sim, name, fabric } = options;
    this.#options = options;
    this.sim = sim;
    this.name = name;
    this.random = new Random(`${options.seed}/${name}`);
    this.server = new ApiServer({
      sim,
      store: new Store(sim, name),
      catalog: new Catalog(kinds),
      random: this.random,
      admission: [...admissionPlugins.values()],
    });
    this.server.subresourceHandlers.set('pods/binding', bindPod);
    this.server.subresourceHandlers.set('pods/log', podLog);
    new EventExpiry(sim, this.server, name);
    this.informers = new Informers(this.server);
    this.scheduler = this.#makeScheduler();
    this.controllerManager = this.#makeControllerManager();
    const random = (what: string) => this.random.float(what);
    const { informers } = this;
    fabric.routers.push(
      new ServiceRouter({ fabric, cluster: name, informers, random, isOn: () => true }),
    );
    this.dns = new ClusterDns({
      informers,
      domain: 'cluster.local',
      upstream: (asked) => fabric.resolveOutside(asked),
    });
    this.#dispatchPods();
  }

  /** PEM of the authority that signs this cluster's certificates. */
  get caCertificate(): string {
    return this.certificate('minikubeCA');
  }

  /** The text that stands for somebody's certificate. */
  certificate(subject: string): string {
    return certificateText(this.random, subject);
  }

  /** A client acting as a user of the control plane. */
  client(userName: string, userAgent: string): ApiClient {
    const cluster = this;
    const endpoint = {
      get server() {
        return cluster.#isApiUp ? cluster.server : undefined;
      },
      up: this.#up,
    };
    const groups = ['system:masters', 'system:authenticated'];
    return new ApiClient(directTransport(endpoint, { name: userName, groups }), userAgent);
  }

  get isApiUp(): boolean {
    return this.#isApiUp;
  }

  /** Switches the API server off and on, as stopping its static pod does. */
  setApiServer(isUp: boolean): void {
    this.#isApiUp = isUp;
    if (isUp) this.#up.wake();
  }

  /** Adds a node; its kubelet starts at once. */
  addNode(options: NodeOptions): ClusterNode {
    const { sim, name } = this;
    const { fabric, nodeTree, programs, images, dnsAddress } = this.#options;
    const host = new HostStack(fabric, {
      name: options.name,
      role: 'node',
      cluster: name,
      resolver: () => resolverConfiguration('', ''),
    });
    host.addAddress(options.address);
    let made: SimulatedMachine | undefined;
    const cpus = options.cpus ?? 2;
    const memoryBytes = options.memoryBytes ?? 8_331_603_968;
    const machine = () => {
      made ??= createMachine({
        sim,
        hostname: options.name,
        filesystem: () =>
          FileSystem.from(nodeTree(), { onChange: () => kubelet.staticPods.watch() }),
        programs,
        net: host,
        hardware: { cpus, memoryBytes },
        random: (what) => this.random.float(`${options.name}/${what}`),
      });
      return made;
    };
    const kubelet = new Kubelet({
      sim,
      random: this.random,
      informers: this.informers,
      client: this.client(`system:node:${options.name}`, 'kubelet'),
      cluster: name,
      nodeName: options.name,
      address: options.address,
      podPrefix: options.podPrefix,
      fabric,
      hostStack: host,
      machine,
      images,
      programs,
      labels: options.labels ?? {},
      dnsAddress,
      cpus,
      memoryBytes,
      maxPods: options.maxPods ?? 110,
      token: (pod, audience) => this.tokenFor(pod, audience),
      platform: { dns: this.dns },
    });
    const node = { kubelet, machine, host };
    this.nodes.set(options.name, node);
    this.server.nodes.set(options.name, new NodeServer(kubelet));
    this.server.network ??= host;
    kubelet.start();
    return node;
  }

  /** Switches on scheduler and controllers. */
  start(): void {
    this.controllerManager.start();
    this.scheduler.start();
  }

  /** The user behind a service account's token. */
  userOfToken(token: string): User | undefined {
    return userOfToken(this.server, token);
  }

  /** The token that a pod gets for its service account. */
  tokenFor(pod: Pod, audience: string | undefined): string {
    const node = this.server.store.get('nodes', pod.spec.nodeName ?? '');
    return issueToken(this.server, {
      namespace: pod.metadata.namespace ?? '',
      account: pod.spec.serviceAccountName ?? 'default',
      audiences: audience === undefined ? undefined : [audience],
      seconds: 3607,
      pod,
      node,
    });
  }

  #makeScheduler(): Scheduler {
    return new Scheduler({
      sim: this.sim,
      random: this.random,
      informers: this.informers,
      client: this.client('system:kube-scheduler', 'kube-scheduler'),
      cluster: this.name,
    });
  }

  #makeControllerManager(): ControllerManager {
    const agent = 'kube-controller-manager';
    const account = 'system:serviceaccount:kube-system:';
    const options = {
      sim: this.sim,
      random: this.random,
      informers: this.informers,
      clientFor: (controller: string) => this.client(`${account}${controller}`, agent),
      cluster: this.name,
      catalog: this.server.catalog,
      caCertificate: this.caCertificate,
    };
    return new ControllerManager(options, controllers.values());
  }

  #dispatchPods(): void {
    this.informers.get<Pod>('pods').listen({
      onChange: (pod, _old, type) => {
        const { nodeName } = pod.spec;
        if (nodeName) this.nodes.get(nodeName)?.kubelet.podChanged(pod, type);
      },
    });
  }
}

/** A certificate for show: in process nothing is encrypted, texts are compared. */
function certificateText(random: Random, name: string): string {
  const lines: string[] = [];
  for (let i = 0; i < 14; i++) lines.push(random.hex(64, `certificate/${name}/${i}`));
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
