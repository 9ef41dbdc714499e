// StorageObjectInUseProtection: volumes and claims get a finalizer, so that use delays their end.
import type { KubeObject } from '../../../kinds/object';
import { defineAdmission } from '../admission';

const finalizers: Readonly<Record<string, string>> = {
  persistentvolumes: 'kubernetes.io/pv-protection',
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
};

export default defineAdmission({
  name: 'storage-object-in-use-protection',
  order: 74,
  resources: Object.keys(finalizers),
  admit({ operation, subresource, object, resource }) {
    const given = object as KubeObject;
    const finalizer = finalizers[resource.storage] ?? '';
    const present = given.metadata.finalizers ?? [];
    if (operation !== 'CREATE' || subresource || present.includes(finalizer)) return given;
    return { ...given, metadata: { ...given.metadata, finalizers: [...present, finalizer] } };
  },
});
