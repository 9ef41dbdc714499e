// Which volume suits a claim: for the controller that binds them and for the scheduler.
import { matchesSelectorObject } from '../../base/labels';
import { parseValue } from '../../base/quantity';
import type { PersistentVolume, PersistentVolumeClaim } from './generated/types';

export function classOf(object: PersistentVolume | PersistentVolumeClaim): string {
  const legacy = object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'];
  return legacy ?? object.spec.storageClassName ?? '';
}

function sizeOf(volume: PersistentVolume): number {
  return parseValue(volume.spec.capacity?.storage ?? '0') ?? 0;
}

function wantedSize(claim: PersistentVolumeClaim): number {
  return parseValue(claim.spec.resources?.requests?.storage ?? '0') ?? 0;
}

/** Why a volume that a claim names can't be its own; undefined: it can. */
export function mismatch(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): string | undefined {
  if (sizeOf(volume) < wantedSize(claim)) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  const mode = claim.spec.volumeMode ?? 'Filesystem';
  if ((volume.spec.volumeMode ?? 'Filesystem') !== mode) return 'incompatible volumeMode';
  if (!offersModes(volume, claim)) return 'incompatible accessMode';
  return undefined;
}

function offersModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const offered = volume.spec.accessModes ?? [];
  return (claim.spec.accessModes ?? []).every((mode) => offered.includes(mode));
}

/** Whether the volume was set aside for the claim. */
export function isFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = volume.spec;
  if (claimRef === undefined) return false;
  const { name, namespace, uid } = claim.metadata;
  if (claimRef.name !== name || claimRef.namespace !== namespace) return false;
  return !claimRef.uid || claimRef.uid === uid;
}

/** The volume set aside for the claim, else the smallest free one that suits it. */
export function bestVolume(
  volumes: Iterable<PersistentVolume>,
  claim: PersistentVolumeClaim,
  isPossible: (volume: PersistentVolume) => boolean = () => true,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (mismatch(volume, claim) !== undefined || volume.metadata.deletionTimestamp) continue;
    if (isFor(volume, claim)) return volume;
    if (volume.spec.claimRef !== undefined || volume.status?.phase !== 'Available') continue;
    const { selector } = claim.spec;
    if (selector && !matchesSelectorObject(selector, volume.metadata.labels)) continue;
    if (!isPossible(volume)) continue;
    if (best === undefined || sizeOf(volume) < sizeOf(best)) best = volume;
  }
  return best;
}
