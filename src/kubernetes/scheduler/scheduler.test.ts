import { describe, expect, test } from 'vitest';
import { type TestCluster, template, testCluster } from '../controllers/testing';
import type { Pod } from '../kinds/generated/types';

const asking = (requests: object, more: object = {}) => {
  const { spec } = template({});
  return {
    spec: { ...spec, ...more, containers: [{ ...spec.containers[0], resources: { requests } }] },
  };
};
const nodeOf = ({ get }: TestCluster, name: string) => get<Pod>('pods', name)?.spec.nodeName;

describe('what fits nowhere', () => {
  test('says why, counts reasons, is tried again when something helps', () => {
    const cluster = testCluster(2);
    const { create, patch, wait, eventsOf, get } = cluster;
    create('v1', 'Pod', 'picky', { spec: { ...template({}).spec, nodeSelector: { disk: 'ssd' } } });
    create('v1', 'Pod', 'big', asking({ cpu: '100', memory: '900Gi' }));
    wait(2);
    const tail =
      'no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';
    expect(eventsOf('picky')).toEqual([
      `FailedScheduling 0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. ${tail}`,
    ]);
    expect(eventsOf('big')).toEqual([
      `FailedScheduling 0/2 nodes are available: 2 Insufficient cpu, 2 Insufficient memory. ${tail}`,
    ]);
    patch('v1', 'Node', 'n2', { metadata: { labels: { disk: 'ssd' } } });
    wait(0.1);
    expect(nodeOf(cluster, 'picky')).toBe('n2');
    const [condition] = get<Pod>('pods', 'big')?.status?.conditions ?? [];
    expect([condition?.reason, condition?.status]).toEqual(['Unschedulable', 'False']);
  });

  test('an unbound claim', () => {
    const { create, wait, eventsOf } = testCluster();
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'none' } }];
    create('v1', 'Pod', 'p', { spec: { ...template({}).spec, volumes } });
    wait(1);
    expect(eventsOf('p')).toEqual([
      'FailedScheduling 0/1 nodes are available: persistentvolumeclaim "none" not found. not found',
    ]);
  });

  test('gates and other schedulers: nothing happens, no events', () => {
    const cluster = testCluster();
    const { create, patch, wait, eventsOf } = cluster;
    const { spec } = template({});
    create('v1', 'Pod', 'gated', { spec: { ...spec, schedulingGates: [{ name: 'a.b/c' }] } });
    create('v1', 'Pod', 'other', { spec: { ...spec, schedulerName: 'mine' } });
    wait(2);
    expect([...eventsOf('gated'), ...eventsOf('other')]).toEqual([]);
    patch('v1', 'Pod', 'gated', { spec: { schedulingGates: null } });
    wait(1);
    expect([nodeOf(cluster, 'gated'), nodeOf(cluster, 'other')]).toEqual(['n1', undefined]);
  });
});

describe('priority', () => {
  test('the less important makes room', () => {
    const cluster = testCluster();
    const { create, wait, eventsOf, get, all } = cluster;
    create('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000 });
    create('v1', 'Pod', 'low', asking({ cpu: '1500m' }));
    wait(4);
    create('v1', 'Pod', 'high', asking({ cpu: '1' }, { priorityClassName: 'high' }));
    wait(0.5);
    expect(eventsOf('high')[0]).toBe(
      'FailedScheduling 0/1 nodes are available: 1 Insufficient cpu.',
    );
    expect(get<Pod>('pods', 'high')?.status?.nominatedNodeName).toBe('n1');
    const uid = get<Pod>('pods', 'high')?.metadata.uid;
    expect(eventsOf('low')).toContain(`Preempted Preempted by pod ${uid} on node n1`);
    wait(8);
    expect(all<Pod>('pods').map((one) => one.metadata.name)).toEqual(['high']);
    expect(nodeOf(cluster, 'high')).toBe('n1');
  });

  test('but not for one that must not preempt', () => {
    const { create, wait, eventsOf } = testCluster();
    const more = { value: 1000, preemptionPolicy: 'Never' };
    create('scheduling.k8s.io/v1', 'PriorityClass', 'polite', more);
    create('v1', 'Pod', 'low', asking({ cpu: '1500m' }));
    wait(4);
    create('v1', 'Pod', 'high', asking({ cpu: '1' }, { priorityClassName: 'polite' }));
    wait(1);
    expect(eventsOf('high')[0]).toBe(
      'FailedScheduling 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    );
  });
});

describe('spreading', () => {
  test('pods of one owner over the nodes', () => {
    const { create, wait, all } = testCluster(3);
    const labels = { app: 'web' };
    const spec = { replicas: 6, selector: { matchLabels: labels }, template: template(labels) };
    create('apps/v1', 'Deployment', 'web', { spec });
    wait(3);
    const nodes = all<Pod>('pods').map((one) => one.spec.nodeName);
    expect(nodes.sort()).toEqual(['n1', 'n1', 'n2', 'n2', 'n3', 'n3']);
  });

  test('apart from each other: the one too many waits', () => {
    const { create, wait, all } = testCluster(2);
    const labels = { app: 'web' };
    const term = { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };
    const affinity = {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    };
    const own = template(labels, { affinity });
    const spec = { replicas: 3, selector: { matchLabels: labels }, template: own };
    create('apps/v1', 'Deployment', 'web', { spec });
    wait(3);
    const nodes = all<Pod>('pods').map((one) => one.spec.nodeName ?? '');
    expect(nodes.sort()).toEqual(['', 'n1', 'n2']);
  });
});
