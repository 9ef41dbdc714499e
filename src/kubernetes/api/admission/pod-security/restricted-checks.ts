// What the level `restricted` forbids beyond `baseline`.
import type { PodSpec } from '../../../kinds/generated/types';
import {
  badSeccomp,
  type Check,
  containersWhere,
  forbiddenCapabilities,
  named,
  type Violation,
} from './checks';

const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** What `restricted` forbids, by name. */
export const restrictedChecks: readonly Check[] = [
  { id: 'allowPrivilegeEscalation', run: escalation },
  { id: 'capabilities_restricted', overrides: ['capabilities_baseline'], run: capabilities },
  { id: 'restrictedVolumes', overrides: ['hostPathVolumes'], run: volumes },
  { id: 'runAsNonRoot', run: nonRoot },
  { id: 'runAsUser', run: rootUser },
  { id: 'seccompProfile_restricted', overrides: ['seccompProfile_baseline'], run: seccomp },
];

function escalation(spec: PodSpec): Violation | undefined {
  const names = containersWhere(spec, (one) => one.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  const detail = `${named('container', names)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
}

function capabilities(spec: PodSpec): Violation | undefined {
  const parts: string[] = [];
  const names = containersWhere(spec, (one) => !one.capabilities?.drop?.includes('ALL'));
  if (names.length > 0) {
    parts.push(`${named('container', names)} must set securityContext.capabilities.drop=["ALL"]`);
  }
  const added = forbiddenCapabilities(spec, new Set(['NET_BIND_SERVICE']));
  if (added !== undefined) parts.push(added);
  if (parts.length === 0) return undefined;
  return { reason: 'unrestricted capabilities', detail: parts.join('; ') };
}

function volumes(spec: PodSpec): Violation | undefined {
  const names: string[] = [];
  const types = new Set<string>();
  for (const { name, ...source } of spec.volumes ?? []) {
    const [kind] = Object.entries(source).find(([, value]) => value !== undefined) ?? [];
    if (kind === undefined || volumeTypes.has(kind)) continue;
    names.push(name);
    types.add(kind);
  }
  if (names.length === 0) return undefined;
  const list = [...types]
    .sort()
    .map((one) => JSON.stringify(one))
    .join(', ');
  const verb = names.length === 1 ? 'uses' : 'use';
  const noun = `restricted volume type${types.size === 1 ? '' : 's'}`;
  return {
    reason: 'restricted volume types',
    detail: `${named('volume', names)} ${verb} ${noun} ${list}`,
  };
}

function nonRoot(spec: PodSpec): Violation | undefined {
  const own = spec.securityContext?.runAsNonRoot;
  const bad = containersWhere(spec, (one) => one.runAsNonRoot === false);
  const parts: string[] = own === false ? ['pod'] : [];
  if (bad.length > 0) parts.push(named('container', bad));
  const reason = 'runAsNonRoot != true';
  if (parts.length > 0) {
    return {
      reason,
      detail: `${parts.join(' and ')} must not set securityContext.runAsNonRoot=false`,
    };
  }
  if (own === true) return undefined;
  const lacking = containersWhere(spec, (one) => one.runAsNonRoot === undefined);
  if (lacking.length === 0) return undefined;
  const detail = `pod or ${named('container', lacking)} must set securityContext.runAsNonRoot=true`;
  return { reason, detail };
}

function rootUser(spec: PodSpec): Violation | undefined {
  const parts: string[] = spec.securityContext?.runAsUser === 0 ? ['pod'] : [];
  const names = containersWhere(spec, (one) => one.runAsUser === 0);
  if (names.length > 0) parts.push(named('container', names));
  if (parts.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${parts.join(' and ')} must not set runAsUser=0` };
}

function seccomp(spec: PodSpec): Violation | undefined {
  const isGood = (type: string | undefined) => type === 'RuntimeDefault' || type === 'Localhost';
  const bad = badSeccomp(spec, (type) => !isGood(type));
  if (bad !== undefined) return { reason: 'seccompProfile', detail: bad };
  if (isGood(spec.securityContext?.seccompProfile?.type)) return undefined;
  const lacking = containersWhere(spec, (one) => one.seccompProfile === undefined);
  if (lacking.length === 0) return undefined;
  const detail = `pod or ${named('container', lacking)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: 'seccompProfile', detail };
}
