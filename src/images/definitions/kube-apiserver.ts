// kube-apiserver as a container of a cluster's own.
import { defineComponent, klogLine } from '../programs/component';

export default defineComponent({
  name: 'kube-apiserver',
  repository: 'registry.k8s.io/kube-apiserver',
  path: '/usr/local/bin/kube-apiserver',
  sizeBytes: 27_700_000,
  memoryBytes: 265_000_000,
  firstLines: (context) => [
    klogLine(context, 'options.go:263', 'external host was not specified, using the node address'),
  ],
});
