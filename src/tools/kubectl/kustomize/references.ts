// Names changed: whoever refers to them follows.
import type { JsonObject } from '../../../base/json';
import { idOf, isClusterWide, type KustObject, mapObjects } from './model';

/** The kinds that a field refers to, by the field's place: parent map's key and own key. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'configMap.name': ['ConfigMap'],
  'configMapKeyRef.name': ['ConfigMap'],
  'configMapRef.name': ['ConfigMap'],
  'secret.secretName': ['Secret'],
  'secret.name': ['Secret'],
  'secretKeyRef.name': ['Secret'],
  'secretRef.name': ['Secret'],
  'imagePullSecrets.name': ['Secret'],
  'secrets.name': ['Secret'],
  'tls.secretName': ['Secret'],
  'persistentVolumeClaim.claimName': ['PersistentVolumeClaim'],
  'service.name': ['Service'],
};

/** Fields that name something by the name of the field alone. */
const plain: Readonly<Record<string, readonly string[]>> = {
  serviceAccountName: ['ServiceAccount'],
  serviceAccount: ['ServiceAccount'],
  serviceName: ['Service'],
  priorityClassName: ['PriorityClass'],
  storageClassName: ['StorageClass'],
  volumeName: ['PersistentVolume'],
  ingressClassName: ['IngressClass'],
};

/** Rewrites references to renamed objects. */
export function fixReferences(entries: readonly KustObject[]): void {
  const renamed = entries.filter((one) => one.names.length > 1);
  if (renamed.length === 0) return;
  for (const entry of entries) {
    const find = (kinds: readonly string[], name: string) => finalName(renamed, entry, kinds, name);
    const visit = (map: JsonObject, path: readonly string[]): JsonObject => {
      let out = map;
      const parent = path.at(-1) ?? '';
      for (const [key, value] of Object.entries(map)) {
        if (typeof value !== 'string') continue;
        const kinds = plain[key] ?? fields[`${parent}.${key}`] ?? typed(map, parent, key);
        const name = kinds === undefined ? undefined : find(kinds, value);
        if (name !== undefined && name !== value) out = { ...out, [key]: name };
      }
      return out;
    };
    const { metadata } = entry.object;
    const changed = mapObjects(entry.object, visit) as JsonObject;
    entry.object = metadata === undefined ? changed : { ...changed, metadata };
  }
}

/** References with the kind beside the name: roleRef, subjects, scaleTargetRef. */
function typed(map: JsonObject, parent: string, key: string): readonly string[] | undefined {
  if (key !== 'name') return undefined;
  const isReference = parent === 'roleRef' || parent === 'subjects' || parent === 'scaleTargetRef';
  return isReference && typeof map.kind === 'string' ? [map.kind] : undefined;
}

function finalName(
  renamed: readonly KustObject[],
  referrer: KustObject,
  kinds: readonly string[],
  name: string,
): string | undefined {
  const found = renamed.filter(
    (one) => kinds.includes(String(one.object.kind)) && one.names.includes(name),
  );
  const own = idOf(referrer.object).namespace;
  const near = found.find(
    (one) =>
      isClusterWide(one.object) ||
      idOf(one.object).namespace === own ||
      one.originalNamespace === referrer.originalNamespace,
  );
  const chosen = near ?? (found.length === 1 ? found[0] : undefined);
  return chosen === undefined ? undefined : idOf(chosen.object).name;
}

