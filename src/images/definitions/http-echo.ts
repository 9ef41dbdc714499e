// HashiCorp's http-echo: answers with one text.
import { program, type Tree, tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { listenHttp, stoppable } from '../programs/http-server';

let files: Tree | undefined;

export default defineImage({
  name: 'http-echo',
  repositories: ['docker.io/hashicorp/http-echo'],
  sizeBytes: 4_800_000,
  tree: () => (files ??= tree({ '/http-echo': program('http-echo', 6_000_000) })),
  entrypoint: ['/http-echo'],
  services: {
    'http-echo': {
      start(context) {
        const option = (name: string) => {
          for (const [i, arg] of context.argv.entries()) {
            const own = arg.replace(/^--?/, '');
            if (own === name) return context.argv[i + 1];
            if (own.startsWith(`${name}=`)) return own.slice(name.length + 1);
          }
          return undefined;
        };
        const text = option('text') ?? context.env.get('ECHO_TEXT');
        if (!text) {
          context.log('Missing -text option!\n', 'stderr');
          context.spawn('end', exitSoon(context));
          return stoppable(context, { stops: [] });
        }
        const port = Number((option('listen') ?? ':5678').replace(/^.*:/, ''));
        context.log(`[INFO] server is listening on :${port}\n`, 'stderr');
        const stop = listenHttp(context.net, { port, owner: 'http-echo' }, function* () {
          const headers: [string, string][] = [
            ['X-App-Name', 'http-echo'],
            ['X-App-Version', '1.0.0'],
            ['Content-Type', 'text/plain; charset=utf-8'],
          ];
          return { status: 200, headers, body: `${text}\n` };
        });
        return stoppable(context, { stops: [stop] });
      },
    },
  },
});

function* exitSoon(context: { readonly sim: { readonly now: number }; exit(code: number): void }) {
  yield { until: context.sim.now + 1 };
  context.exit(127);
}
