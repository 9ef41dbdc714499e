// One claim: find it a volume, ask for one, or say what it waits for.
import type { Task } from '../../../base/sim';
import { persistentVolumeClaims } from '../../api/refs';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../kinds/generated/types';
import { keyOf } from '../../kinds/object';
import { bestVolume, classOf, isFor, mismatch } from '../../kinds/volume-matching';
import { type ControllerContext, informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { bind, setClaimPhase } from './bind';

/** How often what is not bound is looked at again. */
const resyncMs = 15_000;
const secondLookMs = 100;
export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
export const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner';
const oldProvisionerAnnotation = 'volume.beta.kubernetes.io/storage-provisioner';
const boundAnnotation = 'pv.kubernetes.io/bind-completed';

/** Brings one claim further. Returns ms after which to look again. */
export function* syncClaim(
  claim: PersistentVolumeClaim,
  context: ControllerContext,
): Task<number | undefined> {
  if (claim.metadata.annotations?.[boundAnnotation] !== undefined) {
    yield* syncBound(claim, context);
    return undefined;
  }
  const { volumeName } = claim.spec;
  if (!volumeName) return yield* findVolume(claim, context);
  yield* syncNamed(claim, volumeName, context);
  return resyncMs;
}

function volumesOf(context: ControllerContext) {
  return informerOf<PersistentVolume>(context, 'persistentvolumes');
}

/** A claim that was bound keeps its volume, or has lost it. */
function* syncBound(claim: PersistentVolumeClaim, context: ControllerContext): Task<void> {
  const { volumeName } = claim.spec;
  const volume = volumeName ? volumesOf(context).byKey(volumeName) : undefined;
  if (volume !== undefined && (volume.spec.claimRef === undefined || isFor(volume, claim))) {
    if (!claim.metadata.deletionTimestamp || isFor(volume, claim)) {
      yield* bind(volume, claim, context);
    }
    return;
  }
  if (claim.status?.phase === 'Lost') return;
  const [reason, message] = !volumeName
    ? [
        'ClaimLost',
        'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
      ]
    : volume === undefined
      ? ['ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!']
      : ['ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly'];
  context.events.record(claim, 'Warning', reason ?? '', message ?? '');
  yield* setClaimPhase(claim, 'Lost', undefined, context);
}

/** A claim that names its volume waits until that one is there and free. */
function* syncNamed(
  claim: PersistentVolumeClaim,
  volumeName: string,
  context: ControllerContext,
): Task<void> {
  const volume = volumesOf(context).byKey(volumeName);
  if (volume === undefined) return;
  if (volume.spec.claimRef === undefined) {
    const why = mismatch(volume, claim);
    if (why === undefined) yield* bind(volume, claim, context);
    else {
      const message = `Cannot bind to requested volume ${JSON.stringify(volumeName)}: ${why}`;
      context.events.record(claim, 'Warning', 'VolumeMismatch', message);
    }
  } else if (isFor(volume, claim)) yield* bind(volume, claim, context);
}

function* findVolume(claim: PersistentVolumeClaim, context: ControllerContext): Task<number> {
  const className = classOf(claim);
  const classes = informerOf<StorageClass>(context, 'storageclasses.storage.k8s.io');
  const storageClass = classes.byKey(className);
  const isLate = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const isChosen = claim.metadata.annotations?.[selectedNodeAnnotation] !== undefined;
  const isDelayed = isLate && !isChosen;
  const volumes = volumesOf(context).objects.values();
  const volume = bestVolume(volumes, claim, () => !isLate);
  if (volume !== undefined) yield* bind(volume, claim, context);
  else if (isDelayed) {
    sayDelayed(claim, context);
    // One that is new is looked at twice: its event has a count of two.
    const isNew = context.firstSeen(`claim/${claim.metadata.uid}`) === context.nowMs;
    return isNew ? secondLookMs : resyncMs;
  } else if (className !== '') yield* provision(claim, className, storageClass, context);
  else {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    context.events.record(claim, 'Normal', 'FailedBinding', message);
  }
  return resyncMs;
}

/** The pods that use a claim, by its key. */
export function podsOfClaim(key: string, context: ControllerContext): Pod[] {
  const index = informerOf<Pod>(context, 'pods').index('claims', (pod) => claimKeys(pod));
  return [...index.get(key).values()];
}

/** Keys of the claims of a pod, those of ephemeral volumes included. */
export function claimKeys(pod: Pod): string[] {
  const keys: string[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const name = volume.ephemeral
      ? `${pod.metadata.name}-${volume.name}`
      : volume.persistentVolumeClaim?.claimName;
    if (name !== undefined) keys.push(`${pod.metadata.namespace}/${name}`);
  }
  return keys;
}

function sayDelayed(claim: PersistentVolumeClaim, context: ControllerContext): void {
  const waiting = podsOfClaim(keyOf(claim), context).filter((pod) => !pod.spec.nodeName);
  const names = waiting.map((pod) => pod.metadata.name).sort();
  if (names.length > 0) {
    const message = `waiting for pod ${names[0]} to be scheduled`;
    context.events.record(claim, 'Normal', 'WaitForPodScheduled', message);
    return;
  }
  const message = 'waiting for first consumer to be created before binding';
  context.events.record(claim, 'Normal', 'WaitForFirstConsumer', message);
}

function* provision(
  claim: PersistentVolumeClaim,
  className: string,
  storageClass: StorageClass | undefined,
  context: ControllerContext,
): Task<void> {
  const fail = (message: string) =>
    context.events.record(claim, 'Warning', 'ProvisioningFailed', message);
  if (storageClass === undefined) {
    fail(`storageclass.storage.k8s.io ${JSON.stringify(className)} not found`);
    return;
  }
  const { provisioner } = storageClass;
  if (provisioner.startsWith('kubernetes.io/')) {
    fail(`no volume plugin matched name: ${provisioner}`);
    return;
  }
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  context.events.record(claim, 'Normal', 'ExternalProvisioning', message);
  const { annotations } = claim.metadata;
  if (annotations?.[provisionerAnnotation] === provisioner) return;
  const body = {
    metadata: {
      annotations: {
        [oldProvisionerAnnotation]: provisioner,
        [provisionerAnnotation]: provisioner,
      },
    },
  };
  const patch = { type: 'merge', body } as const;
  const request = context.client.patch(persistentVolumeClaims, claim.metadata, patch);
  yield* ignoring(['NotFound', 'Conflict'], request);
}
