// Tools for printing API objects under Go's field names.

export type Form = Record<string, unknown>;
export type Source = Readonly<Record<string, unknown>> | undefined;

/** Fields by Go name; `=x` gives the value of an unset field, `!` one that is left out. */
export function form(
  source: object | undefined,
  fields: readonly (readonly [string, unknown?])[],
): Form {
  const from = (source ?? {}) as Readonly<Record<string, unknown>>;
  const out: Form = {};
  for (const [name, unset = null] of fields) {
    out[name] = from[apiName(name)] ?? unset;
  }
  return out;
}

const specialNames: Readonly<Record<string, string>> = {
  EnvFrom: 'envFrom',
  HTTPGet: 'httpGet',
  TCPSocket: 'tcpSocket',
  GRPC: 'grpc',
  TTY: 'tty',
  DNSPolicy: 'dnsPolicy',
  DNSConfig: 'dnsConfig',
  OS: 'os',
  SELinuxOptions: 'seLinuxOptions',
  SELinuxChangePolicy: 'seLinuxChangePolicy',
  FSGroup: 'fsGroup',
  FSGroupChangePolicy: 'fsGroupChangePolicy',
  HostPID: 'hostPID',
  HostIPC: 'hostIPC',
  HostIP: 'hostIP',
  APIVersion: 'apiVersion',
  GCEPersistentDisk: 'gcePersistentDisk',
  AWSElasticBlockStore: 'awsElasticBlockStore',
  NFS: 'nfs',
  ISCSI: 'iscsi',
  RBD: 'rbd',
  CephFS: 'cephfs',
  FC: 'fc',
  DownwardAPI: 'downwardAPI',
  StorageOS: 'storageos',
  ScaleIO: 'scaleIO',
  CSI: 'csi',
};

export function apiName(name: string): string {
  return specialNames[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
}

/** Any value with Go's field names, for what has no form of its own. */
export function plainForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainForm);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const out: Form = {};
  for (const [key, child] of Object.entries(value)) {
    out[key.charAt(0).toUpperCase() + key.slice(1)] = plainForm(child);
  }
  return out;
}

export function listForm<T>(list: readonly T[] | undefined, each: (item: T) => unknown): unknown {
  return list?.length ? list.map(each) : null;
}
