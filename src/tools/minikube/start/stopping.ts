// Switching machines off, as `stop` and `delete` do.
import type { Task } from '../../../base/sim';
import type { Context } from '../context';
import type { ClusterMachines } from '../platform';

/** Stops all nodes, workers first as they were added last; returns how many there are. */
export function* stopNodes(ctx: Context, machines: ClusterMachines): Task<number> {
  const { out, process } = ctx;
  for (const node of [...machines.nodes].reverse()) {
    yield* out.step('stopping', `Stopping node "${node.name}"  ...`);
    if (!node.isRunning) continue;
    yield* out.step('stopped', `Powering off "${node.name}" via SSH ...`);
    yield* process.sleep(2_000);
    if (node.isControlPlane) machines.stop();
    else machines.stopNode(node.name);
    yield* process.sleep(8_000);
  }
  if (machines.state !== 'Stopped') machines.stop();
  return machines.nodes.length;
}
