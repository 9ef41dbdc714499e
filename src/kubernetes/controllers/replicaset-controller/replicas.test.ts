import { describe, expect, test } from 'vitest';
import type { Pod, ReplicaSet } from '../../kinds/generated/types';
import { controllerOf } from '../../kinds/object';
import { template, testCluster } from '../testing';

const labels = { app: 'web' };
const spec = { replicas: 3, selector: { matchLabels: labels }, template: template(labels) };

describe('replica sets', () => {
  test('a pod whose labels change is let go and replaced; it may come back', () => {
    const { create, patch, wait, all, get } = testCluster();
    create('apps/v1', 'ReplicaSet', 'web', { spec });
    wait(4);
    const [first] = all<Pod>('pods');
    const name = first?.metadata.name ?? '';
    patch('v1', 'Pod', name, { metadata: { labels: { app: 'free' } } });
    wait(4);
    expect(all('pods')).toHaveLength(4);
    expect(controllerOf(get('pods', name) as Pod)).toBeUndefined();
    patch('v1', 'Pod', name, { metadata: { labels } });
    wait(4);
    expect(all('pods')).toHaveLength(3);
    expect(get<ReplicaSet>('replicasets.apps', 'web')?.status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
  });

  test('replication controllers do the same', () => {
    const { create, patch, wait, all, eventsOf } = testCluster();
    create('v1', 'ReplicationController', 'rc', { spec: { ...spec, selector: labels } });
    wait(4);
    patch('v1', 'ReplicationController', 'rc', { spec: { replicas: 1 } });
    wait(4);
    expect(all('pods')).toHaveLength(1);
    expect(eventsOf('rc').filter((one) => one.startsWith('SuccessfulDelete'))).toHaveLength(2);
  });
});
