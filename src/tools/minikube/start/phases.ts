// The phases of `minikube start`: machines, Kubernetes on them, addons; each takes its time.
import type { Task } from '../../../base/sim';
import { nodes } from '../../../kubernetes/api/refs';
import { addonNamed, imagesOf } from '../addons/list';
import type { Context } from '../context';
import { MinikubeExit } from '../exit';
import type { ClusterMachines, NodePlan } from '../platform';
import type { NodeConfig, ProfileConfig } from '../profiles';
import { containerd, kicbase } from '../versions';

const archive = 'preloaded-images-k8s-v18-v1...';

/** `📦  Preparing Kubernetes …` with its sub-steps on a first node. */
export function* bootKubernetes(
  ctx: Context,
  machines: ClusterMachines,
  config: ProfileConfig,
): Task<void> {
  const { out } = ctx;
  yield* sayPreparing(ctx, config);
  yield* out.spin('Generating certificates and keys', 1_400);
  machines.boot();
  yield* out.spin('Booting up control plane', 4_200);
  yield* out.spin('Configuring RBAC rules', 900);
}

export function* sayPreparing(ctx: Context, config: ProfileConfig): Task<void> {
  const { KubernetesVersion } = config.KubernetesConfig;
  const what = `Preparing Kubernetes ${KubernetesVersion} on containerd ${containerd} ...`;
  yield* ctx.out.step('containerd', what);
}

/** The archive of images, once on each machine. */
export function* download(ctx: Context, kubernetes: string): Task<void> {
  const { out, process, profiles } = ctx;
  const folder = `${profiles.folder}/cache/preloaded-tarball`;
  const path = `${folder}/preloaded-images-k8s-v18-${kubernetes}-containerd-overlay2-amd64.tar.lz4`;
  if (process.files.exists(path)) return;
  yield* out.step('download', `Downloading Kubernetes ${kubernetes} preload ...`);
  const total = 402.31;
  const steps = 16;
  for (let i = 1; i <= steps; i++) {
    yield* process.sleep(180);
    if (!out.isTerminal) continue;
    const done = ((total * i) / steps).toFixed(2);
    const percent = ((100 * i) / steps).toFixed(2);
    const name = `    > ${archive}:  `;
    yield* out.print(`\r${name}${done} MiB / ${total} MiB  ${percent}% 139.7 Mi`);
  }
  if (out.isTerminal) yield* out.print('\n');
  process.files.mkdirAll(folder, 0o755);
  process.files.write(path, '', 0o644);
}

/** Waits until the API answers and the nodes are ready. */
export function* waitReady(ctx: Context, machines: ClusterMachines): Task<void> {
  const { sim } = ctx.process;
  const deadline = sim.now + 360_000;
  for (;;) {
    if (machines.isApiUp && (yield* areNodesReady(machines))) return;
    if (sim.now > deadline) {
      const text = 'wait 6m0s for node: wait for healthy API server: timed out';
      throw new MinikubeExit('GUEST_START', text, { code: 80, hasIssueBox: true });
    }
    yield* ctx.process.sleep(500);
  }
}

function* areNodesReady(machines: ClusterMachines): Task<boolean> {
  const all = yield* machines.client.list(nodes);
  const ready = all.filter((node) =>
    node.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
  );
  return ready.length >= machines.nodes.filter((one) => one.isRunning).length;
}

/** Installs the profile's addons; says their images and names. */
export function* enableAddons(
  ctx: Context,
  machines: ClusterMachines,
  names: readonly string[],
): Task<void> {
  const { out, platform } = ctx;
  for (const name of names) {
    const addon = addonNamed(name);
    for (const image of addon === undefined ? [] : imagesOf(addon)) {
      yield* out.step('option', `Using image ${image}`);
    }
    yield* machines.apply(platform.addonObjects(name) ?? []);
  }
  yield* ctx.process.sleep(400);
  yield* out.step('enabled', `Enabled addons: ${names.join(', ')}`);
}

/** A worker's lines from 👍 to 🔎. */
export function* startWorker(
  ctx: Context,
  machines: ClusterMachines,
  config: ProfileConfig,
  node: NodePlan,
): Task<void> {
  const { out, process } = ctx;
  const { Name: profile, CPUs, Memory } = config;
  yield* out.step('starting', `Starting "${node.name}" worker node in "${profile}" cluster`);
  yield* out.step('pulling', `Pulling base image ${kicbase} ...`);
  yield* process.sleep(300);
  yield* out.step('creating', creating(CPUs, Memory));
  yield* process.sleep(3_000);
  const first = config.Nodes[0]?.IP ?? '';
  yield* out.step('network', 'Found network options:');
  yield* out.step('option', `NO_PROXY=${first}`);
  yield* sayPreparing(ctx, config);
  yield* out.step('option', `env NO_PROXY=${first}`);
  machines.addNode(node);
  yield* process.sleep(2_000);
  yield* out.step('verify', 'Verifying Kubernetes components...');
  yield* waitReady(ctx, machines);
}

export function creating(cpus: number, memoryMb: number): string {
  return `Creating docker container (CPUs=${cpus}, Memory=${memoryMb}MB) ...`;
}

/** How a profile notes a node. */
export function nodeConfig(node: NodePlan, kubernetes: string, isFirst: boolean): NodeConfig {
  return {
    Name: isFirst ? '' : node.name.slice(node.name.lastIndexOf('-') + 1),
    IP: node.address,
    Port: isFirst ? 8443 : 0,
    KubernetesVersion: kubernetes,
    ContainerRuntime: 'containerd',
    ControlPlane: node.isControlPlane,
    Worker: true,
  };
}

/** `minikube`, `minikube-m02`. */
export function nodeName(profile: string, node: NodeConfig): string {
  return node.Name === '' ? profile : `${profile}-${node.Name}`;
}
