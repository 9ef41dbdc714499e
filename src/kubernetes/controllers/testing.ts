// A small cluster for tests: namespaces, nodes, and shorthands to write, look and let time pass.
import { Sim } from '../../base/sim';
import { createImageCatalog } from '../../images/registry';
import { tree } from '../../machine/filesystem/tree';
import type { ApiClient } from '../api/client';
import { namespaces } from '../api/refs';
import { Cluster } from '../cluster';
import type { KubeObject } from '../kinds/object';
import { Fabric } from '../network/fabric';

export interface TestCluster {
  readonly sim: Sim;
  readonly cluster: Cluster;
  readonly client: ApiClient;
  /** Lets seconds pass. */
  wait(seconds: number): void;
  /** Creates an object given loosely; namespace `default` where it needs one. */
  create(apiVersion: string, kind: string, name: string, rest?: object): KubeObject;
  patch(apiVersion: string, kind: string, name: string, body: object, sub?: string): KubeObject;
  remove(apiVersion: string, kind: string, name: string, options?: object): void;
  get<T = KubeObject>(storage: string, name: string): T | undefined;
  all<T = KubeObject>(storage: string): T[];
  /** `REASON message` of all events about objects of that name. */
  eventsOf(name: string): string[];
}

const start = 1_764_000_000_000;

/** A cluster with its controllers running and so many nodes. */
export function testCluster(nodeCount = 1): TestCluster {
  const sim = new Sim(start);
  const nodeTree = tree({});
  const cluster = new Cluster({
    sim,
    name: 'test',
    seed: 'test',
    fabric: new Fabric(sim),
    images: createImageCatalog(),
    programs: new Map(),
    nodeTree: () => nodeTree,
    dnsAddress: '10.96.0.10',
  });
  const client = cluster.client('admin', 'kubectl');
  const run = <T>(task: Generator<unknown, T, undefined>): T => {
    const handle = sim.start('test', task as never);
    for (let i = 0; i < 100 && !handle.isDone; i++) sim.advance(sim.now + 10);
    return handle.result as T;
  };
  const resource = (apiVersion: string, kind: string) => {
    const found = cluster.server.catalog.byKind(apiVersion, kind);
    if (found === undefined) throw new Error(`no ${apiVersion} ${kind}`);
    const namespace = found.namespaced ? { namespace: 'default' } : {};
    return { of: { apiVersion, resource: found.resource }, namespace };
  };
  for (const name of ['default', 'kube-system', 'kube-node-lease']) {
    run(client.create(namespaces, object('v1', 'Namespace', { name })));
  }
  for (let i = 1; i <= nodeCount; i++) {
    cluster.addNode({ name: `n${i}`, address: `192.168.49.${i}`, podPrefix: `10.244.${i}` });
  }
  cluster.start();
  sim.advance(sim.now + 2_000);
  return {
    sim,
    cluster,
    client,
    wait: (seconds) => void sim.advance(sim.now + seconds * 1000),
    create(apiVersion, kind, name, rest = {}) {
      const { of, namespace } = resource(apiVersion, kind);
      const { metadata, ...other } = rest as { metadata?: object };
      const made = object(apiVersion, kind, { name, ...namespace, ...metadata }, other);
      return run(client.create(of, made));
    },
    patch(apiVersion, kind, name, body, sub) {
      const { of, namespace } = resource(apiVersion, kind);
      const patch = { type: 'merge', body, ...(sub ? { subresource: sub } : {}) } as const;
      return run(client.patch(of, { name, ...namespace }, patch));
    },
    remove(apiVersion, kind, name, options) {
      const { of, namespace } = resource(apiVersion, kind);
      run(client.delete(of, { name, ...namespace }, options));
    },
    get: <T>(storage: string, name: string) =>
      (cluster.server.store.get(storage, name) ??
        cluster.server.store.get(storage, `default/${name}`)) as T | undefined,
    all: <T>(storage: string) => cluster.server.store.list(storage, '') as T[],
    eventsOf: (name) =>
      cluster.server.store
        .list('events', '')
        .filter((one) => (one.involvedObject as { name: string }).name === name)
        .map((one) => `${one.reason} ${one.message}`),
  };
}

function object(apiVersion: string, kind: string, metadata: object, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { uid: '', ...metadata }, ...rest } as KubeObject;
}

/** A template whose pods run and serve. */
export function template(labels: Readonly<Record<string, string>>, more: object = {}) {
  const container = { name: 'c', image: 'registry.k8s.io/pause:3.10' };
  return {
    metadata: { labels },
    spec: { terminationGracePeriodSeconds: 1, containers: [container], ...more },
  };
}
