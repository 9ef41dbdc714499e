// `npm run bench -- scale`: how long until a Deployment of many pods is Ready.
import { Sim } from '../base/sim';
import { createImageCatalog } from '../images/registry';
import { deployments, namespaces, services } from '../kubernetes/api/refs';
import { Cluster } from '../kubernetes/cluster';
import type { Deployment } from '../kubernetes/kinds/generated/types';
import { Fabric } from '../kubernetes/network/fabric';
import { tree } from '../machine/filesystem/tree';

function scale(pods: number, nodeCount: number) {
  const sim = new Sim(Date.UTC(2026, 0, 1));
  const fabric = new Fabric(sim);
  const nodeTree = tree({});
  const cluster = new Cluster({
    sim,
    name: 'bench',
    seed: 'bench',
    fabric,
    images: createImageCatalog(),
    programs: new Map(),
    nodeTree: () => nodeTree,
    dnsAddress: '10.96.0.10',
  });
  const client = cluster.client('admin', 'kubectl');
  for (const name of ['default', 'kube-system', 'kube-node-lease'])
    sim.start(
      'ns',
      client.create(namespaces, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, uid: '' },
      }),
    );
  for (let i = 0; i < nodeCount; i++)
    cluster.addNode({ name: `node-${i}`, address: `192.168.1.${i}`, podPrefix: `10.244.${i}` });
  cluster.start();
  sim.advance(sim.now + 3000);
  const started = performance.now();
  const cpu = process.cpuUsage();
  sim.start(
    'svc',
    client.create(services, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default', uid: '' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    }),
  );
  sim.start(
    'create',
    client.create(deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default', uid: '' },
      spec: {
        replicas: pods,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }] },
        },
      },
    }),
  );
  const t0 = sim.now;
  for (;;) {
    sim.advance(sim.now + 100);
    const d = cluster.server.store.get('deployments.apps', 'default/web') as Deployment | undefined;
    if (d?.status?.readyReplicas === pods) break;
    if (sim.now - t0 > 600000) throw new Error('not ready ' + JSON.stringify(d?.status));
  }
  const used = process.cpuUsage(cpu);
  console.log({
    pods,
    wall: performance.now() - started,
    cpu: (used.user + used.system) / 1000,
    virtual: sim.now - t0,
    rev: cluster.server.store.revision,
  });
}

export async function main(_args: string[]): Promise<number> {
  for (let i = 0; i < 3; i++) for (const n of [100, 1000, 5000]) scale(n, 100);
  return 0;
}
