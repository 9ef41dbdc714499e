// kube-scheduler: gives each pending pod a node. A queue, filters, scores, binding; what fits
// nowhere waits for a change that may help it, with back-off, or makes room by preemption.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import { EventRecorder } from '../api/event-recorder';
import type { Informer, Informers } from '../api/informer';
import { pods } from '../api/refs';
import type { Node, Pod } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { ClusterState, isOver } from './cluster-state';
import type { Attempt, Filter, Refusal } from './filters/filter';
import { filters } from './filters/list';
import { failureMessage, rejectionMessage } from './messages';
import type { NodeInfo } from './node-info';
import { type Preemption, preempt, preemptionFor } from './preemption';
import { bestNode } from './scores';
import { reportUnschedulable } from './unschedulable';
import { bindClaims, claimNames } from './volume-binding';
import { WaitingRoom } from './waiting-room';

const schedulerName = 'default-scheduler';
const batchDelayMs = 2;

/** Filters that a pod may pass when another pod has come, has changed its labels, or has gone. */
const helpedByPods = new Set(['InterPodAffinity', 'PodTopologySpread']);
const helpedByLeaving = new Set([
  ...helpedByPods,
  'NodeResourcesFit',
  'NodePorts',
  'VolumeRestrictions',
]);

export interface SchedulerOptions {
  readonly sim: Sim;
  readonly random: Random;
  readonly informers: Informers;
  readonly client: ApiClient;
  readonly cluster: string;
}

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** The scheduler of one cluster. */
export class Scheduler {
  #sim: Sim;
  #random: Random;
  #informers: Informers;
  #client: ApiClient;
  #events: EventRecorder;
  #pods: Informer<Pod>;
  #state: ClusterState;
  #active = new Set<string>();
  #waiting: WaitingRoom;
  #isOn = false;
  #isQueued = false;
  readonly #kind: string;

  constructor(options: SchedulerOptions) {
    const { sim, informers } = options;
    this.#sim = sim;
    this.#random = options.random;
    this.#client = options.client;
    this.#informers = informers;
    this.#pods = informers.get<Pod>('pods');
    this.#state = new ClusterState(informers);
    this.#kind = `scheduler/${options.cluster}`;
    this.#waiting = new WaitingRoom(sim, `${this.#kind}/retry`, (key) => this.#activate(key));
    const actions = {
      Scheduled: 'Binding',
      FailedScheduling: 'Scheduling',
      Preempted: 'Preempting',
    };
    const source = { component: schedulerName, host: options.cluster, actions };
    this.#events = new EventRecorder(sim, options.client, options.random, source);
    sim.handle(this.#kind, () => this.#drain());
    this.#pods.listen({ onChange: (pod, old, type) => this.#podChanged(pod, old, type) });
    const nodes = informers.get<Node>('nodes');
    nodes.listen({ onChange: (node, old, type) => this.#nodeChanged(node, old, type) });
    const storages = [
      'persistentvolumeclaims',
      'persistentvolumes',
      'storageclasses.storage.k8s.io',
    ];
    for (const storage of storages) {
      informers.get(storage).listen({ onChange: () => this.#mayHelp(new Set(['VolumeBinding'])) });
    }
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#state.clear();
    for (const node of this.#informers.get<Node>('nodes').objects.values()) {
      this.#state.setNode(node);
    }
    for (const pod of this.#pods.objects.values()) this.#podChanged(pod, undefined, 'ADDED');
  }

  stop(): void {
    this.#isOn = false;
    this.#active.clear();
    this.#waiting.clear();
  }

  #podChanged(pod: Pod, old: Pod | undefined, type: ChangeType): void {
    if (!this.#isOn) return;
    const { uid } = pod.metadata;
    const isGone = type === 'DELETED' || isOver(pod);
    if (isGone) {
      this.#forget(pod);
      return;
    }
    if (pod.spec.nodeName) {
      if (old === undefined || old.spec !== pod.spec) {
        this.#state.withdraw(uid);
        this.#waiting.delete(keyOf(pod));
        this.#state.place(pod, pod.spec.nodeName);
      } else if (old.metadata !== pod.metadata) this.#state.replace(pod);
      if (old?.metadata.labels !== pod.metadata.labels) this.#mayHelp(helpedByPods);
      return;
    }
    if (pod.metadata.deletionTimestamp || pod.spec.schedulerName !== schedulerName) return;
    if ((pod.spec.schedulingGates ?? []).length > 0) return;
    const nominated = pod.status?.nominatedNodeName;
    if (nominated) this.#state.nominate(pod, nominated);
    if (old === undefined || old.spec !== pod.spec) this.#activate(keyOf(pod));
  }

  #forget(pod: Pod): void {
    this.#state.unplace(pod.metadata.uid);
    this.#state.withdraw(pod.metadata.uid);
    this.#active.delete(keyOf(pod));
    this.#waiting.delete(keyOf(pod));
    if (pod.spec.nodeName) this.#mayHelp(helpedByLeaving);
  }

  #nodeChanged(node: Node, old: Node | undefined, type: ChangeType): void {
    if (!this.#isOn) return;
    if (type === 'DELETED') {
      this.#state.removeNode(node.metadata.name);
      return;
    }
    this.#state.setNode(node);
    const isSame =
      old !== undefined &&
      old.spec === node.spec &&
      old.metadata.labels === node.metadata.labels &&
      old.status?.allocatable === node.status?.allocatable;
    const info = this.#state.nodes.get(node.metadata.name);
    if (isSame || info === undefined || this.#waiting.size === 0) return;
    this.#waiting.changed((key, filter) => {
      const pod = this.#pods.byKey(key);
      if (pod === undefined) return false;
      if (helpedByPods.has(filter)) return true;
      const attempt = this.#attempt(pod);
      const own = filters.filter((one) => one.name === filter);
      return own.every(
        (one) => one.applies?.(attempt) === false || one.filter(attempt, info) === undefined,
      );
    });
  }

  #mayHelp(names: ReadonlySet<string>): void {
    if (this.#isOn && this.#waiting.size > 0) {
      this.#waiting.changed((_key, filter) => names.has(filter));
    }
  }

  #activate(key: string): void {
    if (!this.#isOn) return;
    this.#active.add(key);
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#sim.schedule(this.#sim.now + batchDelayMs, this.#kind);
  }

  #drain(): void {
    this.#isQueued = false;
    const waiting: Pod[] = [];
    for (const key of this.#active) {
      const pod = this.#pods.byKey(key);
      if (pod && !pod.spec.nodeName && !pod.metadata.deletionTimestamp) waiting.push(pod);
    }
    this.#active.clear();
    waiting.sort((a, b) => (b.spec.priority ?? 0) - (a.spec.priority ?? 0));
    for (const pod of waiting) this.#sim.start('schedule', this.#schedule(pod));
  }

  #attempt(pod: Pod): Attempt {
    const nodes = [...this.#state.nodes.values()];
    return { pod, nodes, informers: this.#informers, memory: new Map() };
  }

  *#schedule(pod: Pod): Task<void> {
    try {
      const attempt = this.#attempt(pod);
      for (const filter of filters) {
        const why = filter.reject?.(attempt);
        if (why === undefined) continue;
        yield* this.#refuse(pod, new Set([filter.name]), rejectionMessage(attempt, why));
        return;
      }
      const possible: NodeInfo[] = [];
      const refusals = new Map<NodeInfo, Refusal>();
      for (const node of attempt.nodes) {
        const refusal = this.#check(attempt, node);
        if (refusal === undefined) possible.push(node);
        else refusals.set(node, refusal);
      }
      const pick = this.#random.float(`schedule/${pod.metadata.uid}`);
      const node = bestNode(attempt, possible, pick);
      if (node !== undefined) yield* this.#bind(pod, node);
      else yield* this.#preemptOrRefuse(attempt, refusals);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#state.unplace(pod.metadata.uid);
      if (error.reason !== 'NotFound') this.#retryLater(pod);
    }
  }

  #retryLater(pod: Pod): void {
    this.#waiting.add(keyOf(pod), new Set(['']));
    this.#waiting.changed((key) => key === keyOf(pod));
  }

  /** Whether a node takes the pod, with the pods that it is kept for and without. */
  #check(attempt: Attempt, node: NodeInfo): Refusal | undefined {
    const nominated = this.#state.nominatedOn(node.name, attempt.pod);
    if (nominated.length > 0) {
      const full = node.without(new Set(), nominated);
      const nodes = attempt.nodes.map((one) => (one === node ? full : one));
      const refusal = check({ ...attempt, nodes, memory: new Map() }, full);
      if (refusal !== undefined) return refusal;
    }
    return check(attempt, node);
  }

