// start: makes a cluster, or switches one on again.
import type { Task } from '../../../base/sim';
import { enabledByDefault } from '../addons/list';
import type { Context } from '../context';
import { usage } from '../exit';
import { writeContext } from '../kubeconfig';
import type { ClusterMachines, NodePlan } from '../platform';
import type { ProfileConfig } from '../profiles';
import { readWish, type Wish } from '../start/checks';
import {
  bootKubernetes,
  creating,
  download,
  enableAddons,
  nodeConfig,
  sayPreparing,
  startWorker,
  waitReady,
} from '../start/phases';
import { defineVerb } from '../verb';
import { kicbase, version } from '../versions';

export default defineVerb({
  name: 'start',
  *run(ctx) {
    const calm = ctx.platform.beginHurry();
    try {
      return yield* start(ctx);
    } finally {
      calm();
    }
  },
});

function* start(ctx: Context): Task<number> {
  const { out, process, profiles } = ctx;
  const profile = ctx.profileName;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(profile) || profile.length < 2) {
    throw usage(
      `Profile name '${profile}' is not valid. Only alphanumeric and dashes '-' are permitted.` +
        ' Minimum 2 characters, starting with alphanumeric.',
    );
  }
  const prefix = profile === 'minikube' ? '' : `[${profile}] `;
  yield* out.step('hello', `${prefix}minikube ${version} on Debian 12.11`);
  for (const [name, value] of process.env) {
    if (name.startsWith('MINIKUBE_')) yield* out.step('option', `${name}=${value}`);
  }
  yield* process.sleep(250);
  const machines = ctx.platform.find(profile);
  const existing = machines === undefined ? undefined : profiles.read(profile);
  const wish = yield* readWish(ctx, existing);
  if (existing === undefined) yield* out.step('notice', 'Using Docker driver with root privileges');
  if (ctx.flags.bool('dry-run')) {
    yield* out.step('dryRun', 'dry-run validation complete!');
    return 0;
  }
  if (machines === undefined || existing === undefined) yield* create(ctx, profile, wish);
  else yield* startAgain(ctx, machines, existing);
  yield* sayDone(ctx, profile);
  return 0;
}

function* create(ctx: Context, profile: string, wish: Wish): Task<void> {
  const { out, process, profiles, platform } = ctx;
  const first = `Starting "${profile}" primary control-plane node in "${profile}" cluster`;
  yield* out.step('starting', first);
  yield* out.step('pulling', `Pulling base image ${kicbase} ...`);
  yield* process.sleep(600);
  yield* download(ctx, wish.kubernetes);
  if (ctx.flags.bool('download-only')) return;
  yield* out.step('creating', creating(wish.cpus, wish.memoryMb));
  yield* process.sleep(4_000);
  const plans = planNodes(ctx, profile, wish.nodes);
  const firstNode = plans.slice(0, 1);
  const { cpus, memoryMb } = wish;
  const machines = platform.create({ profile, nodes: firstNode, cpus, memoryMb });
  const addons = [...enabledByDefault].reverse().concat(ctx.flags.list('addons'));
  let config = profileConfig(profile, wish, firstNode, addons);
  profiles.write(config);
  writeCertificates(ctx, profile, machines);
  yield* bootKubernetes(ctx, machines, config);
  writeContext(ctx, profile, server(config), !ctx.flags.bool('keep-context'));
  const cni = wish.nodes > 1 ? 'CNI' : 'bridge CNI';
  yield* out.step('cni', `Configuring ${cni} (Container Networking Interface) ...`);
  yield* process.sleep(400);
  yield* out.step('verify', 'Verifying Kubernetes components...');
  yield* waitReady(ctx, machines);
  yield* process.sleep(1_500);
  yield* enableAddons(ctx, machines, addons);
  for (const node of plans.slice(1)) {
    yield* out.print('\n');
    yield* startWorker(ctx, machines, config, node);
    config = { ...config, Nodes: [...config.Nodes, nodeConfig(node, wish.kubernetes, false)] };
    profiles.write(config);
  }
}

