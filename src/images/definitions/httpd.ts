// Apache httpd 2.4 in the layout of the official image.
import { formatRfc3339 } from '../../base/time';
import { file, program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { slimDebian } from '../bases/debian';
import { commonLogTime, listenHttp, stoppable } from '../programs/http-server';
import { fileAnswer } from '../programs/static-files';

const home = '/usr/local/apache2/htdocs';
let files: Tree | undefined;

export default defineImage({
  name: 'httpd',
  repositories: [
    'docker.io/library/httpd',
    'public.ecr.aws/docker/library/httpd',
    'registry.k8s.io/e2e-test-images/httpd',
  ],
  hasTag: (tag) => /^(latest|alpine|2|2\.4.*|2-.*|bookworm|trixie|alpine.*)$/.test(tag),
  sizeBytes: 58_012_733,
  tree: () =>
    (files ??= slimDebian({
      files: {
        '/usr/local/bin/httpd-foreground': program('httpd-foreground', 140),
        [`${home}/index.html`]: file('<html><body><h1>It works!</h1></body></html>\n'),
      },
    })),
  command: ['httpd-foreground'],
  workingDir: '/usr/local/apache2',
  stopSignal: 'WINCH',
  services: {
    'httpd-foreground': {
      start(context) {
        context.log(
          `[${formatRfc3339(context.sim.now)}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.66 (Unix) configured -- resuming normal operations\n`,
          'stderr',
        );
        const stop = listenHttp(
          context.net,
          { port: 80, owner: 'httpd' },
          function* (request, socket) {
            const options = { index: 'index.html', server: 'Apache/2.4.66 (Unix)' };
            const answer = yield* fileAnswer(context.files(), home, request, options);
            const size = typeof answer.body === 'string' ? answer.body.length : 0;
            const time = commonLogTime(formatRfc3339(context.sim.now));
            context.log(
              `${socket.remoteAddress} - - [${time}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${size}\n`,
            );
            return answer;
          },
        );
        const signals = ['WINCH', 'TERM', 'INT'] as const;
        return stoppable(context, { stops: [stop], signals, memoryBytes: 9_000_000 });
      },
    },
  },
});
