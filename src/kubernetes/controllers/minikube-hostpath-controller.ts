// minikube's storage provisioner (`k8s.io/minikube-hostpath`): makes a folder on the node a volume
// for each claim of its class, and deletes the volume when the claim has gone.
import type { Task } from '../../base/sim';
import { persistentVolumes } from '../api/refs';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { classOf } from '../kinds/volume-matching';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';
import { provisionerAnnotation } from './persistentvolume-binder-controller/claims';

const provisioner = 'k8s.io/minikube-hostpath';
const identity = 'b24e3b5c-8f5d-4b34-9f0c-3b1c6c1f5e2a';
const provisionedBy = 'pv.kubernetes.io/provisioned-by';
const root = '/tmp/hostpath-provisioner';

export default defineController({
  name: 'minikube-hostpath-controller',
  eventSource: `${provisioner}_minikube_${identity}`,
  delayMs: 30,
  watches: [
    {
      storage: 'persistentvolumeclaims',
      keys(object, _old, _context, type) {
        const { annotations } = object.metadata;
        const isOwn = annotations?.[provisionerAnnotation] === provisioner;
        return isOwn && type !== 'DELETED' ? [`claim ${keyOf(object)}`] : [];
      },
    },
    {
      storage: 'persistentvolumes',
      keys(object, _old, _context, type) {
        const isOwn = object.metadata.annotations?.[provisionedBy] === provisioner;
        const isReleased = (object as PersistentVolume).status?.phase === 'Released';
        return isOwn && isReleased && type !== 'DELETED' ? [`volume ${object.metadata.name}`] : [];
      },
    },
  ],

  *reconcile(key, context): Task<undefined> {
    const name = key.slice(key.indexOf(' ') + 1);
    if (key.startsWith('claim ')) {
      const claims = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
      const claim = claims.byKey(name);
      if (claim && !claim.spec.volumeName) yield* provision(claim, context);
      return;
    }
    const volume = informerOf<PersistentVolume>(context, 'persistentvolumes').byKey(name);
    if (volume?.spec.persistentVolumeReclaimPolicy !== 'Delete') return;
    yield* ignoring(['NotFound'], context.client.delete(persistentVolumes, { name }));
  },
});

function* provision(claim: PersistentVolumeClaim, context: ControllerContext): Task<void> {
  const { metadata, spec } = claim;
  const name = `pvc-${metadata.uid}`;
  if (informerOf<PersistentVolume>(context, 'persistentvolumes').byKey(name)) return;
  const className = classOf(claim);
  const classes = informerOf<StorageClass>(context, 'storageclasses.storage.k8s.io');
  const storageClass = classes.byKey(className);
  if (storageClass?.provisioner !== provisioner) return;
  const starting = `External provisioner is provisioning volume for claim "${keyOf(claim)}"`;
  context.events.record(claim, 'Normal', 'Provisioning', starting);
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      uid: '',
      annotations: { hostPathProvisionerIdentity: identity, [provisionedBy]: provisioner },
    },
    spec: {
      accessModes: spec.accessModes,
      capacity: { storage: spec.resources?.requests?.storage ?? '0' },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: metadata.name,
        namespace: metadata.namespace,
        resourceVersion: metadata.resourceVersion,
        uid: metadata.uid,
      },
      hostPath: { path: `${root}/${metadata.namespace}/${metadata.name}`, type: '' },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: className,
      volumeMode: spec.volumeMode ?? 'Filesystem',
    },
  };
  yield* ignoring(['AlreadyExists'], context.client.create(persistentVolumes, volume));
  const done = `Successfully provisioned volume ${name}`;
  context.events.record(claim, 'Normal', 'ProvisioningSucceeded', done);
}
