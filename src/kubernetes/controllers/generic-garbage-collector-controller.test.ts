import { describe, expect, test } from 'vitest';
import { template, testCluster } from './testing';

describe('garbage collection', () => {
  test('dependents go with their owner, also after a restart', () => {
    const { create, remove, wait, all, cluster } = testCluster();
    cluster.controllerManager.stop();
    cluster.controllerManager.start();
    const spec = {
      replicas: 2,
      selector: { matchLabels: { a: 'b' } },
      template: template({ a: 'b' }),
    };
    create('apps/v1', 'Deployment', 'web', { spec });
    wait(5);
    expect(all('pods')).toHaveLength(2);
    remove('apps/v1', 'Deployment', 'web');
    wait(5);
    expect([...all('replicasets.apps'), ...all('pods')]).toEqual([]);
  });

  test('an owner that never was', () => {
    const { create, wait, get } = testCluster();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: '1-2' };
    create('v1', 'ConfigMap', 'lost', { metadata: { ownerReferences: [owner] } });
    wait(1);
    expect(get('configmaps', 'lost')).toBeUndefined();
  });

  test('foreground deletion waits for a held dependent', () => {
    const { create, remove, patch, wait, get, all } = testCluster();
    const spec = {
      replicas: 1,
      selector: { matchLabels: { a: 'b' } },
      template: template({ a: 'b' }),
    };
    create('apps/v1', 'Deployment', 'web', { spec });
    wait(4);
    const [set] = all('replicasets.apps');
    const name = set?.metadata.name ?? '';
    patch('apps/v1', 'ReplicaSet', name, { metadata: { finalizers: ['example.com/hold'] } });
    remove('apps/v1', 'Deployment', 'web', { propagationPolicy: 'Foreground' });
    wait(5);
    expect(get('deployments.apps', 'web')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(all('pods')).toEqual([]);
    patch('apps/v1', 'ReplicaSet', name, { metadata: { finalizers: null } });
    wait(3);
    expect(get('deployments.apps', 'web')).toBeUndefined();
  });
});
