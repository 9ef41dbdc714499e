// `node-stop NAME` and `node-start NAME` of the lab with three nodes: just that node's kubelet.
import type { Task } from '../base/sim';
import type { Cluster } from '../kubernetes/cluster';
import type { Process, Program } from '../machine/types';

/** The two commands for a cluster. */
export function nodeSwitches(cluster: Cluster): readonly Program[] {
  return [
    nodeSwitch('node-stop', (name) => cluster.nodes.get(name)?.kubelet.stop(), cluster),
    nodeSwitch('node-start', (name) => cluster.nodes.get(name)?.kubelet.start(), cluster),
  ];
}

function nodeSwitch(name: string, act: (node: string) => void, cluster: Cluster): Program {
  return {
    name,
    *run(process: Process): Task<number> {
      const node = process.argv[1] ?? '';
      if (!cluster.nodes.has(node)) {
        yield* process.error(`${name}: no node ${JSON.stringify(node)}\n`);
        return 1;
      }
      act(node);
      return 0;
    },
  };
}
