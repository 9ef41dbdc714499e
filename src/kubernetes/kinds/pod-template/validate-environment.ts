// Validation of environment variables and of references to a pod's own fields.
import { configMapKeyErrors, envVarNameErrors } from '../../../base/labels';
import type { FieldError } from '../field-error';
import { invalid, notSupported, required } from '../field-error';
import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector } from '../generated/types';

const envFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields that volumes of the downward API may show. */
export const volumeFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

const convertible = new Set([
  ...envFields,
  ...volumeFields,
  'spec.restartPolicy',
  'spec.schedulerName',
]);

const containerResources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

/** Findings about `env`. */
export function checkEnv(env: readonly EnvVar[], path: string, errors: FieldError[]): void {
  env.forEach((one, i) => {
    const at = `${path}[${i}]`;
    if (!one.name) errors.push(required(`${at}.name`));
    else
      for (const why of envVarNameErrors(one.name))
        errors.push(invalid(`${at}.name`, one.name, why));
    if (one.valueFrom) checkSource(one, one.valueFrom, `${at}.valueFrom`, errors);
  });
}

function checkSource(one: EnvVar, source: EnvVarSource, at: string, errors: FieldError[]): void {
  let count = 0;
  if (source.fieldRef) {
    count++;
    checkFieldRef(source.fieldRef, envFields, `${at}.fieldRef`, errors);
  }
  if (source.resourceFieldRef) {
    count++;
    checkResourceRef(source.resourceFieldRef.resource, `${at}.resourceFieldRef.resource`, errors);
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const ref = source[kind];
    if (!ref) continue;
    count++;
    if (!ref.name) errors.push(required(`${at}.${kind}.name`));
    if (!ref.key) errors.push(required(`${at}.${kind}.key`));
    else
      for (const why of configMapKeyErrors(ref.key))
        errors.push(invalid(`${at}.${kind}.key`, ref.key, why));
  }
  if (source.fileKeyRef) count++;
  if (count === 0) {
    const what =
      '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    errors.push(invalid(at, '', `must specify one of: ${what}`));
  } else if (one.value) {
    errors.push(invalid(at, '', 'may not be specified when `value` is not empty'));
  } else if (count > 1) {
    errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
  }
}

/** A reference to a field of the pod. */
export function checkFieldRef(
  ref: ObjectFieldSelector,
  known: readonly string[],
  at: string,
  errors: FieldError[],
): void {
  if (!ref.apiVersion) errors.push(required(`${at}.apiVersion`));
  if (!ref.fieldPath) {
    errors.push(required(`${at}.fieldPath`));
    return;
  }
  const subscript = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/.exec(ref.fieldPath);
  if (subscript) return;
  if (!convertible.has(ref.fieldPath)) {
    const why = `error converting fieldPath: field label not supported: ${ref.fieldPath}`;
    errors.push(invalid(`${at}.fieldPath`, ref.fieldPath, why));
  } else if (!known.includes(ref.fieldPath)) {
    errors.push(notSupported(`${at}.fieldPath`, ref.fieldPath, known));
  }
}

/** A reference to a container's resource. */
export function checkResourceRef(resource: string, field: string, errors: FieldError[]): void {
  if (!resource) errors.push(required(field));
  else if (
    !containerResources.includes(resource) &&
    !/^(limits|requests)\.hugepages-/.test(resource)
  ) {
    errors.push(notSupported(field, resource, containerResources));
  }
}

/** Findings about `envFrom`. */
export function checkEnvFrom(
  all: readonly EnvFromSource[],
  path: string,
  errors: FieldError[],
): void {
  all.forEach((one, i) => {
    const at = `${path}[${i}]`;
    if (one.prefix) {
      for (const why of envVarNameErrors(one.prefix))
        errors.push(invalid(`${at}.prefix`, one.prefix, why));
    }
    const count = Number(Boolean(one.configMapRef)) + Number(Boolean(one.secretRef));
    if (one.configMapRef && !one.configMapRef.name)
      errors.push(required(`${at}.configMapRef.name`));
    if (one.secretRef && !one.secretRef.name) errors.push(required(`${at}.secretRef.name`));
    if (count === 0) {
      errors.push(invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (count > 1) {
      errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
    }
  });
}
