// Claims that wait for their first consumer: once a node is chosen, a volume is set aside for each,
// or a provisioner is told the node; the pod is bound when all claims are.
import { type Sim, sleep, type Task } from '../../base/sim';
import type { ApiClient } from '../api/client';
import { ApiError } from '../api/errors';
import type { Informers } from '../api/informer';
import { persistentVolumeClaims, persistentVolumes } from '../api/refs';
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../kinds/generated/types';
import { termSelectsNode } from '../kinds/node-selection';
import { bestVolume, classOf } from '../kinds/volume-matching';

const selectedNode = 'volume.kubernetes.io/selected-node';
const pollMs = 100;
const patienceMs = 600_000;

/** The claims of a pod by name, in the order of its volumes; ephemeral ones included. */
export function claimNames(pod: Pod): string[] {
  const names: string[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    if (volume.ephemeral) names.push(`${pod.metadata.name}-${volume.name}`);
    else if (volume.persistentVolumeClaim) names.push(volume.persistentVolumeClaim.claimName);
  }
  return names;
}

/** Whether a claim is bound only when a pod that uses it has a node. */
export function waitsForConsumer(claim: PersistentVolumeClaim, informers: Informers): boolean {
  const classes = informers.get<StorageClass>('storageclasses.storage.k8s.io');
  return classes.byKey(classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** Whether a volume may be used on a node. */
export function reaches(volume: PersistentVolume, node: Node): boolean {
  const terms = volume.spec.nodeAffinity?.required?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => termSelectsNode(term, node));
}

/** A free volume for the claim on the node. */
export function volumeOn(
  claim: PersistentVolumeClaim,
  node: Node,
  informers: Informers,
): PersistentVolume | undefined {
  const volumes = informers.get<PersistentVolume>('persistentvolumes').objects.values();
  return bestVolume(volumes, claim, (volume) => reaches(volume, node));
}

interface Tools {
  readonly sim: Sim;
  readonly client: ApiClient;
  readonly informers: Informers;
}

/** Binds what isn't bound. Returns whether all is bound in the end. @throws ApiError */
export function* bindClaims(pod: Pod, node: Node, tools: Tools): Task<boolean> {
  const { sim, informers } = tools;
  const informer = informers.get<PersistentVolumeClaim>('persistentvolumeclaims');
  const names = claimNames(pod);
  const open = () =>
    names
      .map((name) => informer.get(pod.metadata.namespace, name))
      .filter((claim) => claim === undefined || claim.status?.phase !== 'Bound');
  for (const claim of open()) {
    if (claim === undefined) return false;
    yield* setAside(claim, node, tools);
  }
  const start = sim.now;
  while (open().length > 0) {
    if (sim.now - start > patienceMs) return false;
    yield* sleep(sim, pollMs);
    const pods = informers.get<Pod>('pods');
    if (pods.get(pod.metadata.namespace, pod.metadata.name)?.metadata.uid !== pod.metadata.uid) {
      return false;
    }
  }
  return true;
}

function* setAside(claim: PersistentVolumeClaim, node: Node, tools: Tools): Task<void> {
  const { client, informers } = tools;
  const { name, namespace, uid, resourceVersion, annotations } = claim.metadata;
  const volume = claim.spec.volumeName ? undefined : volumeOn(claim, node, informers);
  try {
    if (volume !== undefined) {
      const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace };
      yield* client.update(persistentVolumes, {
        ...volume,
        metadata: {
          ...volume.metadata,
          annotations: {
            ...volume.metadata.annotations,
            'pv.kubernetes.io/bound-by-controller': 'yes',
          },
        },
        spec: { ...volume.spec, claimRef: { ...claimRef, uid, resourceVersion } },
      });
    } else if (annotations?.[selectedNode] !== node.metadata.name) {
      const body = { metadata: { annotations: { [selectedNode]: node.metadata.name } } };
      yield* client.patch(persistentVolumeClaims, claim.metadata, { type: 'merge', body });
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'Conflict') throw error;
  }
}
