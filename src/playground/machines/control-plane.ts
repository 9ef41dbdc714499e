// The control plane as pods: the files in /etc/kubernetes/manifests that a node of minikube has,
// which its kubelet runs, and kube-proxy.
import { printYaml } from '../../base/yaml';
import type { KubeObject } from '../../kubernetes/kinds/object';
import { manifests } from '../addons/manifests';

const kubernetes = 'v1.36.3';

/** Images that a fresh node has: those of the archive that minikube downloads. */
export const preloadedImages: readonly string[] = [
  `registry.k8s.io/kube-apiserver:${kubernetes}`,
  `registry.k8s.io/kube-controller-manager:${kubernetes}`,
  `registry.k8s.io/kube-scheduler:${kubernetes}`,
  `registry.k8s.io/kube-proxy:${kubernetes}`,
  'registry.k8s.io/etcd:3.6.8-0',
  'registry.k8s.io/coredns/coredns:v1.14.2',
  'registry.k8s.io/pause:3.10.1',
  'gcr.io/k8s-minikube/storage-provisioner:v5',
];

interface Component {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly cpu: string;
  readonly memory?: string;
  readonly port: number;
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly path: string;
}

function components(address: string, port: number): readonly Component[] {
  const certificates = '/var/lib/minikube/certs';
  return [
    {
      name: 'etcd',
      image: 'registry.k8s.io/etcd:3.6.8-0',
      command: [
        'etcd',
        `--advertise-client-urls=https://${address}:2379`,
        `--cert-file=${certificates}/etcd/server.crt`,
        '--client-cert-auth=true',
        '--data-dir=/var/lib/minikube/etcd',
        `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
        '--listen-metrics-urls=http://127.0.0.1:2381',
        '--name=minikube',
      ],
      cpu: '100m',
      memory: '100Mi',
      port: 2381,
      scheme: 'HTTP',
      path: '/health',
    },
    {
      name: 'kube-apiserver',
      image: `registry.k8s.io/kube-apiserver:${kubernetes}`,
      command: [
        'kube-apiserver',
        `--advertise-address=${address}`,
        '--allow-privileged=true',
        '--authorization-mode=Node,RBAC',
        `--client-ca-file=${certificates}/ca.crt`,
        '--enable-bootstrap-token-auth=true',
        '--etcd-servers=https://127.0.0.1:2379',
        `--secure-port=${port}`,
        '--service-cluster-ip-range=10.96.0.0/12',
      ],
      cpu: '250m',
      port,
      scheme: 'HTTPS',
      path: '/livez',
    },
    {
      name: 'kube-controller-manager',
      image: `registry.k8s.io/kube-controller-manager:${kubernetes}`,
      command: [
        'kube-controller-manager',
        '--allocate-node-cidrs=true',
        '--bind-address=127.0.0.1',
        '--cluster-cidr=10.244.0.0/16',
        '--controllers=*,bootstrapsigner,tokencleaner',
        '--kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--leader-elect=false',
        '--use-service-account-credentials=true',
      ],
      cpu: '200m',
      port: 10257,
      scheme: 'HTTPS',
      path: '/healthz',
    },
    {
      name: 'kube-scheduler',
      image: `registry.k8s.io/kube-scheduler:${kubernetes}`,
      command: [
        'kube-scheduler',
        '--bind-address=127.0.0.1',
        '--kubeconfig=/etc/kubernetes/scheduler.conf',
        '--leader-elect=false',
      ],
      cpu: '100m',
      port: 10259,
      scheme: 'HTTPS',
      path: '/livez',
    },
  ];
}

/** A component's manifest, by its file name. */
export function staticManifests(address: string, port: number): ReadonlyMap<string, KubeObject> {
  const all = components(address, port).map((one) => [`${one.name}.yaml`, manifest(one)] as const);
  return new Map(all);
}

function manifest(one: Component): KubeObject {
  const requests = { cpu: one.cpu, ...(one.memory ? { memory: one.memory } : {}) };
  const [object] = manifests([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: one.name,
        namespace: 'kube-system',
        labels: { component: one.name, tier: 'control-plane' },
      },
      spec: {
        containers: [
          {
            name: one.name,
            image: one.image,
            imagePullPolicy: 'IfNotPresent',
            command: one.command,
            resources: { requests },
            volumeMounts: [
              { mountPath: '/var/lib/minikube/certs', name: 'k8s-certs', readOnly: true },
            ],
          },
        ],
        hostNetwork: true,
        priority: 2_000_001_000,
        priorityClassName: 'system-node-critical',
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
        volumes: [
          {
            hostPath: { path: '/var/lib/minikube/certs', type: 'DirectoryOrCreate' },
            name: 'k8s-certs',
          },
        ],
      },
    },
  ]);
  if (object === undefined) throw new Error('no manifest');
  return object;
}

/** The text of a manifest's file. */
export function manifestText(object: KubeObject): string {
  return printYaml(object);
}

const proxyLabels = { 'k8s-app': 'kube-proxy' };

/** kube-proxy as kubeadm installs it. */
export const kubeProxy: readonly KubeObject[] = manifests([
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'kube-proxy', namespace: 'kube-system' },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { app: 'kube-proxy' } },
    data: {
      'config.conf':
        'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nclusterCIDR: 10.244.0.0/16\n' +
        'kind: KubeProxyConfiguration\nmode: ""\n',
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: proxyLabels },
    spec: {
      selector: { matchLabels: proxyLabels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels: proxyLabels },
        spec: {
          containers: [
            {
              name: 'kube-proxy',
              image: `registry.k8s.io/kube-proxy:${kubernetes}`,
              imagePullPolicy: 'IfNotPresent',
              command: [
                '/usr/local/bin/kube-proxy',
                '--config=/var/lib/kube-proxy/config.conf',
                '--hostname-override=$(NODE_NAME)',
              ],
              env: [
                {
                  name: 'NODE_NAME',
                  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } },
                },
              ],
              securityContext: { privileged: true },
              volumeMounts: [{ mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' }],
            },
          ],
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'kube-proxy',
          tolerations: [{ operator: 'Exists' }],
          volumes: [{ configMap: { name: 'kube-proxy' }, name: 'kube-proxy' }],
        },
      },
    },
  },
]);
