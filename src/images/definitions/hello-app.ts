// Google's hello-app samples.
import { program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { busyboxTree } from '../bases/busybox';
import { busyboxPrograms } from '../busybox/programs';
import { listenHttp, stoppable } from '../programs/http-server';

let files: Tree | undefined;

export default defineImage({
  name: 'hello-app',
  repositories: [
    'gcr.io/google-samples/hello-app',
    'us-docker.pkg.dev/google-samples/containers/gke/hello-app',
  ],
  hasTag: (tag) => /^(1\.0|2\.0|latest)$/.test(tag),
  sizeBytes: 13_300_000,
  tree: () => (files ??= busyboxTree({ '/hello-app': program('hello-app', 7_000_000) })),
  entrypoint: ['/hello-app'],
  programs: busyboxPrograms,
  services: {
    'hello-app': {
      start(context) {
        const port = Number(context.env.get('PORT') ?? 8080);
        context.log(`Server listening on port ${port}\n`, 'stderr');
        const stop = listenHttp(context.net, { port, owner: 'hello-app' }, function* (request) {
          context.log(`Serving request: ${request.target}\n`, 'stderr');
          const body = `Hello, world!\nVersion: 1.0.0\nHostname: ${context.hostname}\n`;
          return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body };
        });
        return stoppable(context, { stops: [stop], code: 2 });
      },
    },
  },
});
