// The controllers that fit into one file or two, each by what it leaves behind.
import { describe, expect, test } from 'vitest';
import type {
  CertificateSigningRequest,
  ClusterRole,
  EndpointSlice,
  Endpoints,
  Node,
  Pod,
  PodDisruptionBudget,
  ResourceQuota,
} from '../kinds/generated/types';
import { template, testCluster } from './testing';

const labels = { app: 'web' };
const spec = { replicas: 2, selector: { matchLabels: labels }, template: template(labels) };

describe('endpoints', () => {
  test('ready and not ready addresses, named ports', () => {
    const { create, wait, get, patch, all } = testCluster();
    const port = { name: 'http', containerPort: 8080 };
    const probed = { readinessProbe: { tcpSocket: { port: 1 }, periodSeconds: 1 } };
    const own = template({ ...labels, kind: 'slow' });
    const container = { ...own.spec.containers[0], ports: [port], ...probed };
    create('v1', 'Pod', 'slow', {
      metadata: { labels: own.metadata.labels },
      spec: { ...own.spec, containers: [container] },
    });
    const fast = { ...own.spec, containers: [{ ...own.spec.containers[0], ports: [port] }] };
    create('v1', 'Pod', 'fast', { metadata: { labels }, spec: fast });
    create('v1', 'Service', 'web', {
      spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
    });
    wait(5);
    const [subset] = get<Endpoints>('endpoints', 'web')?.subsets ?? [];
    expect(subset?.addresses?.map((one) => one.targetRef?.name)).toEqual(['fast']);
    expect(subset?.notReadyAddresses?.map((one) => one.targetRef?.name)).toEqual(['slow']);
    expect(subset?.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
    patch('v1', 'Service', 'web', { spec: { selector: { app: 'nothing' } } });
    wait(1);
    expect(get<Endpoints>('endpoints', 'web')?.subsets).toBeUndefined();
    expect(all('endpoints')).toHaveLength(1);
  });

  test('those written by hand are mirrored', () => {
    const { create, patch, remove, wait, all } = testCluster();
    create('v1', 'Service', 'db', { spec: { ports: [{ port: 5432 }] } });
    const subsets = [{ addresses: [{ ip: '192.168.1.7' }], ports: [{ port: 5432 }] }];
    create('v1', 'Endpoints', 'db', { subsets });
    wait(1);
    const slices = () => all<EndpointSlice>('endpointslices.discovery.k8s.io');
    expect(slices().map((one) => one.endpoints?.map((e) => e.addresses))).toEqual([
      [['192.168.1.7']],
    ]);
    expect(slices()[0]?.metadata.labels?.['kubernetes.io/service-name']).toBe('db');
    const more = [{ addresses: [{ ip: '192.168.1.8' }], ports: [{ port: 5432 }] }];
    patch('v1', 'Endpoints', 'db', { subsets: more });
    wait(1);
    expect(slices().map((one) => one.endpoints?.map((e) => e.addresses))).toEqual([
      [['192.168.1.8']],
    ]);
    remove('v1', 'Endpoints', 'db');
    wait(1);
    expect(slices()).toEqual([]);
  });
});

describe('disruption budgets', () => {
  test('percentages count from the size of the controller', () => {
    const { create, patch, wait, get, eventsOf } = testCluster();
    create('apps/v1', 'Deployment', 'web', { spec: { ...spec, replicas: 4 } });
    const selector = { matchLabels: labels };
    create('policy/v1', 'PodDisruptionBudget', 'half', { spec: { selector, minAvailable: '50%' } });
    create('policy/v1', 'PodDisruptionBudget', 'third', {
      spec: { selector: { matchLabels: { app: 'x' } }, maxUnavailable: '33%' },
    });
    wait(5);
    const status = () => get<PodDisruptionBudget>('poddisruptionbudgets.policy', 'half')?.status;
    expect(status()).toMatchObject({
      currentHealthy: 4,
      desiredHealthy: 2,
      disruptionsAllowed: 2,
      expectedPods: 4,
    });
    expect(status()?.conditions?.[0]).toMatchObject({ status: 'True', reason: 'SufficientPods' });
    patch('apps/v1', 'Deployment', 'web', { spec: { replicas: 2 } });
    wait(4);
    expect(status()?.disruptionsAllowed).toBe(1);
    patch('policy/v1', 'PodDisruptionBudget', 'half', { spec: { minAvailable: 2 } });
    wait(1);
    expect(status()?.conditions?.[0]).toMatchObject({
      status: 'False',
      reason: 'InsufficientPods',
    });
    expect(eventsOf('third')).toEqual(['NoPods No matching pods found']);
  });
});

describe('quotas', () => {
  test('count what is there, and less when it goes', () => {
    const { create, remove, wait, get } = testCluster();
    create('v1', 'ConfigMap', 'a', { data: {} });
    const hard = { pods: '5', configmaps: '10', 'count/deployments.apps': '3' };
    create('v1', 'ResourceQuota', 'small', { spec: { hard } });
    wait(1);
    const used = () => get<ResourceQuota>('resourcequotas', 'small')?.status?.used;
    const base = Number(used()?.configmaps);
    expect(used()).toEqual({ pods: '0', configmaps: String(base), 'count/deployments.apps': '0' });
    create('apps/v1', 'Deployment', 'web', { spec });
    wait(3);
    expect(used()).toMatchObject({ pods: '2', 'count/deployments.apps': '1' });
    remove('apps/v1', 'Deployment', 'web');
    remove('v1', 'ConfigMap', 'a');
    wait(5);
    expect(used()).toEqual({
      pods: '0',
      configmaps: String(base - 1),
      'count/deployments.apps': '0',
    });
  });
});

describe('pod garbage collection', () => {
  test('pods of a node that does not exist go after a minute', () => {
    const { create, wait, get } = testCluster();
    create('v1', 'Pod', 'lost', { spec: { nodeName: 'nowhere', ...template({}).spec } });
    wait(30);
    expect(get<Pod>('pods', 'lost')?.status?.phase).toBe('Pending');
    wait(50);
    expect(get('pods', 'lost')).toBeUndefined();
  });
});

describe('roles made of others', () => {
  test('follow them', () => {
    const { create, patch, wait, get } = testCluster();
    const group = 'rbac.authorization.k8s.io/v1';
    const rule = (resource: string) => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });
    const selector = { matchLabels: { join: 'yes' } };
    create(group, 'ClusterRole', 'sum', { aggregationRule: { clusterRoleSelectors: [selector] } });
    create(group, 'ClusterRole', 'b', {
      metadata: { labels: { join: 'yes' } },
      rules: [rule('b')],
    });
    create(group, 'ClusterRole', 'a', {
      metadata: { labels: { join: 'yes' } },
      rules: [rule('a')],
    });
    wait(1);
    const rules = () =>
      get<ClusterRole>('clusterroles.rbac.authorization.k8s.io', 'sum')?.rules?.flatMap(
        (one) => one.resources ?? [],
      );
    expect(rules()).toEqual(['a', 'b']);
    patch(group, 'ClusterRole', 'a', { metadata: { labels: { join: 'no' } } });
    wait(1);
    expect(rules()).toEqual(['b']);
  });
});

