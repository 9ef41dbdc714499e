// The objects of a kustomization while it is built: who they were, who they are.
import { isObject, type JsonObject } from '../../../base/json';

/** Names an object has had, oldest first; references use any of them. */
export interface KustObject {
  object: JsonObject;
  readonly names: string[];
  /** What was put before and behind its name, in time's order. */
  readonly prefixes: string[];
  readonly suffixes: string[];
  /** The namespace as it was written. */
  readonly originalNamespace: string;
  /** Generated: gets a hash behind its name in the end. */
  needsHash: boolean;
  /** File it came from, for origin annotations. */
  readonly origin: string;
  /** How a generator wants to meet an object of that name. */
  readonly behavior: string;
}

/** A new entry for an object. */
export function kustObject(
  object: JsonObject,
  more: { readonly origin?: string; readonly needsHash?: boolean; readonly behavior?: string } = {},
): KustObject {
  const { name, namespace } = idOf(object);
  return {
    object,
    names: [name],
    prefixes: [],
    suffixes: [],
    originalNamespace: namespace,
    needsHash: more.needsHash ?? false,
    origin: more.origin ?? '',
    behavior: more.behavior ?? '',
  };
}

/** What identifies an object. */
export interface ObjectId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

export function idOf(object: JsonObject): ObjectId {
  const apiVersion = String(object.apiVersion ?? '');
  const slash = apiVersion.indexOf('/');
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: String(object.kind ?? ''),
    name: String(metadata.name ?? ''),
    namespace: String(metadata.namespace ?? ''),
  };
}

/** `Deployment.v1.apps/web.[noNs]`. */
export function idText(id: ObjectId): string {
  const group = id.group || '[noGrp]';
  const version = id.version || '[noVer]';
  return `${id.kind}.${version}.${group}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}

/** The object with other metadata. */
export function withMetadata(object: JsonObject, change: JsonObject): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, ...change } };
}

/** Gives an object another name and remembers the old one. */
export function rename(entry: KustObject, name: string): void {
  entry.object = withMetadata(entry.object, { name });
  entry.names.push(name);
}

const clusterWide = new Set(
  (
    'Namespace Node PersistentVolume ClusterRole ClusterRoleBinding CustomResourceDefinition ' +
    'APIService StorageClass PriorityClass IngressClass RuntimeClass CSIDriver CSINode ' +
    'VolumeAttachment ValidatingWebhookConfiguration MutatingWebhookConfiguration ' +
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy ' +
    'MutatingAdmissionPolicyBinding CertificateSigningRequest FlowSchema ' +
    'PriorityLevelConfiguration ComponentStatus'
  ).split(' '),
);

export function isClusterWide(object: JsonObject): boolean {
  return clusterWide.has(String(object.kind));
}

/** Changes values deep inside an object: `visit` sees each field's parent map. */
export function mapObjects(
  value: unknown,
  visit: (map: JsonObject, path: readonly string[]) => JsonObject,
  path: readonly string[] = [],
): unknown {
  if (Array.isArray(value)) {
    const next = value.map((one) => mapObjects(one, visit, path));
    return next.some((one, i) => one !== value[i]) ? next : value;
  }
  if (!isObject(value)) return value;
  const own = visit(value, path);
  let out = own;
  for (const key of Object.keys(own)) {
    const changed = mapObjects(own[key], visit, [...path, key]);
    if (changed !== own[key]) out = { ...out, [key]: changed as JsonObject[string] };
  }
  return out;
}
