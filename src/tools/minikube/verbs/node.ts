// node: adding nodes to a cluster, taking them away, switching single ones.
import type { Task } from '../../../base/sim';
import type { Context } from '../context';
import { usage } from '../exit';
import { findNode } from '../nodes';
import { nodeConfig, nodeName, startWorker } from '../start/phases';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'node',
  *run() {
    throw usage('Usage: minikube node [add|start|stop|delete|list]');
  },
  subcommands: { add, delete: remove, list, start, stop },
});

function* list(ctx: Context): Task<number> {
  if (ctx.args.length > 0) throw usage('Usage: minikube node list');
  const { config, name } = yield* ctx.loaded();
  for (const node of config.Nodes) {
    yield* ctx.out.print(`${nodeName(name, node)}\t${node.IP}\n`);
  }
  return 0;
}

function* add(ctx: Context): Task<number> {
  const { out, profiles } = ctx;
  const { config, name, machines } = yield* ctx.running();
  const isControlPlane = ctx.flags.bool('control-plane');
  if (isControlPlane) {
    throw usage(
      "Adding a control-plane node to a non-HA (non-multi-control plane) cluster is not currently supported. Please first delete the cluster and use 'minikube start --ha' to create new one.",
    );
  }
  const numbers = config.Nodes.map((node) => Number(node.Name.slice(1)) || 1);
  const number = Math.max(...numbers) + 1;
  const short = `m${String(number).padStart(2, '0')}`;
  yield* out.step('hello', `Adding node ${short} to cluster ${name} as [worker]`);
  const first = config.Nodes[0]?.IP ?? '';
  const address = first.replace(/\d+$/, String(number + 1));
  const node = { name: `${name}-${short}`, address, isControlPlane: false };
  const calm = ctx.platform.beginHurry();
  try {
    yield* startWorker(ctx, machines, config, node);
  } finally {
    calm();
  }
  const { KubernetesVersion } = config.KubernetesConfig;
  profiles.write({
    ...config,
    Nodes: [...config.Nodes, nodeConfig(node, KubernetesVersion, false)],
  });
  yield* out.step('done', `Successfully added ${short} to ${name}!`);
  return 0;
}

function* remove(ctx: Context): Task<number> {
  const { out, process, profiles } = ctx;
  const [wanted] = ctx.args;
  if (wanted === undefined) throw usage('Usage: minikube node delete [name]');
  const loaded = yield* ctx.running();
  const { node, machine } = findNode(loaded, wanted);
  if (node.ControlPlane) throw usage('the primary control-plane node cannot be deleted');
  yield* out.step('deleting', `Deleting node ${node.Name} from cluster ${loaded.name}`);
  yield* out.step('stopping', `Stopping node "${machine.name}"  ...`);
  yield* process.sleep(2_000);
  yield* out.step('deleting', `Deleting "${machine.name}" in docker ...`);
  yield* loaded.machines.removeNode(machine.name);
  profiles.write({ ...loaded.config, Nodes: loaded.config.Nodes.filter((one) => one !== node) });
  yield* out.step('deleted', `Node ${node.Name} was successfully deleted.`);
  return 0;
}

function* stop(ctx: Context): Task<number> {
  const [wanted] = ctx.args;
  if (wanted === undefined) throw usage('Usage: minikube node stop [name]');
  const loaded = yield* ctx.loaded();
  const { machine, node } = findNode(loaded, wanted);
  yield* ctx.out.step('stopping', `Stopping node "${machine.name}"  ...`);
  yield* ctx.process.sleep(2_000);
  if (node.ControlPlane) loaded.machines.stop();
  else loaded.machines.stopNode(machine.name);
  yield* ctx.out.step('stopped', `Successfully stopped node ${machine.name}`);
  return 0;
}

function* start(ctx: Context): Task<number> {
  const [wanted] = ctx.args;
  if (wanted === undefined) throw usage('Usage: minikube node start [name]');
  const loaded = yield* ctx.loaded();
  const { machine, node } = findNode(loaded, wanted);
  if (machine.isRunning) {
    yield* ctx.out.step('success', `${machine.name} is already running`);
    return 0;
  }
  const role = node.ControlPlane ? 'primary control-plane' : 'worker';
  const what = `Starting "${machine.name}" ${role} node in "${loaded.name}" cluster`;
  yield* ctx.out.step('starting', what);
  yield* ctx.process.sleep(3_000);
  if (node.ControlPlane) loaded.machines.start();
  else loaded.machines.startNode(machine.name);
  yield* ctx.out.step('celebrate', `Successfully started node ${machine.name}!`);
  return 0;
}
