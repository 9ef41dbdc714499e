// Validation of security contexts.
import type { FieldError } from '../field-error';
import { invalid, notSupported, required } from '../field-error';
import type { PodSpec, SeccompProfile, SecurityContext } from '../generated/types';

const idRange = 'must be between 0 and 2147483647, inclusive';

function checkId(field: string, id: number | undefined, errors: FieldError[]): void {
  if (id !== undefined && (id < 0 || id > 2147483647)) errors.push(invalid(field, id, idRange));
}

function checkSeccomp(
  profile: SeccompProfile | undefined,
  path: string,
  errors: FieldError[],
): void {
  if (!profile) return;
  const { type, localhostProfile } = profile;
  if (type === 'Localhost') {
    if (!localhostProfile) {
      const why = 'must be set when seccomp type is Localhost';
      errors.push(required(`${path}.localhostProfile`, why));
    }
    return;
  }
  if (localhostProfile !== undefined) {
    const why = 'can only be set when seccomp type is Localhost';
    errors.push(invalid(`${path}.localhostProfile`, localhostProfile, why));
  }
  if (!type) errors.push(required(`${path}.type`, 'type is required when seccompProfile is set'));
  else if (type !== 'RuntimeDefault' && type !== 'Unconfined') {
    const known = ['Localhost', 'RuntimeDefault', 'Unconfined'];
    errors.push(notSupported(`${path}.type`, type, known));
  }
}

/** Findings about the pod's own security context and its namespaces. */
export function checkPodSecurityContext(spec: PodSpec, at: string, errors: FieldError[]): void {
  const context = spec.securityContext;
  if (!context) return;
  const path = `${at}.securityContext`;
  checkId(`${path}.fsGroup`, context.fsGroup, errors);
  checkId(`${path}.runAsUser`, context.runAsUser, errors);
  checkId(`${path}.runAsGroup`, context.runAsGroup, errors);
  (context.supplementalGroups ?? []).forEach((id, i) => {
    checkId(`${path}.supplementalGroups[${i}]`, id, errors);
  });
  if (spec.shareProcessNamespace && spec.hostPID) {
    const why = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalid(`${path}.shareProcessNamespace`, true, why));
  }
  (context.sysctls ?? []).forEach((one, i) => {
    if (!one.name) errors.push(required(`${path}.sysctls[${i}].name`));
  });
  const policies = ['Always', 'OnRootMismatch'];
  const policy = context.fsGroupChangePolicy;
  if (policy && !policies.includes(policy)) {
    errors.push(notSupported(`${path}.fsGroupChangePolicy`, policy, policies));
  }
  checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, errors);
}

/** How Go prints a security context in a finding: all fields by their Go names. */
function internalForm(context: SecurityContext) {
  const { capabilities } = context;
  return {
    Capabilities: capabilities
      ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null }
      : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: context.seLinuxOptions ?? null,
    WindowsOptions: context.windowsOptions ?? null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: context.seccompProfile ?? null,
    AppArmorProfile: context.appArmorProfile ?? null,
  };
}

/** Findings about a container's security context. */
export function checkSecurityContext(
  context: SecurityContext | undefined,
  spec: PodSpec,
  path: string,
  errors: FieldError[],
): void {
  if (!context) return;
  checkId(`${path}.runAsUser`, context.runAsUser, errors);
  checkId(`${path}.runAsGroup`, context.runAsGroup, errors);
  const { procMount } = context;
  if (procMount !== undefined) {
    if (procMount !== 'Default' && procMount !== 'Unmasked') {
      errors.push(notSupported(`${path}.procMount`, procMount, ['Default', 'Unmasked']));
    } else if (procMount === 'Unmasked' && spec.hostUsers !== false) {
      const why = '`hostUsers` must be false to use `Unmasked`';
      errors.push(invalid(`${path}.procMount`, procMount, why));
    }
  }
  checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, errors);
  if (context.allowPrivilegeEscalation !== false) return;
  const clash = (what: string) =>
    invalidRaw(path, context, `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
  if (context.privileged) errors.push(clash('`privileged` to true'));
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    errors.push(clash('`capabilities.Add` CAP_SYS_ADMIN'));
  }
}

function invalidRaw(field: string, context: SecurityContext, why: string): FieldError {
  const message = `Invalid value: ${JSON.stringify(internalForm(context))}: ${why}`;
  return { type: 'Invalid', field, message };
}
