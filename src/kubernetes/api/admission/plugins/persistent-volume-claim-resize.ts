// PersistentVolumeClaimResize: only claims of a class that allows it may grow.
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../../../base/quantity';
import type { PersistentVolumeClaim, StorageClass } from '../../../kinds/generated/types';
import { forbiddenError } from '../../errors';
import { defineAdmission } from '../admission';

function sizeOf(claim: PersistentVolumeClaim) {
  return parseQuantity(claim.spec.resources?.requests?.storage ?? '0') ?? zeroQuantity;
}

export default defineAdmission({
  name: 'persistent-volume-claim-resize',
  order: 76,
  resources: ['persistentvolumeclaims'],
  validate({ operation, subresource, object, old, resource, name, server }) {
    if (operation !== 'UPDATE' || subresource) return undefined;
    const [now, before] = [object, old] as PersistentVolumeClaim[];
    if (!now || !before || cmpQuantity(sizeOf(now), sizeOf(before)) <= 0) return undefined;
    if (before.status?.phase !== 'Bound') {
      throw forbiddenError(resource, name, 'Only bound persistent volume claims can be expanded');
    }
    const className = before.spec.storageClassName ?? '';
    const found = server.store.get('storageclasses.storage.k8s.io', className);
    if ((found as StorageClass | undefined)?.allowVolumeExpansion) return undefined;
    const why =
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
    throw forbiddenError(resource, name, why);
  },
});
