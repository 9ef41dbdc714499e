// DefaultStorageClass: claims without a class get the default one, the newest of several.
import { compareStrings } from '../../../../base/json';
import { isDefaultClass } from '../../../kinds/definitions/storageclasses';
import type { PersistentVolumeClaim, StorageClass } from '../../../kinds/generated/types';
import { defineAdmission } from '../admission';

export default defineAdmission({
  name: 'default-storage-class',
  order: 70,
  resources: ['persistentvolumeclaims'],
  admit({ operation, subresource, object, server }) {
    const claim = object as PersistentVolumeClaim;
    if (operation !== 'CREATE' || subresource) return claim;
    if (claim.spec.storageClassName !== undefined) return claim;
    const classes = server.store.list('storageclasses.storage.k8s.io') as StorageClass[];
    const created = (one: StorageClass) => one.metadata.creationTimestamp ?? '';
    const [first] = classes
      .filter(isDefaultClass)
      .sort((a, b) => compareStrings(created(b), created(a)));
    if (first === undefined) return claim;
    return { ...claim, spec: { ...claim.spec, storageClassName: first.metadata.name } };
  },
});
