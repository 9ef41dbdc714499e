// dashboard: switches the addon on, waits for it, and leads to it by a proxy that runs as long as
// the command does.
import type { Task } from '../../../base/sim';
import { endpointSlices } from '../../../kubernetes/api/refs';
import { createPipe } from '../../../machine/pipe';
import type { OpenFile, Process } from '../../../machine/types';
import { installAddon } from '../addons/enabling';
import { addonNamed } from '../addons/list';
import type { Context, Loaded } from '../context';
import { MinikubeExit } from '../exit';
import { defineVerb } from '../verb';

const namespace = 'kubernetes-dashboard';
const path = `/api/v1/namespaces/${namespace}/services/http:kubernetes-dashboard:/proxy/`;

export default defineVerb({
  name: 'dashboard',
  *run(ctx) {
    const { out } = ctx;
    const loaded = yield* ctx.running();
    const addon = addonNamed('dashboard');
    if (addon !== undefined && loaded.config.Addons.dashboard !== true) {
      yield* out.warn('enabling', 'Enabling dashboard ...');
      yield* installAddon(ctx, loaded, addon);
    }
    yield* out.warn('verifying', 'Verifying dashboard health ...');
    yield* waitForEndpoint(ctx, loaded);
    yield* out.warn('launch', 'Launching proxy ...');
    const proxy = yield* launchProxy(ctx, loaded);
    try {
      yield* out.warn('verifying', 'Verifying proxy health ...');
      yield* ctx.process.sleep(300);
      const url = `http://${proxy.address}${path}`;
      if (ctx.flags.bool('url')) yield* out.print(`${url}\n`);
      else yield* out.step('celebrate', `Opening ${url} in your default browser...`);
      return (yield* ctx.process.wait(proxy.process)).code;
    } finally {
      proxy.process.kill('TERM');
    }
  },
});

function* waitForEndpoint(ctx: Context, { machines }: Loaded): Task<void> {
  const { sim } = ctx.process;
  const deadline = sim.now + 600_000;
  while (sim.now < deadline) {
    const slices = yield* machines.client.list(endpointSlices, namespace);
    const ready = slices.some(
      (slice) =>
        slice.metadata.labels?.['kubernetes.io/service-name'] === 'kubernetes-dashboard' &&
        slice.endpoints?.some((one) => one.conditions?.ready !== false),
    );
    if (ready) return;
    yield* ctx.process.sleep(1_000);
  }
  const text = 'dashboard service is not running: temporary error: unexpected response code: 503';
  throw new MinikubeExit('SVC_URL_TIMEOUT', text, { code: 110 });
}

interface Proxy {
  readonly process: Process;
  readonly address: string;
}

function* launchProxy(ctx: Context, { name }: Loaded): Task<Proxy> {
  const port = ctx.flags.string('port') || '0';
  const pipe = createPipe(3);
  const error = ctx.process.fds.get(2);
  const input = ctx.process.files.open('/dev/null', { read: true });
  const fds = new Map<number, OpenFile>([
    [0, input],
    [1, pipe.writer],
  ]);
  if (error !== undefined) fds.set(2, error);
  const argv = ['kubectl', '--context', name, 'proxy', '--port', port];
  const process = ctx.process.spawn({ argv, fds });
  pipe.writer.release();
  input.release();
  const line = yield* pipe.reader.read();
  const address = /Starting to serve on (\S+)/.exec(line)?.[1];
  if (address === undefined) {
    throw new MinikubeExit('HOST_KUBECTL_PROXY', 'kubectl proxy: unexpected output', { code: 80 });
  }
  return { process, address };
}