describe('certificate requests', () => {
  const request = btoa(
    '-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n',
  );
  const signerName = 'kubernetes.io/kube-apiserver-client';
  const approved = { type: 'Approved', status: 'True', reason: 'KubectlApprove', message: '' };

  test.each([
    [signerName, 'client auth', 'issued'],
    [signerName, 'server auth', 'failed'],
    ['example.com/mine', 'client auth', 'left alone'],
  ])('%s for %s: %s', (signer, usage, outcome) => {
    const { create, patch, wait, get } = testCluster();
    const group = 'certificates.k8s.io/v1';
    create(group, 'CertificateSigningRequest', 'r', {
      spec: { request, signerName: signer, usages: [usage] },
    });
    wait(1);
    const storage = 'certificatesigningrequests.certificates.k8s.io';
    const status = () => get<CertificateSigningRequest>(storage, 'r')?.status;
    expect(status()?.certificate).toBeUndefined();
    patch(
      group,
      'CertificateSigningRequest',
      'r',
      { status: { conditions: [approved] } },
      'approval',
    );
    wait(1);
    expect(status()?.certificate !== undefined).toBe(outcome === 'issued');
    const types = status()?.conditions?.map((one) => one.type);
    expect(types).toEqual(outcome === 'failed' ? ['Approved', 'Failed'] : ['Approved']);
  });
});

test('nodes learn how long they may keep secrets', () => {
  const { get } = testCluster();
  const node = get<Node>('nodes', 'n1');
  expect(node?.metadata.annotations?.['node.alpha.kubernetes.io/ttl']).toBe('0');
});
