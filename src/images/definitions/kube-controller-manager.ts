// kube-controller-manager as a container of a cluster's own.
import { defineComponent, klogLine } from '../programs/component';

export default defineComponent({
  name: 'kube-controller-manager',
  repository: 'registry.k8s.io/kube-controller-manager',
  path: '/usr/local/bin/kube-controller-manager',
  sizeBytes: 23_100_000,
  memoryBytes: 52_000_000,
  firstLines: (context) => [
    klogLine(context, 'serving.go:386', 'Generated self-signed cert in-memory'),
  ],
});
