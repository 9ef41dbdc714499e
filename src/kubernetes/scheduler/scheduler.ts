// kube-scheduler: gives each pending pod a node. A queue of pods, filters, scores, binding.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import { EventRecorder } from '../api/event-recorder';
import type { Informer, Informers } from '../api/informer';
import { pods } from '../api/refs';
import type { Node, Pod } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';

export interface SchedulerOptions {
  readonly sim: Sim;
  readonly random: Random;
  readonly informers: Informers;
  readonly client: ApiClient;
  readonly cluster: string;
}

/** The scheduler of one cluster. */
export class Scheduler {
  #sim: Sim;
  #client: ApiClient;
  #events: EventRecorder;
  #pods: Informer<Pod>;
  #nodes: Informer<Node>;
  #queue = new Set<string>();
  #isOn = false;
  #isQueued = false;
  #turn = 0;
  readonly #kind: string;

  constructor(options: SchedulerOptions) {
    this.#sim = options.sim;
    this.#client = options.client;
    this.#pods = options.informers.get<Pod>('pods');
    this.#nodes = options.informers.get<Node>('nodes');
    this.#kind = `scheduler/${options.cluster}`;
    const source = { component: 'default-scheduler' };
    this.#events = new EventRecorder(options.sim, options.client, options.random, source);
    this.#sim.handle(this.#kind, () => this.#drain());
    this.#pods.listen({
      onChange: (pod, _old, type) => {
        if (type !== 'DELETED') this.#offer(pod);
      },
    });
  }

  start(): void {
    this.#isOn = true;
    for (const pod of this.#pods.objects.values()) this.#offer(pod);
  }

  stop(): void {
    this.#isOn = false;
    this.#queue.clear();
  }

  #offer(pod: Pod): void {
    if (!this.#isOn || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    this.#queue.add(keyOf(pod));
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#sim.schedule(this.#sim.now + 2, this.#kind);
  }

  #drain(): void {
    this.#isQueued = false;
    const keys = [...this.#queue];
    this.#queue.clear();
    for (const key of keys) {
      const pod = this.#pods.byKey(key);
      if (pod !== undefined && !pod.spec.nodeName) this.#sim.start('schedule', this.#schedule(pod));
    }
  }

  *#schedule(pod: Pod): Task<void> {
    const nodes = [...this.#nodes.objects.values()];
    const node = nodes[this.#turn++ % nodes.length];
    if (node === undefined) return;
    const { name, namespace } = pod.metadata;
    try {
      yield* this.#client.request({
        verb: 'create',
        ...pods,
        subresource: 'binding',
        namespace,
        name,
        body: {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name, namespace },
          target: { apiVersion: 'v1', kind: 'Node', name: node.metadata.name },
        },
      });
    } catch (error) {
      if (error instanceof ApiError) return;
      throw error;
    }
    const where = `${namespace}/${name} to ${node.metadata.name}`;
    this.#events.record(pod, 'Normal', 'Scheduled', `Successfully assigned ${where}`);
  }
}
