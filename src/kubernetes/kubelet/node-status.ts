// What a kubelet tells of its node: registration, conditions, the lease that proves it alive.
import type { Task } from '../../base/sim';
import { formatRfc3339, formatRfc3339Micro } from '../../base/time';
import { ApiError } from '../api/errors';
import { leases, nodes } from '../api/refs';
import type { Lease, Node, NodeCondition } from '../kinds/generated/types';
import type { Kubelet } from './kubelet';

const heartbeatMs = 10_000;
const statusMs = 300_000;

/** Reports for one node. */
export class NodeReporter {
  #kubelet: Kubelet;
  #isOn = false;
  #wasCordoned = false;
  #lastStatusMs = 0;
  #nextBeatMs = 0;
  readonly #kind: string;

  constructor(kubelet: Kubelet) {
    this.#kubelet = kubelet;
    this.#kind = `heartbeat/${kubelet.clusterName}/${kubelet.nodeName}`;
    kubelet.sim.handle(this.#kind, () => {
      // Entries of an earlier life of this kubelet beat no more.
      if (!this.#isOn || kubelet.sim.now !== this.#nextBeatMs) return;
      kubelet.sim.start('heartbeat', this.#beat());
    });
  }

  start(): void {
    this.#isOn = true;
    this.#kubelet.sim.start('register', this.#register());
  }

  stop(): void {
    this.#isOn = false;
  }

  *#register(): Task<void> {
    const { client, nodeName, sim } = this.#kubelet;
    try {
      const existing = yield* this.#find();
      if (existing === undefined) yield* client.create(nodes, this.#node());
      else yield* client.updateStatus(nodes, { ...existing, status: this.#status(existing) });
      this.#lastStatusMs = sim.now;
      this.#kubelet.options.informers.get<Node>('nodes');
      yield* this.#renew();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    void nodeName;
    this.#planBeat();
  }

  #planBeat(): void {
    const { sim } = this.#kubelet;
    this.#nextBeatMs = sim.now + heartbeatMs;
    sim.schedule(this.#nextBeatMs, this.#kind);
  }

  *#find(): Task<Node | undefined> {
    try {
      return yield* this.#kubelet.client.get(nodes, '', this.#kubelet.nodeName);
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
      throw error;
    }
  }

  *#beat(): Task<void> {
    const { sim, client } = this.#kubelet;
    try {
      yield* this.#renew();
      const node = yield* this.#find();
      if (node !== undefined) this.#tellSchedulable(node);
      const isUnknown = node?.status?.conditions?.some(
        (one) => one.type === 'Ready' && one.status !== 'True',
      );
      if (node && (isUnknown || sim.now - this.#lastStatusMs >= statusMs)) {
        this.#lastStatusMs = sim.now;
        yield* client.updateStatus(nodes, { ...node, status: this.#status(node) });
      } else if (node === undefined) yield* client.create(nodes, this.#node());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    if (this.#isOn) this.#planBeat();
  }

  /** An event when the node was cordoned or uncordoned. */
  #tellSchedulable(node: Node): void {
    const isCordoned = node.spec?.unschedulable === true;
    if (isCordoned !== this.#wasCordoned) {
      const reason = isCordoned ? 'NodeNotSchedulable' : 'NodeSchedulable';
      const message = `Node ${node.metadata.name} status is now: ${reason}`;
      this.#kubelet.nodeEvent(node, reason, message);
    }
    this.#wasCordoned = isCordoned;
  }

  *#renew(): Task<void> {
    const { client, nodeName, sim } = this.#kubelet;
    const namespace = 'kube-node-lease';
    const renewTime = formatRfc3339Micro(sim.now);
    try {
      const body = { spec: { renewTime } };
      yield* client.patch(leases, { namespace, name: nodeName }, { type: 'merge', body });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
      const lease: Lease = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: nodeName, namespace, uid: '' },
        spec: { holderIdentity: nodeName, leaseDurationSeconds: 40, renewTime },
      };
      yield* client.create(leases, lease);
    }
  }

  #node(): Node {
    const { nodeName, options } = this.#kubelet;
    const labels = {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': nodeName,
      'kubernetes.io/os': 'linux',
      ...options.labels,
    };
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: nodeName, uid: '', labels },
      spec: { podCIDR: `${options.podPrefix}.0/24`, podCIDRs: [`${options.podPrefix}.0/24`] },
      status: this.#status(undefined),
    } as unknown as Node;
  }

  #status(old: Node | undefined): Node['status'] {
    const { options, address, nodeName } = this.#kubelet;
    const memory = `${Math.floor(options.memoryBytes / 1024)}Ki`;
    const resources = {
      cpu: String(options.cpus),
      'ephemeral-storage': '61202244Ki',
      'hugepages-1Gi': '0',
      'hugepages-2Mi': '0',
      memory,
      pods: String(options.maxPods),
    };
    return {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: nodeName },
      ],
      allocatable: resources,
      capacity: resources,
      conditions: this.#conditions(old),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      ...(old?.status?.images ? { images: old.status.images } : {}),
      nodeInfo: {
        architecture: 'amd64',
        bootID: this.#kubelet.random.uuid(`boot/${nodeName}`),
        containerRuntimeVersion: 'containerd://2.2.1',
        kernelVersion: '6.8.0-45-generic',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.36.3',
        machineID: this.#kubelet.random.hex(32, `machine/${nodeName}`),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: this.#kubelet.random.uuid(`system/${nodeName}`),
      },
    } as unknown as Node['status'];
  }

  #conditions(old: Node | undefined): NodeCondition[] {
    const now = formatRfc3339(this.#kubelet.sim.now);
    const make = (type: string, status: string, reason: string, message: string) => {
      const before = old?.status?.conditions?.find((one) => one.type === type);
      const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
      return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message };
    };
    return [
      make(
        'MemoryPressure',
        'False',
        'KubeletHasSufficientMemory',
        'kubelet has sufficient memory available',
      ),
      make('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      make(
        'PIDPressure',
        'False',
        'KubeletHasSufficientPID',
        'kubelet has sufficient PID available',
      ),
      make('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
    ];
  }
}
