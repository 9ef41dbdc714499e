// Claims: bound ones must be reachable from the node, unbound immediate ones hold the pod back.
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../kinds/generated/types';
import type { NodeInfo } from '../node-info';
import { type Attempt, type Filter, type Refusal, resolvable, unresolvable } from './filter';
import { matchesTerm } from './node-filters';

export const volumes: Filter = {
  name: 'VolumeBinding',
  filter(attempt, node): Refusal | undefined {
    const { pod, informers } = attempt;
    for (const volume of pod.spec.volumes ?? []) {
      const name = volume.persistentVolumeClaim?.claimName;
      if (name === undefined) continue;
      const claims = informers.get<PersistentVolumeClaim>('persistentvolumeclaims');
      const claim = claims.get(pod.metadata.namespace, name);
      if (claim === undefined) {
        return unresolvable(`persistentvolumeclaim ${JSON.stringify(name)} not found`);
      }
      const refusal = claimRefusal(attempt, node, claim);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  },
};

function claimRefusal(
  attempt: Attempt,
  node: NodeInfo,
  claim: PersistentVolumeClaim,
): Refusal | undefined {
  const { informers, pod } = attempt;
  const { volumeName, storageClassName, accessModes } = claim.spec;
  if (!volumeName) {
    const classes = informers.get<StorageClass>('storageclasses.storage.k8s.io');
    const mode = classes.byKey(storageClassName ?? '')?.volumeBindingMode;
    if (mode === 'WaitForFirstConsumer') return undefined;
    return unresolvable('pod has unbound immediate PersistentVolumeClaims');
  }
  const volume = informers.get<PersistentVolume>('persistentvolumes').byKey(volumeName);
  const terms = volume?.spec.nodeAffinity?.required?.nodeSelectorTerms;
  if (terms && !terms.some((term) => matchesTerm(term, node))) {
    return unresolvable("node(s) didn't match PersistentVolume's node affinity");
  }
  if (!accessModes?.includes('ReadWriteOncePod')) return undefined;
  const isTaken = attempt.nodes.some((one) =>
    [...one.pods.values()].some(
      (other) =>
        other.metadata.namespace === pod.metadata.namespace &&
        other.spec.volumes?.some(
          (volume) => volume.persistentVolumeClaim?.claimName === claim.metadata.name,
        ),
    ),
  );
  return isTaken
    ? resolvable(
        'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
      )
    : undefined;
}
