// storage-provisioner as a container of a cluster's own.
import { defineComponent, klogLine } from '../programs/component';

export default defineComponent({
  name: 'storage-provisioner',
  repository: 'gcr.io/k8s-minikube/storage-provisioner',
  path: '/storage-provisioner',
  sizeBytes: 9_060_000,
  memoryBytes: 9_000_000,
  firstLines: (context) => [
    klogLine(
      context,
      'storage_provisioner.go:116',
      'Initializing the minikube storage provisioner...',
    ),
  ],
});
