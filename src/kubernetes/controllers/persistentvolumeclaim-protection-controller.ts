// Keeps claims that pods use: the finalizer goes when the last such pod has finished.
import type { Task } from '../../base/sim';
import { persistentVolumeClaims } from '../api/refs';
import type { PersistentVolumeClaim, Pod } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { defineController, informerOf } from './controller';
import { ignoring } from './outcomes';
import { claimKeys, podsOfClaim } from './persistentvolume-binder-controller/claims';

const finalizer = 'kubernetes.io/pvc-protection';

export default defineController({
  name: 'persistentvolumeclaim-protection-controller',
  delayMs: 20,
  watches: [
    {
      storage: 'persistentvolumeclaims',
      keys: (object, _old, _context, type) => (type === 'DELETED' ? [] : [keyOf(object)]),
    },
    {
      storage: 'pods',
      keys: (object, _old, _context, type) =>
        type === 'DELETED' || isFinished(object as Pod) ? claimKeys(object as Pod) : [],
    },
  ],

  *reconcile(key, context): Task<undefined> {
    const claims = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
    const claim = claims.byKey(key);
    if (claim === undefined) return;
    const { finalizers = [], deletionTimestamp } = claim.metadata;
    const isProtected = finalizers.includes(finalizer);
    if (deletionTimestamp === undefined) {
      if (isProtected) return;
      yield* setFinalizers(claim, [...finalizers, finalizer]);
    } else if (isProtected) {
      // A pod that has no node yet can't hold a claim that is going away.
      const users = podsOfClaim(key, context).filter((pod) => !isFinished(pod));
      if (users.some((pod) => pod.spec.nodeName)) return;
      yield* setFinalizers(
        claim,
        finalizers.filter((one) => one !== finalizer),
      );
    }

    function* setFinalizers(of: PersistentVolumeClaim, list: readonly string[]): Task<void> {
      const body = {
        metadata: { uid: of.metadata.uid, finalizers: list.length > 0 ? list : null },
      };
      const patch = { type: 'merge', body } as const;
      const request = context.client.patch(persistentVolumeClaims, of.metadata, patch);
      yield* ignoring(['NotFound', 'Conflict'], request);
    }
  },
});

function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
