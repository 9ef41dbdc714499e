// Binds claims to volumes, asks provisioners for what is missing, reclaims what is released.
import type { Task } from '../../../base/sim';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/generated/types';
import { keyOf, objectKey } from '../../kinds/object';
import { defineController, informerOf } from '../controller';
import { syncClaim } from './claims';
import { syncVolume } from './volumes';

/** A volume is seen a little later than a claim: made together, they miss each other at first. */
const volumeDelayMs = 60;

export default defineController({
  name: 'persistentvolume-binder-controller',
  eventSource: 'persistentvolume-controller',
  watches: [
    {
      storage: 'persistentvolumeclaims',
      keys(object, _old, context, type) {
        const claim = object as PersistentVolumeClaim;
        const { volumeName } = claim.spec;
        if (type === 'DELETED' && volumeName) context.enqueue(`volume ${volumeName}`);
        return type === 'DELETED' ? [] : [`claim ${keyOf(claim)}`];
      },
    },
    {
      storage: 'persistentvolumes',
      keys(object, _old, context) {
        const { claimRef } = (object as PersistentVolume).spec;
        context.enqueue(`volume ${object.metadata.name}`, volumeDelayMs);
        if (claimRef === undefined) return [];
        const key = objectKey(claimRef.namespace, claimRef.name ?? '');
        const claims = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
        if (claims.byKey(key) !== undefined) context.enqueue(`claim ${key}`, volumeDelayMs);
        return [];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const space = key.indexOf(' ');
    const name = key.slice(space + 1);
    if (key.startsWith('claim ')) {
      const claims = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
      const claim = claims.byKey(name);
      return claim && (yield* syncClaim(claim, context));
    }
    const volume = informerOf<PersistentVolume>(context, 'persistentvolumes').byKey(name);
    return volume && (yield* syncVolume(volume, context));
  },
});
