// netstat of net-tools: the sockets that listen.
import { defineCommand } from './command';

export default defineCommand({
  name: 'netstat',
  summary: {
    en: 'Show sockets (older form of ss).',
    es: 'Muestra los sockets (forma antigua de ss).',
  },
  options: {
    tcp: ['-t, --tcp', 'TCP only'],
    udp: ['-u, --udp', 'UDP only'],
    listening: ['-l, --listening', 'those that listen'],
    all: ['-a, --all', 'all'],
    numeric: ['-n, --numeric', 'no names'],
    programs: ['-p, --programs', 'who it is'],
  },
  *run(ctx) {
    const { options: o, process } = ctx;
    const which = o.listening
      ? '(only servers)'
      : o.all
        ? '(servers and established)'
        : '(w/o servers)';
    const owner = o.programs ? '    PID/Program name   ' : '      ';
    yield* ctx.out(`Active Internet connections ${which}\n`);
    yield* ctx.out(
      `Proto Recv-Q Send-Q Local Address           Foreign Address         State ${owner}\n`,
    );
    const both = o.tcp === o.udp;
    const shown = o.listening || o.all ? process.machine.net.listeners : [];
    for (const l of [...shown].sort((a, b) => a.port - b.port)) {
      if (!both && !(l.protocol === 'tcp' ? o.tcp : o.udp)) continue;
      const local = `${l.address || '0.0.0.0'}:${l.port}`.padEnd(23);
      const state = (l.protocol === 'tcp' ? 'LISTEN' : '').padEnd(11);
      const program = o.programs ? ` 1/${l.owner}` : '';
      yield* ctx.out(
        `${l.protocol.padEnd(5)}      0      0 ${local} 0.0.0.0:*               ` +
          `${state}${program.padEnd(20)}\n`,
      );
    }
    return 0;
  },
});
