// CoreDNS: answers the cluster's names on port 53.

import { program, tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { type DnsLike, dnsListener } from '../programs/dns-listener';

const files = tree({ '/coredns': program('coredns', 60_000_000) });

export default defineImage({
  name: 'coredns',
  repositories: ['registry.k8s.io/coredns/coredns'],
  sizeBytes: 23_553_139,
  tree: () => files,
  entrypoint: ['/coredns'],
  services: {
    coredns: {
      start(context) {
        const stop = dnsListener(context.net, context.platform.dns as DnsLike);
        context.log('.:53\nCoreDNS-1.14.2\nlinux/amd64, go1.26.1\n');
        return {
          onSignal(signal) {
            if (signal !== 'TERM' && signal !== 'INT') return undefined;
            stop();
            context.log('[INFO] SIGTERM: Shutting down servers then terminating\n');
            return { code: 0, afterMs: 5_000 };
          },
          usage: () => ({ cpuMillis: 2, memoryBytes: 14_000_000 }),
        };
      },
    },
  },
});
