import { describe, expect, test } from 'vitest';
import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../kinds/generated/types';
import { template, testCluster } from '../testing';

const labels = { app: 'q' };
const spec = {
  serviceName: 'q',
  replicas: 3,
  selector: { matchLabels: labels },
  template: template(labels),
};

function setImage(image: string) {
  const containers = [{ name: 'c', image }];
  return { spec: { template: { ...spec.template, spec: { ...spec.template.spec, containers } } } };
}

describe('stateful sets', () => {
  test('one after the other, up and down', () => {
    const { create, wait, all, patch, eventsOf, get } = testCluster();
    create('apps/v1', 'StatefulSet', 'q', { spec });
    wait(20);
    patch('apps/v1', 'StatefulSet', 'q', { spec: { replicas: 1 } });
    wait(20);
    expect(all<Pod>('pods').map((one) => one.metadata.name)).toEqual(['q-0']);
    expect(eventsOf('q').sort()).toEqual([
      'SuccessfulCreate Create Pod q-0 in StatefulSet q successful',
      'SuccessfulCreate Create Pod q-1 in StatefulSet q successful',
      'SuccessfulCreate Create Pod q-2 in StatefulSet q successful',
      'SuccessfulDelete Delete Pod q-1 in StatefulSet q successful',
      'SuccessfulDelete Delete Pod q-2 in StatefulSet q successful',
    ]);
    const pod = get<Pod>('pods', 'q-0');
    expect([pod?.spec.hostname, pod?.spec.subdomain]).toEqual(['q-0', 'q']);
    expect(pod?.metadata.labels?.['apps.kubernetes.io/pod-index']).toBe('0');
  });

  test('waits for a pod that is not ready', () => {
    const { create, wait, all } = testCluster();
    const probe = { tcpSocket: { port: 1 }, periodSeconds: 1 };
    const container = { ...spec.template.spec.containers[0], readinessProbe: probe };
    const pods = { ...spec.template, spec: { ...spec.template.spec, containers: [container] } };
    create('apps/v1', 'StatefulSet', 'q', { spec: { ...spec, template: pods } });
    wait(15);
    expect(all('pods')).toHaveLength(1);
  });

  test('parallel, from another number', () => {
    const { create, wait, all } = testCluster();
    const more = { podManagementPolicy: 'Parallel', ordinals: { start: 5 } };
    create('apps/v1', 'StatefulSet', 'q', { spec: { ...spec, ...more } });
    wait(0.1);
    expect(all<Pod>('pods').map((one) => one.metadata.name)).toEqual(['q-5', 'q-6', 'q-7']);
  });

  test('updates from the top down to the partition', () => {
    const { create, wait, all, patch, get } = testCluster();
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    create('apps/v1', 'StatefulSet', 'q', { spec: { ...spec, updateStrategy } });
    wait(20);
    patch('apps/v1', 'StatefulSet', 'q', setImage('nginx:1.27'));
    wait(30);
    const images = () => all<Pod>('pods').map((one) => one.spec.containers[0]?.image);
    expect(images()).toEqual(['registry.k8s.io/pause:3.10', 'nginx:1.27', 'nginx:1.27']);
    const status = get<StatefulSet>('statefulsets.apps', 'q')?.status;
    expect([status?.currentReplicas, status?.updatedReplicas]).toEqual([1, 2]);
    patch('apps/v1', 'StatefulSet', 'q', {
      spec: { updateStrategy: { rollingUpdate: { partition: 0 } } },
    });
    wait(20);
    expect(images()).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27']);
    const done = get<StatefulSet>('statefulsets.apps', 'q')?.status;
    expect(done?.currentRevision).toBe(done?.updateRevision);
  });

  test('claims outlive the pods, or go with them where the policy says so', () => {
    const { create, wait, all, patch, remove, eventsOf } = testCluster();
    for (const i of [0, 1]) {
      create('v1', 'PersistentVolume', `disk${i}`, {
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'disks',
          hostPath: { path: '/tmp/x' },
        },
      });
    }
    wait(1);
    const claim = {
      metadata: { name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'disks',
        resources: { requests: { storage: '500Mi' } },
      },
    };
    const own = { ...spec, replicas: 2, volumeClaimTemplates: [claim] };
    create('apps/v1', 'StatefulSet', 'q', { spec: own });
    wait(20);
    const claims = () => all<PersistentVolumeClaim>('persistentvolumeclaims');
    expect(claims().map((one) => `${one.metadata.name} ${one.status?.phase}`)).toEqual([
      'data-q-0 Bound',
      'data-q-1 Bound',
    ]);
    expect(eventsOf('q')).toContain(
      'SuccessfulCreate Create Claim data-q-0 Pod q-0 in StatefulSet q success',
    );
    expect(claims()[0]?.metadata.labels).toEqual(labels);
    patch('apps/v1', 'StatefulSet', 'q', { spec: { replicas: 1 } });
    wait(6);
    expect(claims()).toHaveLength(2);
    patch('apps/v1', 'StatefulSet', 'q', { spec: { replicas: 2 } });
    wait(6);
    const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
    patch('apps/v1', 'StatefulSet', 'q', {
      spec: { persistentVolumeClaimRetentionPolicy: policy },
    });
    wait(2);
    expect(claims().map((one) => one.metadata.ownerReferences?.[0]?.kind)).toEqual([
      'StatefulSet',
      'StatefulSet',
    ]);
    patch('apps/v1', 'StatefulSet', 'q', { spec: { replicas: 1 } });
    wait(6);
    expect(claims().map((one) => one.metadata.name)).toEqual(['data-q-0']);
    remove('apps/v1', 'StatefulSet', 'q');
    wait(6);
    expect([...claims(), ...all('pods')]).toEqual([]);
  });
});
