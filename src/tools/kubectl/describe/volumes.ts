// Volumes of pods, and the sources that persistent volumes share with them.
import { isObject, type JsonObject } from '../../../base/json';
import { annotationLines, labelLines } from './labels';
import { list, num, type Page, part, text, texts } from './page';

/** All volumes of a pod or template. */
export function volumeLines(page: Page, volumes: readonly JsonObject[], indent: string): void {
  if (volumes.length === 0) {
    page.line(0, `${indent}Volumes:\t<none>`);
    return;
  }
  page.line(0, `${indent}Volumes:`);
  for (const volume of volumes) {
    page.line(1, `${indent ? ' ' : ''}${text(volume, 'name')}:`);
    sourceLines(page, volume);
  }
}

/** Lines of one source: `hostPath`, `emptyDir`, ... of a volume or persistent volume. */
export function sourceLines(page: Page, volume: JsonObject): void {
  for (const [field, print] of Object.entries(printers)) {
    const source = volume[field];
    if (isObject(source)) {
      print(page, source);
      return;
    }
  }
  page.line(2, '<unknown>');
}

function fields(page: Page, pairs: readonly (readonly [string, unknown])[]): void {
  for (const [name, value] of pairs) page.line(2, `${name}:\t${String(value)}`);
}

type SourcePrinter = (page: Page, source: JsonObject) => void;

const isOptional = (source: JsonObject) => source.optional === true;
const isReadOnly = (source: JsonObject) => source.readOnly === true;

const printers: Readonly<Record<string, SourcePrinter>> = {
  hostPath: (page, one) =>
    fields(page, [
      ['Type', 'HostPath (bare host directory volume)'],
      ['Path', text(one, 'path')],
      ['HostPathType', text(one, 'type')],
    ]),
  emptyDir: (page, one) =>
    fields(page, [
      ['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ['Medium', text(one, 'medium')],
      ['SizeLimit', text(one, 'sizeLimit') || '<unset>'],
    ]),
  secret: (page, one) =>
    fields(page, [
      ['Type', 'Secret (a volume populated by a Secret)'],
      ['SecretName', text(one, 'secretName')],
      ['Optional', isOptional(one)],
    ]),
  configMap: (page, one) =>
    fields(page, [
      ['Type', 'ConfigMap (a volume populated by a ConfigMap)'],
      ['Name', text(one, 'name')],
      ['Optional', isOptional(one)],
    ]),
  persistentVolumeClaim: (page, one) =>
    fields(page, [
      [
        'Type',
        'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      ],
      ['ClaimName', text(one, 'claimName')],
      ['ReadOnly', isReadOnly(one)],
    ]),
  nfs: (page, one) =>
    fields(page, [
      ['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'],
      ['Server', text(one, 'server')],
      ['Path', text(one, 'path')],
      ['ReadOnly', isReadOnly(one)],
    ]),
  local: (page, one) =>
    fields(page, [
      ['Type', 'LocalVolume (a persistent volume backed by local storage on a node)'],
      ['Path', text(one, 'path')],
    ]),
  csi: (page, one) => {
    fields(page, [
      ['Type', 'CSI (a Container Storage Interface (CSI) volume source)'],
      ['Driver', text(one, 'driver')],
      ['FSType', text(one, 'fsType')],
      ...(one.volumeHandle === undefined
        ? []
        : [['VolumeHandle', text(one, 'volumeHandle')] as const]),
      ['ReadOnly', isReadOnly(one)],
    ]);
    const attributes = part(one, 'volumeAttributes');
    const keys = Object.keys(attributes).sort();
    const [first, ...others] = keys.map((key) => `${key}=${text(attributes, key)}`);
    page.line(2, `VolumeAttributes:\t${first ?? '<none>'}`);
    for (const other of others) page.line(2, `\t${other}`);
  },
  downwardAPI: (page, one) => {
    fields(page, [['Type', 'DownwardAPI (a volume populated by information about the pod)']]);
    page.line(2, 'Items:');
    for (const item of list(one, 'items')) {
      const source = text(part(item, 'fieldRef'), 'fieldPath');
      const resource = text(part(item, 'resourceFieldRef'), 'resource');
      page.line(3, `${source || resource} -> ${text(item, 'path')}`);
    }
  },
  projected: (page, one) => {
    const type = 'Projected (a volume that contains injected data from multiple sources)';
    fields(page, [['Type', type]]);
    for (const source of list(one, 'sources')) projectedLines(page, source);
  },
  ephemeral: (page, one) => {
    const type =
      'EphemeralVolume (an inline specification for a volume that gets created and deleted with ' +
      'the pod)';
    fields(page, [['Type', type]]);
    claimTemplateLines(page, part(one, 'volumeClaimTemplate'));
  },
};

function projectedLines(page: Page, source: JsonObject): void {
  if (isObject(source.secret)) {
    fields(page, [
      ['SecretName', text(source.secret, 'name')],
      ['Optional', isOptional(source.secret)],
    ]);
  } else if (isObject(source.downwardAPI)) fields(page, [['DownwardAPI', true]]);
  else if (isObject(source.configMap)) {
    fields(page, [
      ['ConfigMapName', text(source.configMap, 'name')],
      ['Optional', isOptional(source.configMap)],
    ]);
  } else if (isObject(source.serviceAccountToken)) {
    fields(page, [
      ['TokenExpirationSeconds', num(source.serviceAccountToken, 'expirationSeconds')],
    ]);
  }
}

function claimTemplateLines(page: Page, template: JsonObject): void {
  const [metadata, spec] = [part(template, 'metadata'), part(template, 'spec')];
  page.line(2, `StorageClass:\t${text(spec, 'storageClassName')}`);
  page.line(2, `Volume:\t${text(spec, 'volumeName')}`);
  labelLines(page, '    Labels', part(metadata, 'labels'));
  annotationLines(page, '    Annotations', part(metadata, 'annotations'));
  page.line(2, 'Capacity:\t');
  page.line(2, 'Access Modes:\t');
  const mode = text(spec, 'volumeMode');
  if (mode) page.line(2, `VolumeMode:\t${mode}`);
}

const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** `RWO,ROX`. */
export function accessModes(of: JsonObject): string {
  const modes = new Set(texts(of, 'accessModes'));
  return Object.keys(shortModes)
    .filter((mode) => modes.has(mode))
    .map((mode) => shortModes[mode])
    .join(',');
}
