// An echo server: the request as JSON.
import { program, type Tree, tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { listenHttp, stoppable } from '../programs/http-server';

let files: Tree | undefined;

export default defineImage({
  name: 'echo-server',
  repositories: [
    'docker.io/ealen/echo-server',
    'docker.io/kicbase/echo-server',
    'docker.io/jmalloc/echo-server',
    'registry.k8s.io/echoserver',
    'k8s.gcr.io/echoserver',
    'gcr.io/google-containers/echoserver',
  ],
  sizeBytes: 4_900_000,
  tree: () => (files ??= tree({ '/bin/echo-server': program('echo-server', 6_000_000) })),
  entrypoint: ['/bin/echo-server'],
  services: {
    'echo-server': {
      start(context) {
        const port = Number(context.env.get('PORT') ?? 8080);
        context.log(`Echo server listening on port ${port}.\n`);
        const stop = listenHttp(context.net, { port, owner: 'echo-server' }, function* (request) {
          const list = request.headers.list.map(([name, value]) => `${name}: ${value}\n`).join('');
          const body = `Request served by ${context.hostname}\n\n${request.method} ${request.target} ${request.version}\n\n${list}${request.body}`;
          return { status: 200, headers: [['Content-Type', 'text/plain']], body };
        });
        return stoppable(context, { stops: [stop], code: 2 });
      },
    },
  },
});