function* startAgain(ctx: Context, machines: ClusterMachines, config: ProfileConfig): Task<void> {
  const { out, process } = ctx;
  const { Name: profile } = config;
  const first = `Starting "${profile}" primary control-plane node in "${profile}" cluster`;
  yield* out.step('starting', first);
  yield* out.step('pulling', `Pulling base image ${kicbase} ...`);
  yield* process.sleep(400);
  if (machines.state === 'Running') {
    yield* out.step('updating', `Updating the running docker "${profile}" container ...`);
    yield* process.sleep(900);
  } else {
    yield* out.step('restarting', `Restarting existing docker container for "${profile}" ...`);
    yield* process.sleep(3_000);
    if (machines.state === 'Paused') machines.unpause();
    else machines.start();
  }
  yield* sayPreparing(ctx, config);
  yield* process.sleep(machines.state === 'Running' ? 1_500 : 4_000);
  writeContext(ctx, profile, server(config), !ctx.flags.bool('keep-context'));
  yield* out.step('verify', 'Verifying Kubernetes components...');
  yield* waitReady(ctx, machines);
  yield* process.sleep(1_000);
  const on = Object.entries(config.Addons).filter(([, isOn]) => isOn);
  yield* enableAddons(
    ctx,
    machines,
    on.map(([name]) => name),
  );
}

function* sayDone(ctx: Context, profile: string): Task<void> {
  const { out, process } = ctx;
  const folders = (process.env.get('PATH') ?? '').split(':');
  if (!folders.some((folder) => process.files.isFile(`${folder}/kubectl`))) {
    const text = "kubectl not found. If you need it, try: 'minikube kubectl -- get pods -A'";
    yield* out.step('tip', text);
  }
  if (ctx.flags.bool('keep-context')) {
    yield* out.step('done', `To connect to this cluster, use:  --context=${profile}`);
    return;
  }
  const what = `"${profile}" cluster and "default" namespace by default`;
  yield* out.step('done', `Done! kubectl is now configured to use ${what}`);
}

function planNodes(ctx: Context, profile: string, count: number): NodePlan[] {
  const taken = new Set(ctx.platform.addresses);
  const plans: NodePlan[] = [];
  // Each profile has a network of its own.
  let network = 49;
  while ([...taken].some((address) => address.startsWith(`192.168.${network}.`))) network += 9;
  for (let i = 0; i < count; i++) {
    const name = i === 0 ? profile : `${profile}-m${String(i + 1).padStart(2, '0')}`;
    const address = `192.168.${network}.${i + 2}`;
    plans.push({ name, address, isControlPlane: i === 0 });
  }
  return plans;
}

function profileConfig(
  profile: string,
  wish: Wish,
  nodes: readonly NodePlan[],
  addons: readonly string[],
): ProfileConfig {
  return {
    Name: profile,
    Memory: wish.memoryMb,
    CPUs: wish.cpus,
    Driver: wish.driver,
    APIServerPort: 8443,
    KubernetesConfig: {
      KubernetesVersion: wish.kubernetes,
      ClusterName: profile,
      Namespace: 'default',
      ContainerRuntime: wish.runtime,
      NetworkPlugin: 'cni',
      ServiceCIDR: '10.96.0.0/12',
      CNI: '',
    },
    Nodes: nodes.map((node, at) => nodeConfig(node, wish.kubernetes, at === 0)),
    Addons: Object.fromEntries(addons.map((name) => [name, true])),
  };
}

function writeCertificates(ctx: Context, profile: string, machines: ClusterMachines): void {
  const { profiles } = ctx;
  const { files } = ctx.process;
  const { authority, client, key } = machines.certificates;
  files.write(`${profiles.folder}/ca.crt`, authority, 0o644);
  files.write(`${profiles.folder}/ca.key`, key, 0o600);
  files.write(profiles.path(profile, 'client.crt'), client, 0o644);
  files.write(profiles.path(profile, 'client.key'), key, 0o600);
}

function server(config: ProfileConfig): string {
  return `https://${config.Nodes[0]?.IP ?? ''}:${config.APIServerPort}`;
}
