// /healthz, /livez, /readyz: the checks by name.
import type { HttpApiAnswer } from '../request';

const hooks = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
  'autoregister-completion',
  'apiservice-openapi-controller',
  'apiservice-openapiv3-controller',
];

const plain = { 'content-type': 'text/plain; charset=utf-8' };

function checksOf(root: string): readonly string[] {
  const informers = root === 'readyz' ? ['etcd-readiness', 'informer-sync'] : [];
  const all = [
    'ping',
    'log',
    'etcd',
    ...informers,
    ...hooks.map((hook) => `poststarthook/${hook}`),
  ];
  return root === 'readyz' ? [...all, 'shutdown'] : all;
}

/** Answers a health path; undefined when it is none. */
export function healthAnswer(
  path: string,
  query: Readonly<Record<string, string>>,
): HttpApiAnswer | undefined {
  const match = /^\/(healthz|livez|readyz)(?:\/(.*))?$/.exec(path);
  const root = match?.[1];
  if (root === undefined) return undefined;
  const checks = checksOf(root);
  const one = match?.[2];
  if (one !== undefined && one !== '') {
    if (!checks.includes(one)) return { code: 404, headers: plain, body: '404 page not found\n' };
    return { code: 200, headers: plain, body: 'ok' };
  }
  if (query.verbose === undefined) return { code: 200, headers: plain, body: 'ok' };
  const lines = checks.map((name) => `[+]${name} ok\n`).join('');
  return { code: 200, headers: plain, body: `${lines}${root} check passed\n` };
}
