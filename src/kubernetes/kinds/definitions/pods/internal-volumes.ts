// Volumes as Go's internal type prints them.
import type { Volume, VolumeProjection } from '../../generated/types';
import { apiName, type Form, form, listForm, plainForm } from './internal-fields';

const volumeKinds = [
  'HostPath',
  'EmptyDir',
  'GCEPersistentDisk',
  'AWSElasticBlockStore',
  'GitRepo',
  'Secret',
  'NFS',
  'ISCSI',
  'Glusterfs',
  'PersistentVolumeClaim',
  'RBD',
  'Quobyte',
  'FlexVolume',
  'Cinder',
  'CephFS',
  'Flocker',
  'DownwardAPI',
  'FC',
  'AzureFile',
  'ConfigMap',
  'VsphereVolume',
  'AzureDisk',
  'PhotonPersistentDisk',
  'Projected',
  'PortworxVolume',
  'ScaleIO',
  'StorageOS',
  'CSI',
  'Ephemeral',
  'Image',
];

function keysForm(items: unknown): unknown {
  return listForm(items as readonly object[] | undefined, (item) =>
    form(item, [['Key', ''], ['Path', ''], ['Mode']]),
  );
}

function filesForm(items: unknown): unknown {
  return listForm(items as readonly Record<string, object | undefined>[] | undefined, (item) => ({
    Path: item.path ?? '',
    FieldRef: item.fieldRef
      ? form(item.fieldRef, [
          ['APIVersion', ''],
          ['FieldPath', ''],
        ])
      : null,
    ResourceFieldRef: item.resourceFieldRef
      ? form(item.resourceFieldRef, [
          ['ContainerName', ''],
          ['Resource', ''],
          ['Divisor', '0'],
        ])
      : null,
    Mode: item.mode ?? null,
  }));
}

/** Sources that have a form of their own; others print the fields they have. */
const sourceForms: Readonly<Record<string, (source: Record<string, unknown>) => Form>> = {
  HostPath: (s) =>
    form(s, [
      ['Path', ''],
      ['Type', ''],
    ]),
  EmptyDir: (s) => form(s, [['Medium', ''], ['SizeLimit']]),
  Secret: (s) => ({
    SecretName: s.secretName ?? '',
    Items: keysForm(s.items),
    DefaultMode: s.defaultMode ?? null,
    Optional: s.optional ?? null,
  }),
  ConfigMap: (s) => ({
    Name: s.name ?? '',
    Items: keysForm(s.items),
    DefaultMode: s.defaultMode ?? null,
    Optional: s.optional ?? null,
  }),
  PersistentVolumeClaim: (s) =>
    form(s, [
      ['ClaimName', ''],
      ['ReadOnly', false],
    ]),
  NFS: (s) =>
    form(s, [
      ['Server', ''],
      ['Path', ''],
      ['ReadOnly', false],
    ]),
  DownwardAPI: (s) => ({ Items: filesForm(s.items), DefaultMode: s.defaultMode ?? null }),
  Projected: (s) => ({
    Sources: listForm(s.sources as readonly VolumeProjection[] | undefined, projectionForm),
    DefaultMode: s.defaultMode ?? null,
  }),
};

/** A volume with all its possible sources. */
export function volumeForm(volume: Volume): Form {
  const out: Form = { Name: volume.name };
  const from = volume as unknown as Readonly<Record<string, Record<string, unknown> | undefined>>;
  for (const kind of volumeKinds) {
    const source = from[apiName(kind)];
    out[kind] = source === undefined ? null : (sourceForms[kind]?.(source) ?? plainForm(source));
  }
  return out;
}

function projectionForm(source: VolumeProjection): Form {
  const named = (one: { name?: string | undefined; items?: unknown; optional?: unknown }) => ({
    Name: one.name ?? '',
    Items: keysForm(one.items),
    Optional: one.optional ?? null,
  });
  return {
    Secret: source.secret ? named(source.secret) : null,
    DownwardAPI: source.downwardAPI ? { Items: filesForm(source.downwardAPI.items) } : null,
    ConfigMap: source.configMap ? named(source.configMap) : null,
    ServiceAccountToken: source.serviceAccountToken
      ? form(source.serviceAccountToken, [
          ['Audience', ''],
          ['ExpirationSeconds', 0],
          ['Path', ''],
        ])
      : null,
    ClusterTrustBundle: plainForm(source.clusterTrustBundle),
    PodCertificate: plainForm(source.podCertificate),
  };
}
