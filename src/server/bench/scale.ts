// A Deployment of 100, 1,000 and 5,000 pods on 100 nodes with one Service, until all are Ready:
// validation, managedFields, events and endpoints on. Median of three. Beside it, in the same run,
// another simulator of Kubernetes for the browser at 100 pods.

import { Sim } from '../../base/sim';
import { deployments, services } from '../../kubernetes/api/refs';
import type { Cluster } from '../../kubernetes/cluster';
import type { Deployment } from '../../kubernetes/kinds/generated/types';
import { Fabric } from '../../kubernetes/network/fabric';
import { tree } from '../../machine/filesystem/tree';
import { makeCluster } from '../../playground/cluster-factory';
import { measureWebernetes } from './webernetes';

const nodeCount = 100;
const sizes = [100, 1_000, 5_000];
const longestVirtualMs = 600_000;

interface Measured {
  readonly pods: number;
  readonly nodes: number;
  readonly wall_ms: number;
  readonly cpu_ms: number;
  readonly rss_mb: number;
  readonly get_pods_ms: number;
}

/** Measures, prints a table and, last, JSON. @returns the exit code */
export async function scale(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--runs');
  const runs = at < 0 ? 3 : Number(args[at + 1]);
  const measured = sizes.map((pods) => median(Array.from({ length: runs }, () => once(pods))));
  const other = args.includes('--alone') ? undefined : await measureWebernetes(100);
  const row = (cells: readonly (string | number)[]) =>
    console.log(cells.map((cell) => String(cell).padStart(12)).join(''));
  row(['pods', 'wall ms', 'cpu ms', 'rss MB', 'get pods ms', 'ms a pod']);
  for (const one of measured) {
    const each = (one.wall_ms / one.pods).toFixed(3);
    row([one.pods, one.wall_ms, one.cpu_ms, one.rss_mb, one.get_pods_ms, each]);
  }
  const [, thousand, most] = measured;
  if (thousand && most) {
    const ratio = (most.wall_ms / thousand.wall_ms).toFixed(2);
    console.log(`5,000 pods take ${ratio} times as long as 1,000 (wall).`);
  }
  if (other) {
    const first = measured[0]?.wall_ms ?? 1;
    const text = other.ms === undefined ? `unfinished after ${other.limitMs} ms` : `${other.ms} ms`;
    const times = other.ms === undefined ? '' : `, ${(other.ms / first).toFixed(0)} times ours`;
    console.log(`webernetes, 100 pods: ${text}${times}`);
  }
  const webernetes = other ? { webernetes: { pods: 100, wall_ms: other.ms ?? null } } : {};
  console.log(JSON.stringify({ scale: measured, ...webernetes }));
  // The other library leaves timers behind that would keep Node awake.
  process.exit(0);
}

function median(all: readonly Measured[]): Measured {
  const sorted = [...all].sort((a, b) => a.wall_ms - b.wall_ms);
  return sorted[sorted.length >> 1] as Measured;
}

function startCluster(sim: Sim): Cluster {
  const files = tree({});
  const nodes = Array.from({ length: nodeCount }, (_, i) => ({
    name: `node-${i}`,
    address: `192.168.50.${i + 1}`,
    podPrefix: `10.244.${i}`,
    labels: {},
  }));
  const { cluster } = makeCluster({
    sim,
    fabric: new Fabric(sim),
    name: 'bench',
    seed: 'bench',
    programs: new Map(),
    nodeTree: () => files,
    nodes,
    apiPort: 8443,
    addons: [],
  });
  sim.advance(sim.now + 5_000);
  return cluster;
}

function once(pods: number): Measured {
  const sim = new Sim(1_767_225_600_000);
  const cluster = startCluster(sim);
  const client = cluster.client('admin', 'kubectl');
  const beganCpu = process.cpuUsage();
  const began = performance.now();
  const metadata = { name: 'web', namespace: 'default', uid: '' };
  sim.start(
    'service',
    client.create(services, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    }),
  );
  sim.start('deployment', client.create(deployments, deployment(pods)));
  const startedAt = sim.now;
  while (!isReady(cluster, pods)) {
    sim.advance(sim.now + 100);
    if (sim.now - startedAt > longestVirtualMs) throw new Error(`${pods} pods never became Ready`);
  }
  const wall = performance.now() - began;
  const used = process.cpuUsage(beganCpu);
  return {
    pods,
    nodes: nodeCount,
    wall_ms: Math.round(wall),
    cpu_ms: Math.round((used.user + used.system) / 1000),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
    get_pods_ms: getPods(cluster),
  };
}

function deployment(replicas: number) {
  const container = {
    name: 'web',
    image: 'registry.k8s.io/pause:3.10',
    ports: [{ containerPort: 80 }],
    resources: { requests: { cpu: '1m', memory: '1Mi' } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', uid: '' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  };
}

function isReady(cluster: Cluster, pods: number): boolean {
  const stored = cluster.server.store.get('deployments.apps', 'default/web');
  return (stored as Deployment | undefined)?.status?.readyReplicas === pods;
}

/** The table that `kubectl get pods` asks for. */
function getPods(cluster: Cluster): number {
  const client = cluster.client('admin', 'kubectl');
  const began = performance.now();
  const request = {
    verb: 'list',
    apiVersion: 'v1',
    resource: 'pods',
    namespace: 'default',
    accept: 'table',
  } as const;
  cluster.sim.start('get pods', client.request(request));
  return Math.round((performance.now() - began) * 10) / 10;
}
