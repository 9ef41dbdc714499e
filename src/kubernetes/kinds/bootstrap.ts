// The objects that an API server itself makes in a new cluster: RBAC defaults, priority classes,
// flow control, API services, the service network.
import facts from './generated/bootstrap-objects.json';
import type { KubeObject } from './object';

const order = [
  'priorityclasses',
  'clusterroles',
  'clusterrolebindings',
  'roles',
  'rolebindings',
  'prioritylevelconfigurations',
  'flowschemas',
  'apiservices',
] as const;

/** Whether an API service stands for one of the server's own groups. */
function isLocal(object: KubeObject): boolean {
  const spec = object.spec as { service?: unknown } | undefined;
  return object.kind !== 'APIService' || spec?.service === undefined;
}

/** Where extension API servers find whom to trust. */
function authentication(caCertificate: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system', uid: '' },
    data: {
      'client-ca-file': caCertificate,
      'requestheader-allowed-names': '["front-proxy-client"]',
      'requestheader-client-ca-file': caCertificate,
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-uid-headers': '["X-Remote-Uid"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    },
  };
}

/** What a fresh cluster has before anything is installed; roles need their namespaces first. */
export function bootstrapObjects(
  caCertificate = '',
  serviceNetwork = '10.96.0.0/12',
): readonly KubeObject[] {
  const lists = facts as unknown as Readonly<Record<string, readonly KubeObject[]>>;
  const network: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes', uid: '' },
    spec: { cidrs: [serviceNetwork] },
  };
  return [
    ...order.flatMap((name) => (lists[name] ?? []).filter(isLocal)),
    network,
    authentication(caCertificate),
  ];
}
