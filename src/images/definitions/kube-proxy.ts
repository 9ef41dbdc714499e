// kube-proxy as a container of a cluster's own.
import { defineComponent, klogLine } from '../programs/component';

export default defineComponent({
  name: 'kube-proxy',
  repository: 'registry.k8s.io/kube-proxy',
  path: '/usr/local/bin/kube-proxy',
  sizeBytes: 26_100_000,
  memoryBytes: 21_000_000,
  firstLines: (context) => [klogLine(context, 'server_linux.go:53', '"Using iptables proxy"')],
});
