// Which empty values Go drops when it writes an object: fields that aren't pointers lose "", 0,
// false, [] and {}. Pointers keep them; the schemas don't say which is which, so the lists do.

/** Text fields that are pointers: an empty text stays. */
const pointerStrings = new Set([
  'storageClassName',
  'volumeMode',
  'ingressClassName',
  'loadBalancerClass',
  'runtimeClassName',
  'preemptionPolicy',
  'volumeAttributesClassName',
  'hostnameOverride',
  'appProtocol',
  'name@EndpointPort',
  'protocol@EndpointPort',
  'type@HostPathVolumeSource',
  'holderIdentity',
  'apiGroup@TypedLocalObjectReference',
  'value@PodDNSConfigOption',
  'service@GRPCAction',
  'path@WebhookService',
]);

/** Booleans that are no pointers: false goes. */
const plainBooleans = new Set([
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'stdin',
  'stdinOnce',
  'tty',
  'readOnly',
  'paused',
  'publishNotReadyAddresses',
  'unschedulable',
  'globalDefault',
  'ready@EndpointAddress',
]);

/** Numbers that are no pointers: 0 goes. */
const plainNumbers = new Set([
  'hostPort',
  'nodePort',
  'minReadySeconds',
  'initialDelaySeconds',
  'timeoutSeconds@Probe',
  'periodSeconds@Probe',
  'successThreshold',
  'failureThreshold',
  'count',
  'generation',
  'observedGeneration',
  'replicas@DeploymentStatus',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'fullyLabeledReplicas',
  'active',
  'succeeded',
  'failed',
  'numberReady@none',
]);

function has(names: ReadonlySet<string>, field: string, struct: string): boolean {
  return names.has(field) || names.has(`${field}@${struct}`);
}

/** Whether Go leaves out an optional field with this value. `struct` is the type it stands in. */
export function isDroppedWhenEmpty(field: string, value: unknown, struct: string): boolean {
  if (value === '') return !has(pointerStrings, field, struct);
  if (value === false) return has(plainBooleans, field, struct);
  if (value === 0) return has(plainNumbers, field, struct);
  return false;
}
