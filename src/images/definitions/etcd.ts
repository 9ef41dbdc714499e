// etcd as a container of a cluster's own.
import { defineComponent, klogLine } from '../programs/component';

export default defineComponent({
  name: 'etcd',
  repository: 'registry.k8s.io/etcd',
  path: '/usr/local/bin/etcd',
  sizeBytes: 23_600_000,
  memoryBytes: 48_000_000,
  firstLines: (context) => [klogLine(context, 'etcd.go:64', '"starting etcd server"')],
});
