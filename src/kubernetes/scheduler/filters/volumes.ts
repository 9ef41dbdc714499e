// Claims: bound ones must be reachable from the node; ones that wait for a consumer need a free
// volume or a provisioner there; unbound immediate ones hold the pod back everywhere.
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../kinds/generated/types';
import { classOf } from '../../kinds/volume-matching';
import type { NodeInfo } from '../node-info';
import { claimNames, reaches, volumeOn, waitsForConsumer } from '../volume-binding';
import { type Attempt, type Filter, type Refusal, resolvable, unresolvable } from './filter';

export const volumes: Filter = {
  name: 'VolumeBinding',
  applies: (attempt) => claimsOf(attempt).length > 0,

  reject(attempt) {
    for (const name of claimsOf(attempt)) {
      const claim = claimOf(attempt, name);
      const quoted = JSON.stringify(name);
      if (claim === undefined) return `persistentvolumeclaim ${quoted} not found`;
      if (claim.status?.phase === 'Lost') {
        return `persistentvolumeclaim ${quoted} bound to non-existent persistentvolume ${JSON.stringify(claim.spec.volumeName ?? '')}`;
      }
      if (claim.metadata.deletionTimestamp) {
        return `persistentvolumeclaim ${quoted} is being deleted`;
      }
      if (claim.status?.phase !== 'Bound' && !waitsForConsumer(claim, attempt.informers)) {
        return 'pod has unbound immediate PersistentVolumeClaims';
      }
    }
    return undefined;
  },

  filter(attempt, node) {
    for (const name of claimsOf(attempt)) {
      const claim = claimOf(attempt, name);
      const refusal = claim && claimRefusal(attempt, node, claim);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  },
};

function claimsOf({ pod, memory }: Attempt): readonly string[] {
  let names = memory.get('claims') as readonly string[] | undefined;
  if (names === undefined) memory.set('claims', (names = claimNames(pod)));
  return names;
}

function claimOf(attempt: Attempt, name: string): PersistentVolumeClaim | undefined {
  const claims = attempt.informers.get<PersistentVolumeClaim>('persistentvolumeclaims');
  return claims.get(attempt.pod.metadata.namespace, name);
}

function claimRefusal(
  attempt: Attempt,
  { node }: NodeInfo,
  claim: PersistentVolumeClaim,
): Refusal | undefined {
  const { informers } = attempt;
  if (claim.status?.phase === 'Bound') {
    const all = informers.get<PersistentVolume>('persistentvolumes');
    const volume = all.byKey(claim.spec.volumeName ?? '');
    return volume === undefined || reaches(volume, node)
      ? undefined
      : unresolvable("node(s) didn't match PersistentVolume's node affinity");
  }
  if (volumeOn(claim, node, informers) !== undefined) return undefined;
  const classes = informers.get<StorageClass>('storageclasses.storage.k8s.io');
  const provisioner = classes.byKey(classOf(claim))?.provisioner;
  return provisioner && provisioner !== 'kubernetes.io/no-provisioner'
    ? undefined
    : unresolvable("node(s) didn't find available persistent volumes to bind");
}

/** Claims that one pod at a time may use. */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  applies: (attempt) => claimsOf(attempt).length > 0,
  filter(attempt) {
    const names = claimsOf(attempt).filter((name) =>
      claimOf(attempt, name)?.spec.accessModes?.includes('ReadWriteOncePod'),
    );
    if (names.length === 0) return undefined;
    const { namespace } = attempt.pod.metadata;
    const isTaken = attempt.nodes.some((node) =>
      [...node.pods.values()].some(
        (other) =>
          other.metadata.namespace === namespace &&
          claimNames(other).some((name) => names.includes(name)),
      ),
    );
    if (!isTaken) return undefined;
    return resolvable(
      'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
    );
  },
};
