// Secrets in diffs: values are hidden, changes of them aren't.
import { isObject, type Json, type JsonObject } from '../../../../base/json';

/** Both versions with masked data. */
export function maskSecrets(
  live: JsonObject | undefined,
  merged: JsonObject | undefined,
): readonly [JsonObject | undefined, JsonObject | undefined] {
  const [a, b] = [dataOf(live), dataOf(merged)];
  const before: Record<string, Json> = {};
  const after: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const isChanged = a[key] !== undefined && b[key] !== undefined && a[key] !== b[key];
    if (a[key] !== undefined) before[key] = isChanged ? '*** (before)' : '***';
    if (b[key] !== undefined) after[key] = isChanged ? '*** (after)' : '***';
  }
  return [withData(live, before), withData(merged, after)];
}

function dataOf(secret: JsonObject | undefined): JsonObject {
  return isObject(secret?.data) ? secret.data : {};
}

function withData(secret: JsonObject | undefined, data: JsonObject): JsonObject | undefined {
  if (secret === undefined) return undefined;
  const masked = isObject(secret.data) ? { ...secret, data } : secret;
  return maskAnnotation(masked);
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The annotation holds the values once more. */
function maskAnnotation(secret: JsonObject): JsonObject {
  const metadata = isObject(secret.metadata) ? secret.metadata : {};
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  if (annotations[LAST_APPLIED] === undefined) return secret;
  return {
    ...secret,
    metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: '***' } },
  };
}
