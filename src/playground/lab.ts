// The cluster that the recordings were made on: one node (or three), CoreDNS, metrics-server and
// the class `standard`; the control plane is processes, not pods.
import { coredns } from './addons/coredns';
import { defaultStorageClass } from './addons/default-storageclass';
import { metricsServer } from './addons/metrics-server';
import { type MadeCluster, makeCluster, type NodeRecipe } from './cluster-factory';
import { writeKubeconfig } from './kubeconfig';
import { nodeSwitches } from './node-switch';
import { World } from './world';

export interface LabOptions {
  readonly seed: string;
  readonly epochMs: number;
  readonly nodes: number;
  /** Without CoreDNS, metrics-server and the storage class. */
  readonly isBare: boolean;
}

const apiPort = 8443;

/** A lab with its cluster running. Advance the clock until it has settled. */
export function createLab(options: LabOptions): { world: World; made: MadeCluster } {
  const world = new World({ seed: options.seed, epochMs: options.epochMs, profile: 'lab' });
  const nodes: NodeRecipe[] = [];
  for (let i = 1; i <= options.nodes; i++) nodes.push(labNode(i));
  const made = makeCluster({
    sim: world.sim,
    fabric: world.fabric,
    name: 'minikube',
    seed: options.seed,
    programs: world.programs,
    nodeTree: () => world.nodeTree(),
    nodes,
    apiPort,
    addons: options.isBare ? [] : [coredns, metricsServer, defaultStorageClass],
  });
  world.clusters.set('minikube', made);
  if (options.nodes > 1) {
    for (const program of nodeSwitches(made.cluster)) world.addProgram(program);
  }
  writeKubeconfig(world.laptop.files, {
    name: 'minikube',
    server: `https://192.168.49.2:${apiPort}`,
    certificateAuthority: made.service.caCertificate,
    ...made.admin,
    nowMs: options.epochMs,
    home: '/root',
  });
  // The recordings began without them.
  for (const name of ['.bashrc', '.profile']) world.laptop.files.removeAll(`/root/${name}`);
  return { world, made };
}

function labNode(number: number): NodeRecipe {
  const isFirst = number === 1;
  return {
    name: isFirst ? 'minikube' : `minikube-m0${number}`,
    address: `192.168.49.${number + 1}`,
    podPrefix: `10.244.${number - 1}`,
    labels: isFirst
      ? {
          'minikube.k8s.io/name': 'minikube',
          'minikube.k8s.io/primary': 'true',
          'node-role.kubernetes.io/control-plane': '',
        }
      : {},
  };
}
