// PersistentVolumeClaim.
import { deepEqual } from '../../../base/json';
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../../base/quantity';
import { ageCell } from '../cells';
import { complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkLabelSelector } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../generated/types';
import { accessModesCell, checkAccessModes, volumeModes } from '../storage-rules';

export default defineKind<PersistentVolumeClaim>({
  name: 'persistentvolumeclaims',
  group: '',
  kind: 'PersistentVolumeClaim',

  applyDefaults: (object) =>
    withField(object, 'spec', complete(object.spec ?? {}, { volumeMode: 'Filesystem' })),

  prepareForCreate: (object) => ({ ...object, status: { phase: 'Pending' } }),

  validate: ({ spec }) => checkSpec(spec),

  validateUpdate: checkUpdate,

  cells(object, { nowMs }) {
    const { spec, status } = object;
    const isBound = Boolean(spec.volumeName);
    const phase = object.metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? '');
    return [
      object.metadata.name,
      phase,
      spec.volumeName ?? '',
      isBound ? (status?.capacity?.storage ?? '0') : '',
      isBound ? accessModesCell(status?.accessModes) : '',
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName ?? '<unset>',
      ageCell(object, nowMs),
      spec.volumeMode ?? '<unset>',
    ];
  },
});

function checkSpec(spec: PersistentVolumeClaimSpec): FieldError[] {
  const errors: FieldError[] = [];
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) {
    errors.push(required('spec.accessModes', 'at least 1 access mode is required'));
  }
  errors.push(...checkLabelSelector('spec.selector', spec.selector));
  errors.push(...checkAccessModes('spec.accessModes', modes));
  const storage = spec.resources?.requests?.storage;
  const field = 'spec.resources[storage]';
  if (storage === undefined) errors.push(required(field));
  else if (cmpQuantity(parseQuantity(storage) ?? zeroQuantity, zeroQuantity) <= 0) {
    errors.push(invalid(field, storage, 'must be greater than zero'));
  }
  if (spec.volumeMode && !volumeModes.includes(spec.volumeMode)) {
    errors.push(notSupported('spec.volumeMode', spec.volumeMode, volumeModes));
  }
  return errors;
}

function checkUpdate(object: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const [now, before] = [object.spec, old.spec];
  const isBinding = !before.volumeName && Boolean(now.volumeName);
  const isBound = old.status?.phase === 'Bound';
  const allowed: PersistentVolumeClaimSpec = {
    ...now,
    volumeName: isBinding ? before.volumeName : now.volumeName,
    ...(isBound ? { resources: before.resources } : {}),
    ...(before.storageClassName === undefined ? { storageClassName: undefined } : {}),
    volumeAttributesClassName: before.volumeAttributesClassName,
  };
  if (!deepEqual(allowed, before)) {
    const why =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    return [forbidden('spec', `${why}\n`)];
  }
  const [size, oldSize] = [now.resources?.requests?.storage, before.resources?.requests?.storage];
  const isSmaller =
    cmpQuantity(
      parseQuantity(size ?? '0') ?? zeroQuantity,
      parseQuantity(oldSize ?? '0') ?? zeroQuantity,
    ) < 0;
  if (!isSmaller) return [];
  const why = 'field can not be less than status.capacity';
  return [forbidden('spec.resources.requests.storage', why)];
}