  *#bind(pod: Pod, { node }: NodeInfo): Task<void> {
    const { name, namespace } = pod.metadata;
    const target = node.metadata.name;
    this.#state.place(pod, target);
    if (claimNames(pod).length > 0) {
      const tools = { sim: this.#sim, client: this.#client, informers: this.#informers };
      const isBound = yield* bindClaims(pod, node, tools);
      if (!isBound) {
        this.#state.unplace(pod.metadata.uid);
        this.#retryLater(pod);
        return;
      }
    }
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
        target: { apiVersion: 'v1', kind: 'Node', name: target },
      },
    });
    this.#waiting.delete(keyOf(pod));
    const message = `Successfully assigned ${namespace}/${name} to ${target}`;
    this.#events.record(pod, 'Normal', 'Scheduled', message);
  }

  *#preemptOrRefuse(attempt: Attempt, refusals: ReadonlyMap<NodeInfo, Refusal>): Task<void> {
    const { pod } = attempt;
    const found = preemptionFor(attempt, refusals, check);
    const isFound = typeof found === 'object' && 'victims' in found;
    const message = failureMessage(attempt, refusals, isFound ? 'found' : found);
    const names = [...refusals.values()].map((one) => one.filter ?? '');
    const preemption: Preemption | undefined = isFound ? found : undefined;
    yield* this.#refuse(pod, new Set(names), message, preemption?.node.name);
    if (preemption === undefined) return;
    this.#state.nominate(pod, preemption.node.name);
    yield* preempt(pod, preemption, { client: this.#client, events: this.#events, sim: this.#sim });
  }

  *#refuse(pod: Pod, names: ReadonlySet<string>, message: string, nominated?: string): Task<void> {
    this.#waiting.add(keyOf(pod), names.size > 0 ? names : new Set(['NodeAffinity']));
    this.#events.record(pod, 'Warning', 'FailedScheduling', message);
    const tools = { client: this.#client, nowMs: this.#sim.now };
    yield* reportUnschedulable(pod, message, nominated, tools);
  }
}

function check(attempt: Attempt, node: NodeInfo): Refusal | undefined {
  let asked = attempt.memory.get('filters') as readonly Filter[] | undefined;
  if (asked === undefined) {
    asked = filters.filter((one) => one.applies?.(attempt) ?? true);
    attempt.memory.set('filters', asked);
  }
  for (const one of asked) {
    const refusal = one.filter(attempt, node);
    if (refusal !== undefined) return { ...refusal, filter: one.name };
  }
  return undefined;
}
