// Publishes the cluster's certificate authority to every namespace as `kube-root-ca.crt`.
import type { Task } from '../../base/sim';
import { configMaps } from '../api/refs';
import type { ConfigMap, Namespace } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const mapName = 'kube-root-ca.crt';
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export default defineController({
  name: 'root-ca-certificate-publisher-controller',
  watches: [
    { storage: 'namespaces', keys: (object) => [keyOf(object)] },
    {
      storage: 'configmaps',
      keys: (object) => (object.metadata.name === mapName ? [object.metadata.namespace ?? ''] : []),
    },
  ],

  *reconcile(name, context): Task<undefined> {
    const namespace = informerOf<Namespace>(context, 'namespaces').byKey(name);
    if (namespace === undefined || namespace.status?.phase === 'Terminating') return;
    const existing = informerOf<ConfigMap>(context, 'configmaps').get(name, mapName);
    const data = { 'ca.crt': context.caCertificate };
    if (existing?.data?.['ca.crt'] === data['ca.crt']) return;
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: mapName,
        namespace: name,
        uid: '',
        annotations: { 'kubernetes.io/description': description },
      },
      data,
    };
    if (existing === undefined) {
      yield* ignoring(['AlreadyExists', 'Forbidden'], context.client.create(configMaps, object));
    } else yield* context.client.update(configMaps, { ...existing, data });
  },
});
