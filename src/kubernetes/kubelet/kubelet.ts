// A kubelet: runs the pods of one node and reports how they are. First slice: containers that
// just run.

import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import { EventRecorder } from '../api/event-recorder';
import type { Informer, Informers } from '../api/informer';
import { nodes, pods } from '../api/refs';
import type { Pod } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';

export interface KubeletOptions {
  readonly sim: Sim;
  readonly random: Random;
  readonly informers: Informers;
  readonly client: ApiClient;
  readonly cluster: string;
  readonly nodeName: string;
  readonly address: string;
  /** First three parts of the pods' addresses: `10.244.0`. */
  readonly podPrefix: string;
}

/** The kubelet of one node. */
export class Kubelet {
  readonly nodeName: string;
  #options: KubeletOptions;
  #events: EventRecorder;
  #pods: Informer<Pod>;
  #started = new Map<string, string>();
  #nextAddress = 2;
  readonly #kind: string;

  constructor(options: KubeletOptions) {
    this.nodeName = options.nodeName;
    this.#options = options;
    const { sim, client, random } = options;
    this.#pods = options.informers.get<Pod>('pods');
    this.#kind = `kubelet/${options.cluster}/${options.nodeName}`;
    const source = { component: 'kubelet', host: options.nodeName };
    this.#events = new EventRecorder(sim, client, random, source);
    sim.handle(this.#kind, (key) => void sim.start('kubelet', this.#sync(key)));
  }

  /** A change of a pod of this node (the cluster dispatches by spec.nodeName). */
  podChanged(pod: Pod): void {
    const { sim } = this.#options;
    sim.schedule(sim.now + 10, this.#kind, keyOf(pod));
  }

  *register(): Task<void> {
    const { client, nodeName, address } = this.#options;
    yield* client.create(nodes, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: nodeName, uid: '' },
      spec: {},
      status: { addresses: [{ type: 'InternalIP', address }] },
    });
  }

  *#sync(key: string): Task<void> {
    const pod = this.#pods.byKey(key);
    if (pod === undefined) return;
    const { client, sim, podPrefix, address } = this.#options;
    const { uid } = pod.metadata;
    try {
      if (pod.metadata.deletionTimestamp) {
        this.#started.delete(uid);
        yield* client.delete(pods, pod.metadata, { gracePeriodSeconds: 0 });
        return;
      }
      if (this.#started.has(uid)) return;
      const ip = `${podPrefix}.${this.#nextAddress++}`;
      this.#started.set(uid, ip);
      for (const container of pod.spec.containers) {
        const path = `spec.containers{${container.name}}`;
        const present = `Container image "${container.image}" already present on machine and can be accessed by the pod`;
        this.#events.record(pod, 'Normal', 'Pulled', present, path);
        this.#events.record(pod, 'Normal', 'Created', 'Container created', path);
        this.#events.record(pod, 'Normal', 'Started', 'Container started', path);
      }
      const at = formatRfc3339(sim.now);
      const ready = (type: string) => ({
        type,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: at,
        observedGeneration: pod.metadata.generation,
      });
      const kept = pod.status?.conditions?.filter((one) => one.type === 'PodScheduled') ?? [];
      yield* client.updateStatus(pods, {
        ...pod,
        status: {
          phase: 'Running',
          conditions: [ready('Initialized'), ready('Ready'), ready('ContainersReady'), ...kept],
          hostIP: address,
          podIP: ip,
          podIPs: [{ ip }],
          startTime: at,
          containerStatuses: pod.spec.containers.map((one) => ({
            name: one.name,
            image: one.image,
            ready: true,
            started: true,
            restartCount: 0,
            state: { running: { startedAt: at } },
          })),
        },
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
