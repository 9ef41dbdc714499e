// Keeps volumes that are bound to a claim: the finalizer goes when they no longer are.
import type { Task } from '../../base/sim';
import { persistentVolumes } from '../api/refs';
import type { PersistentVolume } from '../kinds/generated/types';
import { defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const finalizer = 'kubernetes.io/pv-protection';

export default defineController({
  name: 'persistentvolume-protection-controller',
  delayMs: 20,
  watches: [
    {
      storage: 'persistentvolumes',
      keys: (object, _old, _context, type) => (type === 'DELETED' ? [] : [object.metadata.name]),
    },
  ],

  *reconcile(name, context): Task<undefined> {
    const volume = informerOf<PersistentVolume>(context, 'persistentvolumes').byKey(name);
    if (volume === undefined) return;
    const { finalizers = [], deletionTimestamp, uid } = volume.metadata;
    const isProtected = finalizers.includes(finalizer);
    const isUsed = volume.status?.phase === 'Bound';
    let list: readonly string[];
    if (deletionTimestamp === undefined) {
      if (isProtected) return;
      list = [...finalizers, finalizer];
    } else {
      if (!isProtected || isUsed) return;
      list = finalizers.filter((one) => one !== finalizer);
    }
    const body = { metadata: { uid, finalizers: list.length > 0 ? list : null } };
    const request = context.client.patch(persistentVolumes, { name }, { type: 'merge', body });
    yield* ignoring(['NotFound', 'Conflict'], request);
  },
});
