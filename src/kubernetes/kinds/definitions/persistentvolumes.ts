// PersistentVolume.
import { deepEqual } from '../../../base/json';
import { ageCell } from '../cells';
import { changeField, complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkQuantity } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error';
import type { PersistentVolume, PersistentVolumeSpec } from '../generated/types';
import { checkHostPath } from '../pod-template/validate-volumes';
import { accessModesCell, checkAccessModes, volumeModes } from '../storage-rules';

const sources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;
const policies = ['Delete', 'Recycle', 'Retain'];

export default defineKind<PersistentVolume>({
  name: 'persistentvolumes',
  group: '',
  kind: 'PersistentVolume',

  applyDefaults(object) {
    let spec = complete(object.spec ?? {}, {
      persistentVolumeReclaimPolicy: 'Retain',
      volumeMode: 'Filesystem',
    });
    spec = changeField(spec, 'hostPath', (one) => complete(one, { type: '' }));
    return withField(object, 'spec', spec);
  },

  prepareForCreate: (object) => ({ ...object, status: { phase: 'Pending' } }),

  validate: ({ spec }) => checkSpec(spec),

  validateUpdate(object, old) {
    const part = (spec: PersistentVolumeSpec) => sources.map((kind) => spec[kind]);
    if (deepEqual(part(object.spec), part(old.spec))) return [];
    const why = 'spec.persistentvolumesource is immutable after creation';
    return [forbidden('spec.persistentvolumesource', `${why}\n`)];
  },

  warnings({ spec }) {
    return spec.persistentVolumeReclaimPolicy === 'Recycle'
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : [];
  },

  cells(object, { nowMs }) {
    const { spec, status } = object;
    const claim = spec.claimRef;
    const phase = object.metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? '');
    return [
      object.metadata.name,
      spec.capacity?.storage ?? '',
      accessModesCell(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      phase,
      claim ? `${claim.namespace}/${claim.name}` : '',
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName ?? '<unset>',
      status?.reason ?? '',
      ageCell(object, nowMs),
      spec.volumeMode ?? '<unset>',
    ];
  },
});

function checkSpec(spec: PersistentVolumeSpec): FieldError[] {
  const errors: FieldError[] = [];
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required('spec.accessModes'));
  errors.push(...checkAccessModes('spec.accessModes', modes));
  const capacity = spec.capacity ?? {};
  if (Object.keys(capacity).length === 0) errors.push(required('spec.capacity'));
  if (capacity.storage === undefined || Object.keys(capacity).length > 1) {
    const shown = Object.keys(capacity).length > 0 ? capacity : null;
    errors.push(notSupported('spec.capacity', shown, ['storage']));
  }
  for (const [name, text] of Object.entries(capacity)) {
    const field = `spec.capacity[${name}]`;
    errors.push(...checkQuantity(field, text));
    if (text === '0') errors.push(invalid(field, text, 'must be greater than zero'));
  }
  const policy = spec.persistentVolumeReclaimPolicy;
  if (policy && !policies.includes(policy)) {
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, policies));
  }
  checkSources(spec, errors);
  if (spec.volumeMode && !volumeModes.includes(spec.volumeMode)) {
    errors.push(notSupported('spec.volumeMode', spec.volumeMode, volumeModes));
  }
  return errors;
}

function checkSources(spec: PersistentVolumeSpec, errors: FieldError[]): void {
  let count = 0;
  for (const kind of sources) {
    if (spec[kind] === undefined) continue;
    count++;
    if (count > 1) {
      errors.push(forbidden(`spec.${kind}`, 'may not specify more than 1 volume type'));
    } else if (kind === 'hostPath' && spec.hostPath) {
      errors.push(...checkHostPath(spec.hostPath, 'spec.hostPath'));
    } else if (kind === 'local') {
      if (!spec.local?.path) errors.push(required('spec.local.path'));
      if (!spec.nodeAffinity?.required) {
        errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
      }
    } else if (kind === 'nfs') {
      for (const field of ['server', 'path'] as const) {
        if (!spec.nfs?.[field]) errors.push(required(`spec.nfs.${field}`));
      }
    }
  }
  if (count === 0) errors.push(required('spec', 'must specify a volume type'));
}
