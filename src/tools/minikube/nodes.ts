// Nodes of a profile by the names that users give.
import type { Loaded } from './context';
import { MinikubeExit } from './exit';
import type { NodeMachine } from './platform';
import type { NodeConfig } from './profiles';
import { nodeName } from './start/phases';

/** The node of that name (`m02`, `minikube-m02`; '' is the first). @throws MinikubeExit */
export function findNode(
  { config, machines, name: profile }: Loaded,
  wanted: string,
): { readonly node: NodeConfig; readonly machine: NodeMachine } {
  for (const node of config.Nodes) {
    const full = nodeName(profile, node);
    if (wanted !== '' && wanted !== full && (node.Name === '' || wanted !== node.Name)) continue;
    const machine = machines.nodes.find((one) => one.name === full);
    if (machine !== undefined) return { node, machine };
  }
  throw new MinikubeExit('GUEST_NODE_RETRIEVE', `retrieving node: Could not find node ${wanted}`, {
    code: 85,
    hasIssueBox: true,
  });
}
