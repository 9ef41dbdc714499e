// kube-scheduler: gives each pending pod a node. A queue, filters, scores, binding; what fits
// nowhere waits for a change, with back-off, or makes room by preemption.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import { EventRecorder } from '../api/event-recorder';
import type { Informer, Informers } from '../api/informer';
import { pods } from '../api/refs';
import type { Node, Pod } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import type { Attempt, Refusal } from './filters/filter';
import { filters } from './filters/list';
import { NodeInfo } from './node-info';
import { findPreemption, type Preemption } from './preemption';
import { bestNode } from './scores';

const schedulerName = 'default-scheduler';
const batchDelayMs = 2;
const firstBackoffMs = 1_000;
const longestBackoffMs = 10_000;
const flushMs = 300_000;

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
  #random: Random;
  #informers: Informers;
  #client: ApiClient;
  #events: EventRecorder;
  #pods: Informer<Pod>;
  #nodes = new Map<string, NodeInfo>();
  #nodeOfPod = new Map<string, string>();
  #active = new Set<string>();
  /** Pods that fit nowhere, with the number of attempts. */
  #waiting = new Map<string, number>();
  #isOn = false;
  #isQueued = false;
  readonly #kind: string;

  constructor(options: SchedulerOptions) {
    this.#sim = options.sim;
    this.#random = options.random;
    this.#client = options.client;
    this.#informers = options.informers;
    this.#pods = options.informers.get<Pod>('pods');
    this.#kind = `scheduler/${options.cluster}`;
    const source = { component: schedulerName };
    this.#events = new EventRecorder(options.sim, options.client, options.random, source);
    this.#sim.handle(this.#kind, () => this.#drain());
    this.#sim.handle(`${this.#kind}/retry`, (key) => this.#activate(key));
    this.#pods.listen({ onChange: (pod, old, type) => this.#podChanged(pod, old, type) });
    const nodes = options.informers.get<Node>('nodes');
    nodes.listen({ onChange: (node, old, type) => this.#nodeChanged(node, old, type) });
    for (const storage of ['persistentvolumeclaims', 'persistentvolumes'] as const) {
      options.informers.get(storage).listen({ onChange: () => this.#somethingChanged() });
    }
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#nodes.clear();
    this.#nodeOfPod.clear();
    const nodes = this.#informers.get<Node>('nodes').objects.values();
    for (const node of nodes) this.#nodes.set(node.metadata.name, new NodeInfo(node));
    for (const pod of this.#pods.objects.values()) this.#podChanged(pod, undefined, 'ADDED');
  }

  stop(): void {
    this.#isOn = false;
    this.#active.clear();
    this.#waiting.clear();
  }

  #podChanged(pod: Pod, old: Pod | undefined, type: 'ADDED' | 'MODIFIED' | 'DELETED'): void {
    if (!this.#isOn) return;
    const { uid } = pod.metadata;
    const { phase } = pod.status ?? {};
    const isOver = type === 'DELETED' || phase === 'Succeeded' || phase === 'Failed';
    if (isOver || !pod.spec.nodeName) this.#unplace(uid);
    if (isOver) {
      this.#active.delete(keyOf(pod));
      this.#waiting.delete(keyOf(pod));
      if (pod.spec.nodeName) this.#somethingChanged();
      return;
    }
    if (pod.spec.nodeName) {
      if (old === undefined || old.spec !== pod.spec) this.#place(pod, pod.spec.nodeName);
      if (old?.metadata.labels !== pod.metadata.labels) this.#somethingChanged();
      return;
    }
    if (pod.metadata.deletionTimestamp || pod.spec.schedulerName !== schedulerName) return;
    if ((pod.spec.schedulingGates ?? []).length > 0) return;
    if (old === undefined || old.spec !== pod.spec) this.#activate(keyOf(pod));
  }

  #nodeChanged(node: Node, old: Node | undefined, type: 'ADDED' | 'MODIFIED' | 'DELETED'): void {
    if (!this.#isOn) return;
    const { name } = node.metadata;
    if (type === 'DELETED') {
      this.#nodes.delete(name);
      return;
    }
    const info = this.#nodes.get(name);
    if (info === undefined) this.#nodes.set(name, new NodeInfo(node));
    else info.setNode(node);
    const isSame =
      old !== undefined &&
      old.spec === node.spec &&
      old.metadata.labels === node.metadata.labels &&
      old.status?.allocatable === node.status?.allocatable;
    if (!isSame) this.#somethingChanged();
  }

  #place(pod: Pod, nodeName: string): void {
    const { uid } = pod.metadata;
    const before = this.#nodeOfPod.get(uid);
    if (before !== undefined && before !== nodeName) this.#nodes.get(before)?.remove(uid);
    this.#nodeOfPod.set(uid, nodeName);
    this.#nodes.get(nodeName)?.add(pod);
  }

  #unplace(uid: string): void {
    const nodeName = this.#nodeOfPod.get(uid);
    if (nodeName === undefined) return;
    this.#nodeOfPod.delete(uid);
    this.#nodes.get(nodeName)?.remove(uid);
  }

  #activate(key: string): void {
    if (!this.#isOn) return;
    this.#active.add(key);
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#sim.schedule(this.#sim.now + batchDelayMs, this.#kind);
  }

  /** Something that may help waiting pods: they are tried again after their back-off. */
  #somethingChanged(): void {
    for (const [key, attempts] of this.#waiting) {
      const delay = Math.min(firstBackoffMs * 2 ** (attempts - 1), longestBackoffMs);
      this.#sim.schedule(this.#sim.now + delay, `${this.#kind}/retry`, key);
    }
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

  *#schedule(pod: Pod): Task<void> {
    try {
      const attempt: Attempt = {
        pod,
        nodes: [...this.#nodes.values()],
        informers: this.#informers,
        memory: new Map(),
      };
      const possible: NodeInfo[] = [];
      const refusals = new Map<NodeInfo, Refusal>();
      for (const node of attempt.nodes) {
        const refusal = check(attempt, node);
        if (refusal === undefined) possible.push(node);
        else refusals.set(node, refusal);
      }
      const pick = this.#random.float(`schedule/${pod.metadata.uid}`);
      const node = bestNode(attempt, possible, pick);
      if (node !== undefined) yield* this.#bind(pod, node);
      else yield* this.#refuse(attempt, refusals);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#unplace(pod.metadata.uid);
    }
  }

  *#bind(pod: Pod, node: NodeInfo): Task<void> {
    const { name, namespace } = pod.metadata;
    this.#waiting.delete(keyOf(pod));
    this.#place(pod, node.name);
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
        target: { apiVersion: 'v1', kind: 'Node', name: node.name },
      },
    });
    const message = `Successfully assigned ${namespace}/${name} to ${node.name}`;
    this.#events.record(pod, 'Normal', 'Scheduled', message);
  }

  *#refuse(attempt: Attempt, refusals: ReadonlyMap<NodeInfo, Refusal>): Task<void> {
    const { pod } = attempt;
    const attempts = (this.#waiting.get(keyOf(pod)) ?? 0) + 1;
    this.#waiting.set(keyOf(pod), attempts);
    this.#sim.schedule(this.#sim.now + flushMs, `${this.#kind}/retry`, keyOf(pod));
    const preemption = this.#preemptionFor(attempt, refusals);
    const message = failureMessage(attempt, refusals, preemption);
    this.#events.record(pod, 'Warning', 'FailedScheduling', message);
    const old = pod.status?.conditions?.find((one) => one.type === 'PodScheduled');
    const nominated = preemption?.node.name;
    if (old?.message !== message || nominated !== undefined) {
      const condition = {
        type: 'PodScheduled',
        status: 'False',
        observedGeneration: pod.metadata.generation,
        lastProbeTime: null,
        lastTransitionTime: old?.lastTransitionTime ?? formatRfc3339(this.#sim.now),
        reason: 'Unschedulable',
        message,
      };
      const others = (pod.status?.conditions ?? []).filter((one) => one.type !== 'PodScheduled');
      const body = {
        status: {
          conditions: [...others, condition],
          ...(nominated ? { nominatedNodeName: nominated } : {}),
        },
      };
      const patch = { type: 'merge', body, subresource: 'status' } as const;
      yield* this.#client.patch(pods, pod.metadata, patch);
    }
    if (preemption !== undefined) yield* this.#preempt(pod, preemption);
  }

  #preemptionFor(
    attempt: Attempt,
    refusals: ReadonlyMap<NodeInfo, Refusal>,
  ): Preemption | undefined {
    if (attempt.pod.spec.preemptionPolicy === 'Never') return undefined;
    const candidates = [...refusals].filter(([, one]) => !one.isUnresolvable).map(([node]) => node);
    return findPreemption(attempt, candidates, check);
  }

  *#preempt(pod: Pod, { node, victims }: Preemption): Task<void> {
    for (const victim of victims) {
      const condition = {
        type: 'DisruptionTarget',
        status: 'True',
        observedGeneration: victim.metadata.generation,
        lastProbeTime: null,
        lastTransitionTime: formatRfc3339(this.#sim.now),
        reason: 'PreemptionByScheduler',
        message: `${schedulerName}: preempting to accommodate a higher priority pod`,
      };
      const body = { status: { conditions: [...(victim.status?.conditions ?? []), condition] } };
      const patch = { type: 'merge', body, subresource: 'status' } as const;
      yield* this.#client.patch(pods, victim.metadata, patch);
      yield* this.#client.delete(pods, victim.metadata);
      const message = `Preempted by pod ${pod.metadata.uid} on node ${node.name}`;
      this.#events.record(victim, 'Normal', 'Preempted', message);
    }
  }
}

function check(attempt: Attempt, node: NodeInfo): Refusal | undefined {
  for (const one of filters) {
    const refusal = one.filter(attempt, node);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function counted(reasons: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

function failureMessage(
  attempt: Attempt,
  refusals: ReadonlyMap<NodeInfo, Refusal>,
  preemption: Preemption | undefined,
): string {
  const total = attempt.nodes.length;
  if (total === 0) return 'no nodes available to schedule pods';
  const reasons = counted([...refusals.values()].flatMap((one) => one.reasons));
  const head = `0/${total} nodes are available: ${reasons}.`;
  if (preemption !== undefined) return head;
  if (attempt.pod.spec.preemptionPolicy === 'Never') {
    return `${head} no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.`;
  }
  const helpful = [...refusals.values()].map((one) =>
    one.isUnresolvable
      ? 'Preemption is not helpful for scheduling'
      : 'No preemption victims found for incoming pod',
  );
  const tail = `preemption: 0/${total} nodes are available: ${counted(helpful)}.`;
  return `${head} no new claims to deallocate, ${tail}`;
}
