// Validation of volumes. Only valid ones count as there when mounts are checked.
import { configMapKeyErrors } from '../../../base/labels';
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../../base/quantity';
import { checkDnsLabel } from '../field-checks';
import type { FieldError } from '../field-error';
import { duplicate, forbidden, invalid, notSupported, required } from '../field-error';
import type {
  DownwardAPIVolumeFile,
  HostPathVolumeSource,
  KeyToPath,
  Volume,
} from '../generated/types';
import { checkNoBacksteps, checkRelativePath } from './validate-containers';
import { checkFieldRef, checkResourceRef, volumeFields } from './validate-environment';
import { checkProjected } from './validate-projected';

type Check = (volume: Volume, at: string, errors: FieldError[]) => void;

/** What is required of sources that have nothing else to check. */
const needed: Readonly<Record<string, readonly string[]>> = {
  nfs: ['server', 'path'],
  iscsi: ['targetPortal', 'iqn'],
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  glusterfs: ['endpoints', 'path'],
  azureFile: ['secretName', 'shareName'],
  azureDisk: ['diskName', 'diskURI'],
  vsphereVolume: ['volumePath'],
  persistentVolumeClaim: ['claimName'],
  csi: ['driver'],
  flexVolume: ['driver'],
  cephfs: ['monitors'],
  rbd: ['monitors', 'image'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  ephemeral: ['volumeClaimTemplate'],
};

/** Kinds of volumes in the order in which a second one is found. */
const kinds = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'flocker',
  'vsphereVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'photonPersistentDisk',
  'portworxVolume',
  'csi',
  'ephemeral',
  'image',
] as const;

const checks: Readonly<Partial<Record<(typeof kinds)[number], Check>>> = {
  emptyDir: (volume, at, errors) => {
    const limit = volume.emptyDir?.sizeLimit;
    const quantity = limit === undefined ? zeroQuantity : parseQuantity(limit);
    if (quantity && cmpQuantity(quantity, zeroQuantity) >= 0) return;
    const why = 'SizeLimit field must be a valid resource quantity';
    errors.push(forbidden(`${at}.sizeLimit`, why));
  },
  hostPath: (volume, at, errors) => {
    if (volume.hostPath) errors.push(...checkHostPath(volume.hostPath, at));
  },
  secret: (volume, at, errors) => {
    if (!volume.secret?.secretName) errors.push(required(`${at}.secretName`));
    checkMode(volume.secret?.defaultMode, `${at}.defaultMode`, errors);
    checkItems(volume.secret?.items, at, errors);
  },
  configMap: (volume, at, errors) => {
    if (!volume.configMap?.name) errors.push(required(`${at}.name`));
    checkMode(volume.configMap?.defaultMode, `${at}.defaultMode`, errors);
    checkItems(volume.configMap?.items, at, errors);
  },
  downwardAPI: (volume, at, errors) => {
    checkMode(volume.downwardAPI?.defaultMode, `${at}.defaultMode`, errors);
    for (const file of volume.downwardAPI?.items ?? []) checkFile(file, at, errors);
  },
  projected: (volume, at, errors) => {
    checkMode(volume.projected?.defaultMode, `${at}.defaultMode`, errors);
    if (volume.projected) checkProjected(volume.projected, at, errors);
  },
};

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** Findings about a hostPath source (of pods and of persistent volumes). */
export function checkHostPath(source: HostPathVolumeSource, at: string): FieldError[] {
  if (!source.path) return [required(`${at}.path`)];
  const errors = checkNoBacksteps(`${at}.path`, source.path);
  const type = source.type ?? '';
  if (!hostPathTypes.includes(type)) errors.push(notSupported(`${at}.type`, type, hostPathTypes));
  return errors;
}

/** Findings about volumes; returns the valid ones by name. */
export function checkVolumes(
  volumes: readonly Volume[],
  path: string,
  errors: FieldError[],
): ReadonlyMap<string, Volume> {
  const valid = new Map<string, Volume>();
  volumes.forEach((volume, i) => {
    const at = `${path}[${i}]`;
    const found: FieldError[] = [];
    checkSource(volume, at, found);
    if (!volume.name) found.push(required(`${at}.name`));
    else found.push(...checkDnsLabel(`${at}.name`, volume.name));
    if (valid.has(volume.name)) found.push(duplicate(`${at}.name`, volume.name));
    if (found.length === 0) valid.set(volume.name, volume);
    else errors.push(...found);
  });
  return valid;
}

function checkSource(volume: Volume, at: string, errors: FieldError[]): void {
  let count = 0;
  for (const kind of kinds) {
    const source = volume[kind];
    if (source === undefined) continue;
    count++;
    if (count > 1) {
      errors.push(forbidden(`${at}.${kind}`, 'may not specify more than 1 volume type'));
      continue;
    }
    checks[kind]?.(volume, `${at}.${kind}`, errors);
    for (const field of needed[kind] ?? []) {
      const value = (source as Readonly<Record<string, unknown>>)[field];
      if (value === undefined || value === '') errors.push(required(`${at}.${kind}.${field}`));
    }
  }
  if (count === 0) errors.push(required(at, 'must specify a volume type'));
}

/** File permissions in octal. */
export function checkMode(mode: number | undefined, field: string, errors: FieldError[]): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  errors.push(invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive'));
}

/** Which keys go to which paths. */
export function checkItems(
  items: readonly KeyToPath[] | undefined,
  path: string,
  errors: FieldError[],
): void {
  (items ?? []).forEach((item, i) => {
    const at = `${path}.items[${i}]`;
    if (!item.key) errors.push(required(`${at}.key`));
    else
      for (const why of configMapKeyErrors(item.key))
        errors.push(invalid(`${at}.key`, item.key, why));
    if (!item.path) errors.push(required(`${at}.path`));
    else errors.push(...checkFilePath(`${at}.path`, item.path));
    checkMode(item.mode, `${at}.mode`, errors);
  });
}

/** A path of a file in a volume: relative, no steps back, not beginning with `..`. */
export function checkFilePath(field: string, path: string): FieldError[] {
  const errors = checkRelativePath(field, path);
  if (path.startsWith('..') && !path.startsWith('../')) {
    errors.push(invalid(field, path, "must not start with '..'"));
  }
  return errors;
}

/** A file of the downward API. */
export function checkFile(file: DownwardAPIVolumeFile, at: string, errors: FieldError[]): void {
  if (!file.path) errors.push(required(`${at}.path`));
  else errors.push(...checkFilePath(`${at}.path`, file.path));
  if (file.fieldRef) {
    checkFieldRef(file.fieldRef, volumeFields, `${at}.fieldRef`, errors);
    if (file.resourceFieldRef) {
      const why = 'fieldRef and resourceFieldRef can not be specified simultaneously';
      errors.push(invalid(at, 'resource', why));
    }
  } else if (file.resourceFieldRef) {
    if (!file.resourceFieldRef.containerName) {
      errors.push(required(`${at}.resourceFieldRef.containerName`));
    }
    checkResourceRef(file.resourceFieldRef.resource, `${at}.resourceFieldRef.resource`, errors);
  } else {
    errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  }
  checkMode(file.mode, `${at}.mode`, errors);
}
