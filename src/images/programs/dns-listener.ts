// Port 53 (udp and tcp) of a machine, answered by a DNS service in the same process.
import type { Task } from '../../base/sim';
import type { NetworkStack } from '../../machine/types';

/** What answers: an object whose `kind` is `dns` (see the cluster's network). */
export interface DnsLike {
  readonly kind: 'dns';
  query(name: string, type: DnsType): DnsAnswer;
}

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'NS' | 'SOA' | 'TXT' | 'MX';

export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly answers: readonly {
    readonly name: string;
    readonly type: DnsType;
    readonly value: string;
  }[];
}

/** Listens; returns how to stop. */
export function dnsListener(net: NetworkStack, service: DnsLike): () => void {
  const stops = (['udp', 'tcp'] as const).map((protocol) =>
    net.listen({
      address: '0.0.0.0',
      port: 53,
      protocol,
      owner: 'coredns',
      service,
      *serve(socket): Task<void> {
        socket.close();
      },
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
