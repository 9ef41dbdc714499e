// Validation of containers of all three sorts.
import { dns1123LabelErrors, portNameErrors } from '../../../base/labels';
import { checkName, checkOneOf, checkPortNumber } from '../field-checks';
import type { FieldError } from '../field-error';
import { duplicate, forbidden, invalid, missing, notSupported, required } from '../field-error';
import type {
  Container,
  ContainerPort,
  EphemeralContainer,
  PodSpec,
  Volume,
} from '../generated/types';
import { checkEnv, checkEnvFrom } from './validate-environment';
import { checkLifecycle, checkProbes } from './validate-probes';
import { checkResources } from './validate-resources';
import { checkSecurityContext } from './validate-security';

/** Volumes that are valid, by name. */
export type KnownVolumes = ReadonlyMap<string, Volume>;

/** Findings about all containers of a spec. */
export function checkContainers(
  spec: PodSpec,
  volumes: KnownVolumes,
  at: string,
  errors: FieldError[],
): void {
  const names = new Set<string>();
  const containers = spec.containers ?? [];
  if (containers.length === 0) errors.push(required(`${at}.containers`));
  containers.forEach((one, i) => {
    const path = `${at}.containers[${i}]`;
    checkCommon(one, spec, volumes, path, errors);
    if (names.has(one.name)) errors.push(duplicate(`${path}.name`, one.name));
    names.add(one.name);
    checkLifecycle(one.lifecycle, spec, `${path}.lifecycle`, errors);
    checkProbes(one, spec, path, errors);
  });
  checkHostPortConflicts(containers, `${at}.containers`, errors);
  (spec.initContainers ?? []).forEach((one, i) => {
    const path = `${at}.initContainers[${i}]`;
    checkCommon(one, spec, volumes, path, errors);
    if (names.has(one.name)) errors.push(duplicate(`${path}.name`, one.name));
    names.add(one.name);
    checkInitOnly(one, spec, path, errors);
  });
  checkEphemeral(spec, volumes, names, at, errors);
}

function checkInitOnly(one: Container, spec: PodSpec, path: string, errors: FieldError[]): void {
  const policies = ['Always', 'Never', 'OnFailure'];
  if (one.restartPolicy && !policies.includes(one.restartPolicy)) {
    errors.push(notSupported(`${path}.restartPolicy`, one.restartPolicy, policies));
  }
  if (one.restartPolicy === 'Always') {
    checkLifecycle(one.lifecycle, spec, `${path}.lifecycle`, errors);
    checkProbes(one, spec, path, errors);
    return;
  }
  const why = 'may not be set for init containers without restartPolicy=Always';
  for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (one[field] !== undefined) errors.push(forbidden(`${path}.${field}`, why));
  }
}

const notForEphemeral = [
  'ports',
  'lifecycle',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
] as const;

function checkEphemeral(
  spec: PodSpec,
  volumes: KnownVolumes,
  names: Set<string>,
  at: string,
  errors: FieldError[],
): void {
  const targets = new Set(names);
  (spec.ephemeralContainers ?? []).forEach((one: EphemeralContainer, i) => {
    const path = `${at}.ephemeralContainers[${i}]`;
    checkCommon(one, spec, volumes, path, errors);
    if (names.has(one.name)) errors.push(duplicate(`${path}.name`, one.name));
    names.add(one.name);
    if (one.targetContainerName && !targets.has(one.targetContainerName)) {
      errors.push(missing(`${path}.targetContainerName`, one.targetContainerName));
    }
    for (const field of notForEphemeral) {
      if (one[field] !== undefined) {
        errors.push(forbidden(`${path}.${field}`, 'cannot be set for an Ephemeral Container'));
      }
    }
    if (Object.keys(one.resources ?? {}).length > 0) {
      errors.push(forbidden(`${path}.resources`, 'cannot be set for an Ephemeral Container'));
    }
    (one.volumeMounts ?? []).forEach((mount, j) => {
      if (!mount.subPath) return;
      const field = `${path}.volumeMounts[${j}].subPath`;
      errors.push(forbidden(field, 'cannot be set for an Ephemeral Container'));
    });
  });
}

