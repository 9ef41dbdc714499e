// One volume: available, bound, released; then kept, recycled or deleted.
import type { Task } from '../../../base/sim';
import { persistentVolumes } from '../../api/refs';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/generated/types';
import { type ControllerContext, informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { setVolumePhase } from './bind';

const provisionedBy = 'pv.kubernetes.io/provisioned-by';
const recycleMs = 3_000;

/** Brings one volume further. Returns ms after which to look again, if at all. */
export function* syncVolume(
  volume: PersistentVolume,
  context: ControllerContext,
): Task<number | undefined> {
  const { claimRef } = volume.spec;
  if (claimRef === undefined || !claimRef.uid) {
    yield* setVolumePhase(volume, { phase: 'Available' }, context);
    return undefined;
  }
  const claims = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
  const claim = claims.get(claimRef.namespace, claimRef.name ?? '');
  if (claim === undefined || claim.metadata.uid !== claimRef.uid) {
    return yield* release(volume, context);
  }
  if (claim.spec.volumeName === volume.metadata.name) {
    yield* setVolumePhase(volume, { phase: 'Bound' }, context);
  } else if (claim.spec.volumeName) yield* letGo(volume, context);
  return undefined;
}

/** The claim took another volume. */
function* letGo(volume: PersistentVolume, context: ControllerContext): Task<void> {
  const bound = 'pv.kubernetes.io/bound-by-controller';
  const { [bound]: own, ...annotations } = volume.metadata.annotations ?? {};
  const { claimRef, ...spec } = volume.spec;
  const kept = { name: claimRef?.name, namespace: claimRef?.namespace, kind: claimRef?.kind };
  const request = context.client.update(persistentVolumes, {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: own === undefined ? { ...spec, claimRef: kept } : spec,
  });
  yield* ignoring(['NotFound', 'Conflict'], request);
}

function* release(volume: PersistentVolume, context: ControllerContext): Task<number | undefined> {
  const phase = volume.status?.phase;
  const { uid, name, deletionTimestamp } = volume.metadata;
  let released = volume;
  if (phase !== 'Released' && phase !== 'Failed') {
    released = yield* setVolumePhase(volume, { phase: 'Released' }, context);
  }
  switch (volume.spec.persistentVolumeReclaimPolicy) {
    case 'Delete':
      yield* remove(released, context);
      return undefined;
    case 'Recycle': {
      const left = context.firstSeen(`recycle/${uid}`) + recycleMs - context.nowMs;
      if (left > 0) return left;
      context.forget(`recycle/${uid}`);
      context.events.record(volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
      const request = context.client.patch(
        persistentVolumes,
        { name },
        { type: 'merge', body: { spec: { claimRef: null } } },
      );
      if (!deletionTimestamp) yield* ignoring(['NotFound', 'Conflict'], request);
      return undefined;
    }
    default:
      return undefined;
  }
}

/** Volumes made by an external provisioner are deleted by it. */
function* remove(volume: PersistentVolume, context: ControllerContext): Task<void> {
  if (volume.metadata.annotations?.[provisionedBy] !== undefined) return;
  if (volume.metadata.deletionTimestamp) return;
  const path = volume.spec.hostPath?.path;
  const why =
    path === undefined
      ? `error getting deleter volume plugin for volume ${JSON.stringify(volume.metadata.name)}: no deletable volume plugin matched`
      : /^\/tmp\/.+/.test(path)
        ? undefined
        : `host_path deleter only supports /tmp/.+ but received provided ${path}`;
  if (why === undefined) {
    yield* ignoring(['NotFound'], context.client.delete(persistentVolumes, volume.metadata));
    return;
  }
  if (volume.status?.phase === 'Failed' && volume.status.message === why) return;
  context.events.record(volume, 'Warning', 'VolumeFailedDelete', why);
  yield* setVolumePhase(volume, { phase: 'Failed', message: why }, context);
}
