import { expect, test } from 'vitest';
import type { Pod, Service } from '../kinds/generated/types';
import { testServer } from './testing';

const container = { name: 'c', image: 'nginx' };

function pod(spec: object) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
}

test('a pod gets its defaults, its account and its token', () => {
  const { create } = testServer();
  const { spec, status } = create(pod({ containers: [container] })) as Pod;
  expect(spec).toMatchObject({
    dnsPolicy: 'ClusterFirst',
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    restartPolicy: 'Always',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    terminationGracePeriodSeconds: 30,
  });
  expect(spec.containers[0]).toMatchObject({ imagePullPolicy: 'Always', resources: {} });
  expect(spec.volumes?.[0]?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
  expect(spec.tolerations?.map((one) => one.tolerationSeconds)).toEqual([300, 300]);
  expect(status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
});

test.each([
  [{ containers: [] }, 'spec.containers: Required value'],
  [
    { containers: [{ ...container, ports: [{ containerPort: 99999 }] }] },
    'spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive',
  ],
  [
    { containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
    'spec.containers[0].volumeMounts[0].name: Not found: "v"',
  ],
  [
    { containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] },
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  ],
  [
    { containers: [container], tolerations: [{ key: 'a', operator: 'Like' }] },
    'spec.tolerations[0].operator: Unsupported value: "Like": supported values: "Equal", "Exists"',
  ],
  [
    { containers: [container], dnsPolicy: 'None' },
    'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
  ],
])('a wrong pod %#', (spec, message) => {
  const { refusalOf } = testServer();
  expect(refusalOf(pod(spec))).toBe(`Pod "p" is invalid: ${message}`);
});

test('a pod with unknown fields, wrong types, a missing account', () => {
  const { refusalOf } = testServer();
  const about = 'Pod in version "v1" cannot be handled as a Pod: ';
  expect(refusalOf(pod({ containers: [{ ...container, imagee: 'x' }] }))).toBe(
    `${about}strict decoding error: unknown field "spec.containers[0].imagee"`,
  );
  expect(refusalOf(pod({ containers: [{ ...container, ports: [{ containerPort: '80' }] }] }))).toBe(
    `${about}json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32`,
  );
  expect(refusalOf(pod({ containers: [container], serviceAccountName: 'ghost' }))).toBe(
    'pods "p" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
  );
});

function service(name: string, spec: object) {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}

test('services get addresses and node ports, and give them back', () => {
  const { create, refusalOf, request } = testServer();
  const first = create(service('a', { type: 'NodePort', ports: [{ port: 80 }] })) as Service;
  const { clusterIP = '', ports } = first.spec;
  expect(clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/);
  const nodePort = ports?.[0]?.nodePort ?? 0;
  expect(nodePort).toBeGreaterThanOrEqual(30086);
  const same = { type: 'NodePort', ports: [{ port: 80, nodePort }] };
  expect(refusalOf(service('b', same))).toBe(
    `Service "b" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort}: provided port is already allocated`,
  );
  request({
    apiVersion: 'v1',
    resource: 'services',
    namespace: 'default',
    name: 'a',
    verb: 'delete',
  });
  expect((create(service('b', same)) as Service).spec.ports?.[0]?.nodePort).toBe(nodePort);
});

test('a namespace stays while it has finalizers, and some stay for ever', () => {
  const { create, request, server } = testServer();
  create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
  const target = { apiVersion: 'v1', resource: 'namespaces', name: 'n' } as const;
  expect(request({ ...target, verb: 'delete' }).status).toEqual({ phase: 'Terminating' });
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' }, spec: {} };
  request({ ...target, verb: 'update', subresource: 'finalize', body });
  expect(server.store.get('namespaces', 'n')).toBeUndefined();
  expect(() => request({ ...target, name: 'default', verb: 'delete' })).toThrow(
    'namespaces "default" is forbidden: this namespace may not be deleted',
  );
});

test('roles decide what users may do', () => {
  const { create, request } = testServer();
  const ana = { name: 'ana', groups: ['system:authenticated'] };
  const list = { apiVersion: 'v1', resource: 'pods', namespace: 'default', verb: 'list' } as const;
  expect(() => request(list, ana)).toThrow(
    'pods is forbidden: User "ana" cannot list resource "pods" in API group "" in the namespace "default"',
  );
  const group = 'rbac.authorization.k8s.io';
  create({
    apiVersion: `${group}/v1`,
    kind: 'Role',
    metadata: { name: 'r' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
  });
  create({
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'b' },
    roleRef: { kind: 'Role', name: 'r' },
    subjects: [{ kind: 'User', name: 'ana' }],
  });
  expect(request(list, ana).items).toEqual([]);
});

test('a quota refuses what would exceed it', () => {
  const { create, refusalOf } = testServer();
  create({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q' },
    spec: { hard: { pods: '1' } },
  });
  create({ ...pod({ containers: [container] }), metadata: { name: 'first' } });
  expect(refusalOf(pod({ containers: [container] }))).toBe(
    'pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
  );
});
