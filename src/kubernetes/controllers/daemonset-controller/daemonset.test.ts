import { describe, expect, test } from 'vitest';
import type { ControllerRevision, DaemonSet, Pod } from '../../kinds/generated/types';
import { template, testCluster } from '../testing';

const labels = { app: 'agent' };
const spec = { selector: { matchLabels: labels }, template: template(labels) };

function setImage(image: string) {
  const containers = [{ name: 'c', image }];
  return { spec: { template: { ...spec.template, spec: { ...spec.template.spec, containers } } } };
}

describe('daemon sets', () => {
  test('one pod on each node that fits; a new node gets one', () => {
    const { create, wait, all, get, cluster, patch } = testCluster(2);
    create('apps/v1', 'DaemonSet', 'agent', { spec });
    wait(4);
    const nodes = () => all<Pod>('pods').map((one) => one.spec.nodeName);
    expect(nodes().sort()).toEqual(['n1', 'n2']);
    cluster.addNode({ name: 'n3', address: '192.168.49.9', podPrefix: '10.244.9' });
    wait(4);
    expect(nodes().sort()).toEqual(['n1', 'n2', 'n3']);
    patch('v1', 'Node', 'n1', { metadata: { labels: { disk: 'ssd' } } });
    const selective = { ...spec.template.spec, nodeSelector: { disk: 'ssd' } };
    patch('apps/v1', 'DaemonSet', 'agent', {
      spec: { template: { ...spec.template, spec: selective } },
    });
    wait(6);
    expect(nodes()).toEqual(['n1']);
    expect(get<DaemonSet>('daemonsets.apps', 'agent')?.status).toEqual({
      currentNumberScheduled: 1,
      desiredNumberScheduled: 1,
      numberAvailable: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      observedGeneration: 2,
      updatedNumberScheduled: 1,
    });
  });

  test('rolls node by node, keeps its history, numbers a template that comes back anew', () => {
    const { create, wait, all, patch, get } = testCluster(3);
    create('apps/v1', 'DaemonSet', 'agent', { spec });
    wait(4);
    let least = 3;
    for (const image of ['nginx:1.25', 'nginx:1.27', 'nginx:1.25']) {
      patch('apps/v1', 'DaemonSet', 'agent', setImage(image));
      for (let i = 0; i < 200; i++) {
        wait(0.1);
        const ready = get<DaemonSet>('daemonsets.apps', 'agent')?.status?.numberReady ?? 0;
        least = Math.min(least, ready);
      }
    }
    expect(least).toBe(2);
    const images = all<Pod>('pods').map((one) => one.spec.containers[0]?.image);
    expect(images).toEqual(['nginx:1.25', 'nginx:1.25', 'nginx:1.25']);
    const revisions = all<ControllerRevision>('controllerrevisions.apps').map(
      (one) => one.revision,
    );
    expect(revisions.sort()).toEqual([1, 3, 4]);
  });

  test('surges: the new pod is there before the old one goes', () => {
    const { create, wait, all, patch, get } = testCluster(2);
    const updateStrategy = {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    };
    create('apps/v1', 'DaemonSet', 'agent', { spec: { ...spec, updateStrategy } });
    wait(4);
    patch('apps/v1', 'DaemonSet', 'agent', setImage('nginx:1.27'));
    let most = 0;
    for (let i = 0; i < 200; i++) {
      wait(0.1);
      most = Math.max(most, all('pods').length);
    }
    expect(most).toBe(3);
    expect(all<Pod>('pods').map((one) => one.spec.containers[0]?.image)).toEqual([
      'nginx:1.27',
      'nginx:1.27',
    ]);
    expect(get<DaemonSet>('daemonsets.apps', 'agent')?.status?.updatedNumberScheduled).toBe(2);
  });

  test('OnDelete waits for somebody to delete', () => {
    const { create, wait, all, patch, remove } = testCluster(1);
    create('apps/v1', 'DaemonSet', 'agent', {
      spec: { ...spec, updateStrategy: { type: 'OnDelete' } },
    });
    wait(4);
    patch('apps/v1', 'DaemonSet', 'agent', setImage('nginx:1.27'));
    wait(4);
    const [pod] = all<Pod>('pods');
    expect(pod?.spec.containers[0]?.image).toBe('registry.k8s.io/pause:3.10');
    remove('v1', 'Pod', pod?.metadata.name ?? '');
    wait(5);
    expect(all<Pod>('pods')[0]?.spec.containers[0]?.image).toBe('nginx:1.27');
  });

  test('NoSchedule taints: it stays, but is neither wanted nor replaced', () => {
    const { create, wait, all, patch, get } = testCluster(1);
    create('apps/v1', 'DaemonSet', 'agent', { spec });
    wait(4);
    patch('v1', 'Node', 'n1', { spec: { taints: [{ key: 'lab', effect: 'NoSchedule' }] } });
    wait(2);
    const status = get<DaemonSet>('daemonsets.apps', 'agent')?.status;
    expect([status?.desiredNumberScheduled, status?.numberMisscheduled]).toEqual([0, 1]);
    patch('apps/v1', 'DaemonSet', 'agent', setImage('nginx:1.27'));
    wait(5);
    expect(all('pods')).toEqual([]);
  });
});
