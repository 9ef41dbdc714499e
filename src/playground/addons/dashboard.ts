// The Kubernetes dashboard with its metrics scraper, as minikube's addon installs them.
import type { KubeObject } from '../../kubernetes/kinds/object';
import { manifests } from './manifests';

const namespace = 'kubernetes-dashboard';
const mode = { 'addonmanager.kubernetes.io/mode': 'Reconcile' };

function labelled(app: string): Readonly<Record<string, string>> {
  return { 'k8s-app': app, ...mode };
}

function service(name: string, port: number, targetPort: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labelled(name) },
    spec: { ports: [{ port, targetPort }], selector: { 'k8s-app': name } },
  };
}

function deployment(name: string, image: string, port: number, args: readonly string[]): object {
  const selector = { 'k8s-app': name };
  const probe = { httpGet: { path: '/', port }, initialDelaySeconds: 30, timeoutSeconds: 30 };
  const container = {
    name,
    image,
    ...(args.length > 0 ? { args } : {}),
    ports: [{ containerPort: port, protocol: 'TCP' }],
    livenessProbe: probe,
    volumeMounts: [{ mountPath: '/tmp', name: 'tmp-volume' }],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsUser: 1001,
      runAsGroup: 2001,
    },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: labelled(name) },
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          containers: [container],
          volumes: [{ name: 'tmp-volume', emptyDir: {} }],
          serviceAccountName: 'kubernetes-dashboard',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }],
        },
      },
    },
  };
}

function secret(name: string): object {
  const metadata = { name, namespace, labels: labelled('kubernetes-dashboard') };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque' };
}

/** The objects, in the order in which they are created. */
export const dashboard: readonly KubeObject[] = manifests([
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: mode } },
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'kubernetes-dashboard',
      namespace,
      labels: labelled('kubernetes-dashboard'),
    },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'kubernetes-dashboard' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'cluster-admin',
    },
    subjects: [{ kind: 'ServiceAccount', name: 'kubernetes-dashboard', namespace }],
  },
  secret('kubernetes-dashboard-certs'),
  secret('kubernetes-dashboard-csrf'),
  secret('kubernetes-dashboard-key-holder'),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kubernetes-dashboard-settings',
      namespace,
      labels: labelled('kubernetes-dashboard'),
    },
  },
  service('kubernetes-dashboard', 80, 9090),
  service('dashboard-metrics-scraper', 8000, 8000),
  deployment(
    'dashboard-metrics-scraper',
    'docker.io/kubernetesui/metrics-scraper:v1.0.8',
    8000,
    [],
  ),
  deployment('kubernetes-dashboard', 'docker.io/kubernetesui/dashboard:v2.7.0', 9090, [
    `--namespace=${namespace}`,
    '--enable-skip-login',
    '--disable-settings-authorizer',
  ]),
]);
