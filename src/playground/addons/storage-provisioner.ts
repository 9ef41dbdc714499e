// minikube's provisioner of host path volumes, as its addon installs it.
import type { KubeObject } from '../../kubernetes/kinds/object';
import { manifests } from './manifests';

const mode = { 'addonmanager.kubernetes.io/mode': 'Reconcile' };

/** The objects, in the order in which they are created. */
export const storageProvisioner: readonly KubeObject[] = manifests([
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'storage-provisioner', namespace: 'kube-system', labels: mode },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'storage-provisioner', labels: mode },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'system:persistent-volume-provisioner',
    },
    subjects: [{ kind: 'ServiceAccount', name: 'storage-provisioner', namespace: 'kube-system' }],
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'storage-provisioner',
      namespace: 'kube-system',
      labels: { 'integration-test': 'storage-provisioner', ...mode },
    },
    spec: {
      serviceAccountName: 'storage-provisioner',
      hostNetwork: true,
      containers: [
        {
          name: 'storage-provisioner',
          image: 'gcr.io/k8s-minikube/storage-provisioner:v5',
          command: ['/storage-provisioner'],
          imagePullPolicy: 'IfNotPresent',
          volumeMounts: [{ mountPath: '/tmp', name: 'tmp' }],
        },
      ],
      volumes: [{ name: 'tmp', hostPath: { path: '/tmp', type: 'Directory' } }],
    },
  },
]);
