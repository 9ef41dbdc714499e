// ss: the sockets that listen.
import { defineCommand } from './command';

export default defineCommand({
  name: 'ss',
  summary: { en: 'Show sockets.', es: 'Muestra los sockets.' },
  options: {
    tcp: ['-t, --tcp', 'TCP only'],
    udp: ['-u, --udp', 'UDP only'],
    listening: ['-l, --listening', 'those that listen'],
    all: ['-a, --all', 'all'],
    numeric: ['-n, --numeric', 'no names'],
    processes: ['-p, --processes', 'who it is'],
    noHeader: ['-H, --no-header', 'no heading'],
    four: ['-4, --ipv4', 'IPv4 only'],
    six: ['-6, --ipv6', 'IPv6 only'],
  },
  *run(ctx) {
    const { options: o, process } = ctx;
    const both = o.tcp === o.udp;
    const rows = process.machine.net.listeners
      .filter((l) => both || (l.protocol === 'tcp' ? o.tcp : o.udp))
      .filter(() => o.listening || o.all)
      .sort((a, b) => a.port - b.port)
      .map((l) => {
        const address = l.address === '' ? '0.0.0.0' : l.address;
        return [
          ...(both ? [l.protocol] : []),
          l.protocol === 'tcp' ? 'LISTEN' : 'UNCONN',
          '0',
          l.protocol === 'tcp' ? '128' : '0',
          `${address}:${l.port}`,
          '0.0.0.0:*',
          ...(o.processes ? [`users:(("${l.owner}",pid=1,fd=3))`] : []),
        ];
      });
    const head = [
      ...(both ? ['Netid'] : []),
      'State',
      'Recv-Q',
      'Send-Q',
      'Local Address:Port',
      'Peer Address:Port',
      'Process',
    ];
    const table = o.noHeader ? rows : [head, ...rows];
    const widths = head.map((_, i) => Math.max(...table.map((r) => r[i]?.length ?? 0)));
    for (const row of table) {
      yield* ctx.out(`${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}\n`);
    }
    return 0;
  },
});
