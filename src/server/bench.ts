// `npm run bench -- scale`: how long until a Deployment of many pods is Ready.
import { Sim } from '../base/sim';
import { deployments, namespaces } from '../kubernetes/api/refs';
import { Cluster } from '../kubernetes/cluster';
import type { Deployment } from '../kubernetes/kinds/generated/types';

function scale(pods: number, nodeCount: number) {
  const sim = new Sim(Date.UTC(2026, 0, 1));
  const cluster = new Cluster({ sim, name: 'bench', seed: 'bench' });
  const client = cluster.client('admin', 'kubectl');
  sim.start(
    'ns',
    client.create(namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'default', uid: '' },
    }),
  );
  for (let i = 0; i < nodeCount; i++) cluster.addNode(`node-${i}`, `192.168.1.${i}`, `10.244.${i}`);
  cluster.start();
  sim.advance(sim.now + 1000);
  const started = performance.now();
  const cpu = process.cpuUsage();
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
          spec: { containers: [{ name: 'c', image: 'nginx' }] },
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
