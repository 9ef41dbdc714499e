// Names of Go types as decoding errors print them, told from the schemas.
import { isQuantity, isTime, referredName, resolved, type Schema } from './schema';

/** Named string types whose name isn't simply the field's. */
const namedStrings: Readonly<Record<string, string>> = {
  imagePullPolicy: 'PullPolicy',
  terminationMessagePolicy: 'TerminationMessagePolicy',
  restartPolicy: 'RestartPolicy',
  dnsPolicy: 'DNSPolicy',
  protocol: 'Protocol',
  concurrencyPolicy: 'ConcurrencyPolicy',
  effect: 'TaintEffect',
  sessionAffinity: 'ServiceAffinity',
  externalTrafficPolicy: 'ServiceExternalTrafficPolicy',
  internalTrafficPolicy: 'ServiceInternalTrafficPolicy',
  ipFamilyPolicy: 'IPFamilyPolicy',
  scheme: 'URIScheme',
  whenUnsatisfiable: 'UnsatisfiableConstraintAction',
  persistentVolumeReclaimPolicy: 'PersistentVolumeReclaimPolicy',
  volumeMode: 'PersistentVolumeMode',
  medium: 'StorageMedium',
};

/** `core/v1.PodSpec` as Go prints it: `v1.PodSpec`. */
function structName(full: string): string {
  const parts = full.split('.');
  return `${parts[parts.length - 2]}.${parts[parts.length - 1]}`;
}

/** The last part of a schema's full name: `PodSpec`. */
export function shortName(full: string): string {
  return full.slice(full.lastIndexOf('.') + 1);
}

/** The Go type of a field, as in `of type []v1.Container`. */
export function goType(schema: Schema, field: string): string {
  const name = referredName(schema);
  const whole = resolved(schema);
  if (isQuantity(schema)) return 'resource.Quantity';
  if (isTime(schema)) return 'string';
  if (name !== undefined && whole.properties) return structName(name);
  if (whole.format === 'int-or-string') return 'int32';
  switch (whole.type) {
    case 'string':
      if (whole.format === 'byte') return '[]uint8';
      return whole.enum && namedStrings[field] ? `v1.${namedStrings[field]}` : 'string';
    case 'boolean':
      return 'bool';
    case 'integer':
      return whole.format ?? 'int64';
    case 'number':
      return 'float64';
    case 'array':
      return `[]${goType(whole.items ?? {}, '')}`;
    default:
      return mapType(whole);
  }
}

function mapType(schema: Schema): string {
  const values = schema.additionalProperties;
  if (typeof values !== 'object') return 'map[string]interface {}';
  return isQuantity(values) ? 'v1.ResourceList' : `map[string]${goType(values, '')}`;
}

/** What JSON calls a value in such errors. */
export function jsonKind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
