// The checks of the Pod Security Standards: what a pod spec does that a level forbids.
import type { Container, PodSpec, SecurityContext } from '../../../kinds/generated/types';

/** What a check found: its short reason and the details in brackets. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** One check. */
export interface Check {
  readonly id: string;
  /** Checks it takes the place of, at the stricter level. */
  readonly overrides?: readonly string[];
  readonly run: (spec: PodSpec) => Violation | undefined;
}

/** All containers in the order in which they are visited. */
export function allContainers(spec: PodSpec): readonly Container[] {
  return [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...((spec.ephemeralContainers ?? []) as readonly Container[]),
  ];
}

/** `container "a"` or `containers "a", "b"`. */
export function named(what: string, names: readonly string[]): string {
  const list = names.map((name) => JSON.stringify(name)).join(', ');
  return `${what}${names.length === 1 ? '' : 's'} ${list}`;
}

/** Names of the containers whose security context the test holds for. */
export function containersWhere(
  spec: PodSpec,
  test: (context: SecurityContext, container: Container) => boolean,
): readonly string[] {
  return allContainers(spec)
    .filter((one) => test(one.securityContext ?? {}, one))
    .map((one) => one.name);
}

function found(reason: string, detail: string): Violation {
  return { reason, detail };
}

const baseCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** `container "c" must not include "X" in securityContext.capabilities.add`, if any does. */
export function forbiddenCapabilities(
  spec: PodSpec,
  allowed: ReadonlySet<string>,
): string | undefined {
  const bad = new Set<string>();
  const names = containersWhere(spec, ({ capabilities }) => {
    const wrong = (capabilities?.add ?? []).filter((one) => !allowed.has(one));
    for (const one of wrong) bad.add(one);
    return wrong.length > 0;
  });
  if (names.length === 0) return undefined;
  const list = [...bad]
    .sort()
    .map((one) => JSON.stringify(one))
    .join(', ');
  return `${named('container', names)} must not include ${list} in securityContext.capabilities.add`;
}

/** Explicit seccomp profiles that a level doesn't know. */
export function badSeccomp(spec: PodSpec, isBad: (type: string) => boolean): string | undefined {
  const parts: string[] = [];
  const types = new Set<string>();
  const own = spec.securityContext?.seccompProfile?.type;
  if (own !== undefined && isBad(own)) {
    parts.push('pod');
    types.add(own);
  }
  const names = containersWhere(spec, ({ seccompProfile }) => {
    const type = seccompProfile?.type;
    if (type === undefined || !isBad(type)) return false;
    types.add(type);
    return true;
  });
  if (names.length > 0) parts.push(named('container', names));
  if (parts.length === 0) return undefined;
  const list = [...types].map((one) => JSON.stringify(one)).join(', ');
  return `${parts.join(' and ')} must not set securityContext.seccompProfile.type to ${list}`;
}

const sysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

/** What `baseline` forbids, by name. */
export const baselineChecks: readonly Check[] = [
  {
    id: 'capabilities_baseline',
    run(spec) {
      const detail = forbiddenCapabilities(spec, baseCapabilities);
      return detail === undefined ? undefined : found('non-default capabilities', detail);
    },
  },
  {
    id: 'hostNamespaces',
    run(spec) {
      const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((one) => spec[one]);
      if (shared.length === 0) return undefined;
      return found('host namespaces', shared.map((one) => `${one}=true`).join(', '));
    },
  },
  {
    id: 'hostPathVolumes',
    run(spec) {
      const names = (spec.volumes ?? []).filter((one) => one.hostPath).map((one) => one.name);
      return names.length === 0 ? undefined : found('hostPath volumes', named('volume', names));
    },
  },
  {
    id: 'hostPorts',
    run(spec) {
      const ports = new Set<number>();
      const names = containersWhere(spec, (_, container) => {
        const own = (container.ports ?? []).map((one) => one.hostPort ?? 0).filter((p) => p !== 0);
        for (const port of own) ports.add(port);
        return own.length > 0;
      });
      if (names.length === 0) return undefined;
      const verb = names.length === 1 ? 'uses' : 'use';
      const noun = ports.size === 1 ? 'hostPort' : 'hostPorts';
      return found(
        'hostPort',
        `${named('container', names)} ${verb} ${noun} ${[...ports].join(', ')}`,
      );
    },
  },
  {
    id: 'privileged',
    run(spec) {
      const names = containersWhere(spec, (context) => context.privileged === true);
      if (names.length === 0) return undefined;
      const detail = `${named('container', names)} must not set securityContext.privileged=true`;
      return found('privileged', detail);
    },
  },
  {
    id: 'procMount',
    run(spec) {
      const names = containersWhere(
        spec,
        ({ procMount }) => (procMount ?? 'Default') !== 'Default',
      );
      if (names.length === 0) return undefined;
      const detail = `${named('container', names)} must not set securityContext.procMount to "Unmasked"`;
      return found('procMount', detail);
    },
  },
  {
    id: 'seccompProfile_baseline',
    run(spec) {
      const detail = badSeccomp(spec, (type) => type === 'Unconfined');
      return detail === undefined ? undefined : found('seccompProfile', detail);
    },
  },
  {
    id: 'sysctls',
    run(spec) {
      const bad = (spec.securityContext?.sysctls ?? []).filter((one) => !sysctls.has(one.name));
      if (bad.length === 0) return undefined;
      return found('forbidden sysctls', bad.map((one) => one.name).join(', '));
    },
  },
];
