// StorageClass.
import { deepEqual } from '../../../base/json';
import { ageCell } from '../cells';
import { complete } from '../complete';
import { defineKind } from '../define-kind';
import { immutableText } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error';
import type { StorageClass } from '../generated/types';

const defaultMarks = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];
const policies = ['Delete', 'Retain'];
const modes = ['Immediate', 'WaitForFirstConsumer'];

/** Whether claims without a class get this one. */
export function isDefaultClass(object: StorageClass): boolean {
  return defaultMarks.some((mark) => object.metadata.annotations?.[mark] === 'true');
}

export default defineKind<StorageClass>({
  name: 'storageclasses',
  group: 'storage.k8s.io',
  kind: 'StorageClass',

  applyDefaults: (object) =>
    complete<StorageClass>(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),

  validate({ provisioner, reclaimPolicy = '', volumeBindingMode = '' }) {
    const errors: FieldError[] = [];
    if (!provisioner) errors.push(required('provisioner'));
    if (!policies.includes(reclaimPolicy)) {
      errors.push(notSupported('reclaimPolicy', reclaimPolicy, policies));
    }
    if (!modes.includes(volumeBindingMode)) {
      errors.push(notSupported('volumeBindingMode', volumeBindingMode, modes));
    }
    return errors;
  },

  validateUpdate(object, old) {
    const errors: FieldError[] = [];
    if (!deepEqual(object.parameters ?? {}, old.parameters ?? {})) {
      errors.push(forbidden('parameters', 'updates to parameters are forbidden.'));
    }
    if (object.provisioner !== old.provisioner) {
      errors.push(forbidden('provisioner', 'updates to provisioner are forbidden.'));
    }
    for (const field of ['reclaimPolicy', 'volumeBindingMode'] as const) {
      if (object[field] !== old[field]) errors.push(invalid(field, object[field], immutableText));
    }
    return errors;
  },

  cells: (object, { nowMs }) => [
    isDefaultClass(object) ? `${object.metadata.name} (default)` : object.metadata.name,
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    ageCell(object, nowMs),
  ],
});
