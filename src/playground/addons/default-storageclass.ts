// The class `standard`, default, of minikube's host path provisioner.
import type { KubeObject } from '../../kubernetes/kinds/object';
import { manifests } from './manifests';

/** The objects, in the order in which they are created. */
export const defaultStorageClass: readonly KubeObject[] = manifests([
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'standard',
      labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' },
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'k8s.io/minikube-hostpath',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  },
]);