function checkCommon(
  one: Container | EphemeralContainer,
  spec: PodSpec,
  volumes: KnownVolumes,
  path: string,
  errors: FieldError[],
): void {
  if (!one.name) errors.push(required(`${path}.name`));
  else errors.push(...checkName(`${path}.name`, one.name, dns1123LabelErrors));
  if (!one.image) errors.push(required(`${path}.image`));
  else if (one.image !== one.image.trim()) {
    const why = 'must not have leading or trailing whitespace';
    errors.push(invalid(`${path}.image`, one.image, why));
  }
  const policies = ['File', 'FallbackToLogsOnError'];
  errors.push(
    ...checkOneOf(`${path}.terminationMessagePolicy`, one.terminationMessagePolicy, policies),
  );
  checkPorts(one.ports ?? [], `${path}.ports`, errors);
  checkEnv(one.env ?? [], `${path}.env`, errors);
  checkEnvFrom(one.envFrom ?? [], `${path}.envFrom`, errors);
  checkMounts(one, volumes, path, errors);
  const pulls = ['Always', 'IfNotPresent', 'Never'];
  errors.push(...checkOneOf(`${path}.imagePullPolicy`, one.imagePullPolicy, pulls));
  checkResources(one.resources ?? {}, `${path}.resources`, errors);
  checkSecurityContext(one.securityContext, spec, `${path}.securityContext`, errors);
}

function checkPorts(ports: readonly ContainerPort[], path: string, errors: FieldError[]): void {
  const names = new Set<string>();
  ports.forEach((port, i) => {
    const at = `${path}[${i}]`;
    if (port.name) {
      const wrong = portNameErrors(port.name);
      for (const why of wrong) errors.push(invalid(`${at}.name`, port.name, why));
      if (wrong.length === 0 && names.has(port.name)) {
        errors.push(duplicate(`${at}.name`, port.name));
      }
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`));
    else errors.push(...checkPortNumber(`${at}.containerPort`, port.containerPort));
    if (port.hostPort) errors.push(...checkPortNumber(`${at}.hostPort`, port.hostPort));
    errors.push(...checkOneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
  });
}

function checkHostPortConflicts(
  containers: readonly Container[],
  path: string,
  errors: FieldError[],
): void {
  const used = new Set<string>();
  containers.forEach((container, i) => {
    (container.ports ?? []).forEach((port, j) => {
      if (!port.hostPort) return;
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (used.has(key)) errors.push(duplicate(`${path}[${i}].ports[${j}].hostPort`, key));
      used.add(key);
    });
  });
}

function checkMounts(
  one: Container | EphemeralContainer,
  volumes: KnownVolumes,
  path: string,
  errors: FieldError[],
): void {
  const points = new Set<string>();
  (one.volumeMounts ?? []).forEach((mount, i) => {
    const at = `${path}.volumeMounts[${i}]`;
    if (!mount.name) errors.push(required(`${at}.name`));
    if (!volumes.has(mount.name)) errors.push(missing(`${at}.name`, mount.name));
    if (!mount.mountPath) errors.push(required(`${at}.mountPath`));
    if (points.has(mount.mountPath)) {
      errors.push(invalid(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    }
    points.add(mount.mountPath);
    for (const field of ['subPath', 'subPathExpr'] as const) {
      const text = mount[field];
      if (text) errors.push(...checkRelativePath(`${path}.volumeMounts.${field}`, text));
    }
    if (mount.subPath && mount.subPathExpr) {
      const why = 'subPathExpr and subPath are mutually exclusive';
      errors.push(invalid(`${at}.subPathExpr`, mount.subPathExpr, why));
    }
  });
  (one.volumeDevices ?? []).forEach((device, i) => {
    const at = `${path}.volumeDevices[${i}]`;
    if (!device.name) errors.push(required(`${at}.name`));
    if (!volumes.has(device.name)) errors.push(missing(`${at}.name`, device.name));
    if (!device.devicePath) errors.push(required(`${at}.devicePath`));
  });
}

/** A path below something: neither absolute nor with steps back. */
export function checkRelativePath(field: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (path.startsWith('/')) errors.push(invalid(field, path, 'must be a relative path'));
  return [...errors, ...checkNoBacksteps(field, path)];
}

/** A path without `..`. */
export function checkNoBacksteps(field: string, path: string): FieldError[] {
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : [];
}
