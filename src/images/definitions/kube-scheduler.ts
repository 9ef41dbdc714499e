// kube-scheduler as a container of a cluster's own.
import { defineComponent, klogLine } from '../programs/component';

export default defineComponent({
  name: 'kube-scheduler',
  repository: 'registry.k8s.io/kube-scheduler',
  path: '/usr/local/bin/kube-scheduler',
  sizeBytes: 17_200_000,
  memoryBytes: 24_000_000,
  firstLines: (context) => [
    klogLine(context, 'serving.go:386', 'Generated self-signed cert in-memory'),
  ],
});
