import { describe, expect, test } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kinds/generated/types';
import { type TestCluster, template, testCluster } from '../testing';

const mode = { accessModes: ['ReadWriteOnce'] };

function volume(cluster: TestCluster, name: string, size: string, more: object = {}) {
  const spec = {
    capacity: { storage: size },
    ...mode,
    storageClassName: 'slow',
    hostPath: { path: `/mnt/${name}` },
    ...more,
  };
  cluster.create('v1', 'PersistentVolume', name, { spec });
}

function claim(cluster: TestCluster, name: string, size: string, more: object = {}) {
  const spec = { ...mode, storageClassName: 'slow', resources: { requests: { storage: size } } };
  cluster.create('v1', 'PersistentVolumeClaim', name, { spec: { ...spec, ...more } });
}

const phases = ({ all }: TestCluster, storage: string) =>
  Object.fromEntries(
    all<PersistentVolumeClaim | PersistentVolume>(storage).map((one) => [
      one.metadata.name,
      one.status?.phase,
    ]),
  );

describe('claims and volumes', () => {
  test('the smallest that fits, the named one, or none', () => {
    const cluster = testCluster();
    volume(cluster, 'small', '1Gi');
    volume(cluster, 'large', '5Gi');
    volume(cluster, 'many', '3Gi', { persistentVolumeReclaimPolicy: 'Delete' });
    volume(cluster, 'named', '2Gi');
    cluster.wait(1);
    expect(phases(cluster, 'persistentvolumes')).toEqual({
      small: 'Available',
      large: 'Available',
      many: 'Available',
      named: 'Available',
    });
    claim(cluster, 'four', '4Gi');
    claim(cluster, 'by-name', '1Gi', { volumeName: 'named' });
    claim(cluster, 'two', '2Gi');
    claim(cluster, 'too-big', '50Gi');
    claim(cluster, 'wrong-class', '1Gi', { storageClassName: 'fast', volumeName: 'small' });
    cluster.wait(1);
    const chosen = cluster
      .all<PersistentVolumeClaim>('persistentvolumeclaims')
      .map((one) => `${one.metadata.name} ${one.spec.volumeName} ${one.status?.phase}`);
    expect(chosen).toEqual([
      'by-name named Bound',
      'four large Bound',
      'too-big undefined Pending',
      'two many Bound',
      'wrong-class small Pending',
    ]);
    expect(cluster.eventsOf('too-big')).toEqual([
      'ProvisioningFailed storageclass.storage.k8s.io "slow" not found',
    ]);
    expect(cluster.eventsOf('wrong-class')).toEqual([
      'VolumeMismatch Cannot bind to requested volume "small": storageClassName does not match',
    ]);
    for (const name of ['four', 'two']) cluster.remove('v1', 'PersistentVolumeClaim', name);
    cluster.wait(1);
    expect(phases(cluster, 'persistentvolumes')).toMatchObject({
      large: 'Released',
      many: 'Failed',
    });
    expect(cluster.eventsOf('many')).toEqual([
      'VolumeFailedDelete host_path deleter only supports /tmp/.+ but received provided /mnt/many',
    ]);
  });

  test('made at the same moment they meet at the resync', () => {
    const cluster = testCluster();
    const made = { ...mode, storageClassName: 'slow' };
    const spec = { ...made, capacity: { storage: '1Gi' }, hostPath: { path: '/tmp/a' } };
    cluster.sim.start(
      'pv',
      cluster.client.create(
        { apiVersion: 'v1', resource: 'persistentvolumes' },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name: 'a', uid: '' },
          spec,
        },
      ),
    );
    claim(cluster, 'c', '1Gi');
    cluster.wait(3);
    expect(phases(cluster, 'persistentvolumeclaims')).toEqual({ c: 'Pending' });
    cluster.wait(13);
    expect(phases(cluster, 'persistentvolumeclaims')).toEqual({ c: 'Bound' });
  });

  test('minikube provisions; a claim in use stays until its pod has gone', () => {
    const cluster = testCluster();
    const { create, wait, all, get, remove, eventsOf } = cluster;
    create('storage.k8s.io/v1', 'StorageClass', 'slow', {
      provisioner: 'k8s.io/minikube-hostpath',
    });
    claim(cluster, 'c', '1Gi');
    wait(1);
    const [made] = all<PersistentVolume>('persistentvolumes');
    expect(made?.spec.hostPath?.path).toBe('/tmp/hostpath-provisioner/default/c');
    expect(phases(cluster, 'persistentvolumeclaims')).toEqual({ c: 'Bound' });
    expect(eventsOf('c').map((one) => one.split(' ')[0])).toEqual(
      expect.arrayContaining(['ExternalProvisioning', 'Provisioning', 'ProvisioningSucceeded']),
    );
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }];
    create('v1', 'Pod', 'user', { spec: { ...template({}).spec, volumes } });
    wait(4);
    expect(get<Pod>('pods', 'user')?.status?.phase).toBe('Running');
    remove('v1', 'PersistentVolumeClaim', 'c');
    wait(2);
    expect(get('persistentvolumeclaims', 'c')?.metadata.deletionTimestamp).toBeDefined();
    remove('v1', 'Pod', 'user');
    wait(4);
    expect([...all('persistentvolumeclaims'), ...all('persistentvolumes')]).toEqual([]);
  });

  test('WaitForFirstConsumer waits for a pod', () => {
    const cluster = testCluster();
    const { create, wait, get, eventsOf } = cluster;
    create('storage.k8s.io/v1', 'StorageClass', 'slow', {
      provisioner: 'k8s.io/minikube-hostpath',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    claim(cluster, 'c', '1Gi');
    wait(1);
    expect(eventsOf('c')).toEqual([
      'WaitForFirstConsumer waiting for first consumer to be created before binding',
    ]);
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }];
    create('v1', 'Pod', 'user', { spec: { ...template({}).spec, volumes } });
    wait(6);
    expect(get<Pod>('pods', 'user')?.status?.phase).toBe('Running');
    expect(phases(cluster, 'persistentvolumeclaims')).toEqual({ c: 'Bound' });
  });
});
