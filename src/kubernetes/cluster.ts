// A cluster: store, API server, controllers, scheduler, kubelets, put together.
import { Random } from '../base/random';
import { Condition, type Sim } from '../base/sim';
import { admissionPlugins } from './api/admission/registry';
import { ApiClient, directTransport } from './api/client';
import { Informers } from './api/informer';
import { ApiServer } from './api/server';
import { bindPod } from './api/subresources/binding';
import { ControllerManager } from './controllers/controller-manager';
import { controllers } from './controllers/registry';
import { Catalog } from './kinds/catalog';
import type { Pod } from './kinds/generated/types';
import { kinds } from './kinds/registry';
import { Kubelet } from './kubelet/kubelet';
import { Scheduler } from './scheduler/scheduler';
import { Store } from './store/store';

export interface ClusterOptions {
  readonly sim: Sim;
  /** Unique in its world: `minikube`. */
  readonly name: string;
  readonly seed: string;
}

/** A simulated cluster. */
export class Cluster {
  readonly sim: Sim;
  readonly name: string;
  readonly server: ApiServer;
  readonly informers: Informers;
  readonly scheduler: Scheduler;
  readonly controllerManager: ControllerManager;
  readonly kubelets = new Map<string, Kubelet>();
  readonly #random: Random;
  readonly #up = new Condition();
  #isApiUp = true;

  constructor(options: ClusterOptions) {
    const { sim, name } = options;
    this.sim = sim;
    this.name = name;
    this.#random = new Random(`${options.seed}/${name}`);
    this.server = new ApiServer({
      sim,
      store: new Store(sim, name),
      catalog: new Catalog(kinds),
      random: this.#random,
      admission: [...admissionPlugins.values()],
    });
    this.server.subresourceHandlers.set('pods/binding', bindPod);
    this.informers = new Informers(this.server);
    this.scheduler = new Scheduler({
      sim,
      random: this.#random,
      informers: this.informers,
      client: this.client('system:kube-scheduler', 'kube-scheduler'),
      cluster: name,
    });
    const managerOptions = {
      sim,
      random: this.#random,
      informers: this.informers,
      clientFor: (controller: string) =>
        this.client(`system:serviceaccount:kube-system:${controller}`, 'kube-controller-manager'),
      cluster: name,
    };
    this.controllerManager = new ControllerManager(managerOptions, controllers.values());
    this.informers.get<Pod>('pods').listen({
      onChange: (pod, old, type) => {
        const nodeName = pod.spec.nodeName;
        if (!nodeName || (type === 'DELETED' && old === undefined)) return;
        this.kubelets.get(nodeName)?.podChanged(pod);
      },
    });
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

  /** Switches the API server off and on, as stopping its static pod does. */
  setApiServer(isUp: boolean): void {
    this.#isApiUp = isUp;
    if (isUp) this.#up.wake();
  }

  /** Adds a node with its kubelet. */
  addNode(nodeName: string, address: string, podPrefix: string): Kubelet {
    const kubelet = new Kubelet({
      sim: this.sim,
      random: this.#random,
      informers: this.informers,
      client: this.client(`system:node:${nodeName}`, 'kubelet'),
      cluster: this.name,
      nodeName,
      address,
      podPrefix,
    });
    this.kubelets.set(nodeName, kubelet);
    this.sim.start('register', kubelet.register());
    return kubelet;
  }

  start(): void {
    this.controllerManager.start();
    this.scheduler.start();
  }
}
