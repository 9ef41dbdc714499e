// Random operations on workloads: once nothing is done any more, what is there is what was wanted,
// nothing outlives its owner, and nothing goes on by itself.
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/random';
import type {
  DaemonSet,
  Deployment,
  EndpointSlice,
  Endpoints,
  Pod,
  StatefulSet,
} from '../kinds/generated/types';
import { controllerOf, type KubeObject } from '../kinds/object';
import { type TestCluster, template, testCluster } from './testing';

const images = ['registry.k8s.io/pause:3.10', 'nginx:1.25', 'nginx:1.27'];
const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
const storages = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

function podsOf(name: string, image: string) {
  const labels = { app: name };
  const pods = template(labels);
  const containers = [{ name: 'c', image }];
  return { ...pods, spec: { ...pods.spec, containers } };
}

function act(cluster: TestCluster, random: Random, step: number): string {
  const pick = (max: number, what: string) => random.below(max, `${step}/${what}`);
  const kind = kinds[pick(kinds.length, 'kind')] ?? 'Deployment';
  const name = `${kind.toLowerCase()}${pick(2, 'name')}`;
  const image = images[pick(images.length, 'image')] ?? '';
  const replicas = pick(6, 'replicas');
  const exists = cluster.get(`${storages[kind]}.apps`, name) !== undefined;
  if (!exists) {
    const selector = { matchLabels: { app: name } };
    const sized = kind === 'DaemonSet' ? {} : { replicas };
    const spec = { ...sized, selector, template: podsOf(name, image) };
    cluster.create('apps/v1', kind, name, { spec });
    return `create ${name}`;
  }
  switch (pick(5, 'what')) {
    case 0:
      if (kind === 'DaemonSet') return 'nothing';
      cluster.patch('apps/v1', kind, name, { spec: { replicas } });
      return `scale ${name} to ${replicas}`;
    case 1:
      cluster.patch('apps/v1', kind, name, { spec: { template: podsOf(name, image) } });
      return `${name} to ${image}`;
    case 2: {
      const policies = ['Background', 'Foreground'];
      const propagationPolicy = policies[pick(2, 'policy')];
      cluster.remove('apps/v1', kind, name, { propagationPolicy });
      return `delete ${name}, ${propagationPolicy}`;
    }
    case 3: {
      const pods = cluster.all<Pod>('pods');
      const pod = pods[pick(Math.max(1, pods.length), 'pod')];
      if (pod) cluster.remove('v1', 'Pod', pod.metadata.name);
      return `delete pod ${pod?.metadata.name}`;
    }
    default: {
      const { controllerManager } = cluster.cluster;
      controllerManager.stop();
      cluster.wait(pick(3, 'pause'));
      controllerManager.start();
      return 'restart the controller manager';
    }
  }
}

function orphans(cluster: TestCluster): string[] {
  const tables = [
    'pods',
    'replicasets.apps',
    'controllerrevisions.apps',
    'endpointslices.discovery.k8s.io',
  ];
  const all = [...tables, 'services', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps'];
  const uids = new Set(all.flatMap((one) => cluster.all(one).map((object) => object.metadata.uid)));
  return tables.flatMap((one) =>
    cluster
      .all(one)
      .filter((object) => !uids.has(controllerOf(object)?.uid ?? ''))
      .map((object) => `${object.kind} ${object.metadata.name}`),
  );
}

function problems(cluster: TestCluster): string[] {
  const found: string[] = [];
  const ready = (owner: KubeObject) =>
    cluster
      .all<Pod>('pods')
      .filter((pod) => pod.metadata.labels?.app === owner.metadata.name)
      .filter((pod) =>
        pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
      );
  const check = (owner: KubeObject, wanted: number, said: number | undefined) => {
    const image = (owner.spec as Deployment['spec']).template.spec?.containers[0]?.image;
    const pods = ready(owner);
    if (pods.length !== wanted) found.push(`${owner.metadata.name}: ${pods.length}, not ${wanted}`);
    if ((said ?? 0) !== wanted) found.push(`${owner.metadata.name} says ${said}, not ${wanted}`);
    if (pods.some((pod) => pod.spec.containers[0]?.image !== image)) {
      found.push(`${owner.metadata.name}: not all have ${image}`);
    }
  };
  for (const one of cluster.all<Deployment>('deployments.apps')) {
    check(one, one.spec.replicas ?? 1, one.status?.availableReplicas);
  }
  for (const one of cluster.all<StatefulSet>('statefulsets.apps')) {
    check(one, one.spec.replicas ?? 1, one.status?.availableReplicas);
  }
  for (const one of cluster.all<DaemonSet>('daemonsets.apps')) {
    check(one, cluster.all('nodes').length, one.status?.numberAvailable);
  }
  return [...found, ...orphans(cluster), ...endpointProblems(cluster)];
}

function endpointProblems(cluster: TestCluster): string[] {
  const wanted = cluster
    .all<Pod>('pods')
    .filter((pod) => pod.metadata.labels?.app === 'deployment0')
    .map((pod) => pod.status?.podIP ?? '')
    .sort();
  const slices = cluster.all<EndpointSlice>('endpointslices.discovery.k8s.io');
  const inSlices = slices.flatMap((one) => (one.endpoints ?? []).map((e) => e.addresses[0])).sort();
  const endpoints = cluster.get<Endpoints>('endpoints', 'web');
  const inEndpoints = (endpoints?.subsets ?? [])
    .flatMap((one) => (one.addresses ?? []).map((address) => address.ip))
    .sort();
  const text = wanted.join();
  return [
    ...(inSlices.join() === text ? [] : [`slices: ${inSlices}, not ${text}`]),
    ...(inEndpoints.join() === text ? [] : [`endpoints: ${inEndpoints}, not ${text}`]),
  ];
}

describe('workloads settle', () => {
  test.each([1, 2, 3, 4, 5, 6])('seed %i', (seed) => {
    const random = new Random(`settling/${seed}`);
    const cluster = testCluster(3);
    cluster.create('v1', 'Service', 'web', {
      spec: { selector: { app: 'deployment0' }, ports: [{ port: 80 }] },
    });
    const done: string[] = [];
    for (let step = 0; step < 30; step++) {
      done.push(act(cluster, random, step));
      cluster.wait(random.below(30, `${step}/wait`) / 10);
    }
    cluster.wait(90);
    expect({ done, problems: problems(cluster) }).toEqual({ done, problems: [] });
    const before = cluster.cluster.server.store.revision;
    cluster.wait(60);
    const changed = cluster.cluster.server.store.revision - before;
    // Three nodes renew their leases every 10 s.
    expect(changed).toBeLessThanOrEqual(21);
  });
});
