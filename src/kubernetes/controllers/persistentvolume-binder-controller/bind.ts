// Binding: volume and claim name each other, then both say Bound.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { persistentVolumeClaims, persistentVolumes } from '../../api/refs';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { ignoring } from '../outcomes';

const byController = 'pv.kubernetes.io/bound-by-controller';
const completed = 'pv.kubernetes.io/bind-completed';
/** Conflicts are tried again: somebody else may have taken the volume. */
const harmless = ['NotFound'];

/** Binds the two, as far as it isn't done yet. */
export function* bind(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
  context: ControllerContext,
): Task<void> {
  const named = yield* nameClaim(volume, claim, context);
  if (named === undefined) return;
  yield* setVolumePhase(named, { phase: 'Bound' }, context);
  const bound = yield* nameVolume(claim, named, context);
  if (bound !== undefined) yield* setClaimPhase(bound, 'Bound', named, context);
}

function* nameClaim(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
  context: ControllerContext,
): Task<PersistentVolume | undefined> {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const old = volume.spec.claimRef;
  if (old?.uid === uid) return volume;
  const claimRef = {
    ...old,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name,
    namespace,
    uid,
    resourceVersion,
  };
  const annotations = {
    ...volume.metadata.annotations,
    ...(old === undefined ? { [byController]: 'yes' } : {}),
  };
  const request = context.client.update(persistentVolumes, {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: { ...volume.spec, claimRef },
  });
  return yield* ignoring(harmless, request);
}

function* nameVolume(
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  context: ControllerContext,
): Task<PersistentVolumeClaim | undefined> {
  const old = claim.metadata.annotations;
  const isOwnChoice = claim.spec.volumeName === volume.metadata.name;
  if (isOwnChoice && old?.[completed] !== undefined) return claim;
  const annotations = {
    ...old,
    [completed]: 'yes',
    ...(isOwnChoice ? {} : { [byController]: 'yes' }),
  };
  const request = context.client.update(persistentVolumeClaims, {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  });
  return yield* ignoring(harmless, request);
}

/** Writes a claim's phase, with what its volume offers. */
export function* setClaimPhase(
  claim: PersistentVolumeClaim,
  phase: string,
  volume: PersistentVolume | undefined,
  context: ControllerContext,
): Task<void> {
  const status = {
    ...claim.status,
    phase,
    ...(volume?.spec.accessModes ? { accessModes: volume.spec.accessModes } : {}),
    ...(volume?.spec.capacity ? { capacity: volume.spec.capacity } : {}),
  };
  if (deepEqual(status, claim.status)) return;
  const request = context.client.updateStatus(persistentVolumeClaims, { ...claim, status });
  yield* ignoring(harmless, request);
}

/** Writes a volume's phase, and since when. */
export function* setVolumePhase(
  volume: PersistentVolume,
  wanted: { readonly phase: string; readonly message?: string },
  context: ControllerContext,
): Task<PersistentVolume> {
  const old = volume.status;
  if (old?.phase === wanted.phase && old.message === wanted.message) return volume;
  const isNew = old?.phase !== wanted.phase;
  const at = isNew ? formatRfc3339(context.nowMs) : old?.lastPhaseTransitionTime;
  const status = { ...wanted, ...(at ? { lastPhaseTransitionTime: at } : {}) };
  const request = context.client.updateStatus(persistentVolumes, { ...volume, status });
  return (yield* ignoring(harmless, request)) ?? volume;
}
