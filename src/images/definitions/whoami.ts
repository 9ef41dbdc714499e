// traefik/whoami: tells who answered and what was asked.
import { program, type Tree, tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { listenHttp, stoppable } from '../programs/http-server';

let files: Tree | undefined;

export default defineImage({
  name: 'whoami',
  repositories: ['docker.io/traefik/whoami', 'docker.io/containous/whoami'],
  sizeBytes: 3_000_000,
  tree: () => (files ??= tree({ '/whoami': program('whoami', 6_000_000) })),
  entrypoint: ['/whoami'],
  services: {
    whoami: {
      start(context) {
        const at = context.argv.findIndex((one) => one === '--port' || one === '-port');
        const port = Number(
          at >= 0 ? context.argv[at + 1] : (context.env.get('WHOAMI_PORT_NUMBER') ?? 80),
        );
        context.log(`Starting up on port ${port}\n`);
        const stop = listenHttp(
          context.net,
          { port, owner: 'whoami' },
          function* (request, socket) {
            const addresses = context.net.addresses.map((one) => `IP: ${one}\n`).join('');
            const head = `${request.method} ${request.target} ${request.version}\n`;
            const list = request.headers.list
              .map(([name, value]) => `${name}: ${value}\n`)
              .join('');
            const body = `Hostname: ${context.hostname}\n${addresses}RemoteAddr: ${socket.remoteAddress}:${socket.remotePort}\n${head}${list}\n`;
            return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body };
          },
        );
        return stoppable(context, { stops: [stop], code: 2 });
      },
    },
  },
});
