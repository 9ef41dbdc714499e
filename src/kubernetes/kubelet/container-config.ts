// From a container's spec to what the runtime starts: command, environment, user, mounts.

import { milliValue, parseQuantity, value } from '../../base/quantity';
import { allCapabilities } from '../../machine/credentials';
import type { ImageDefinition, ImageReference } from '../../machine/image';
import type { SimulatedMachine } from '../../machine/machine';
import type { Credentials } from '../../machine/types';
import type { Container, SecurityContext } from '../kinds/generated/types';
import type { ContainerSpec } from './container-runtime';
import { buildEnvironment, expandVariables } from './environment';
import type { PodWorker } from './pod-worker';
import { mountInto } from './volumes';

/** The user that the container would run as is not allowed. */
export class RunAsError extends Error {}

/** What to start. @throws ConfigError, RunAsError */
export function containerSpec(
  worker: PodWorker,
  container: Container,
  image: { readonly image: ImageDefinition; readonly reference: ImageReference },
  id: string,
): ContainerSpec {
  const definition = image.image;
  const { kubelet, pod, record } = worker;
  const own = buildEnvironment({
    pod,
    container,
    podIp: record.ip,
    hostIp: kubelet.address,
    informers: kubelet.informers,
    allocatable: kubelet.allocatable,
  });
  const env = new Map<string, string>([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', worker.hostname],
    ...(container.tty ? ([['TERM', 'xterm']] as const) : []),
    ...(definition.env ?? []),
    ...own,
  ]);
  if (!env.has('HOME')) env.set('HOME', '/root');
  const lookup = (name: string) => own.get(name);
  const entrypoint =
    container.command?.map((one) => expandVariables(one, lookup)) ?? definition.entrypoint ?? [];
  const defaults = container.command ? [] : (definition.command ?? []);
  const args = container.args?.map((one) => expandVariables(one, lookup)) ?? defaults;
  const { memoryLimitBytes, cpuLimitMillis } = limitsOf(container);
  return {
    id,
    hostname: worker.hostname,
    image: definition,
    tag: image.reference.tag,
    argv: [...entrypoint, ...args],
    env,
    workingDir: container.workingDir || definition.workingDir || '/',
    credentials: credentialsOf(worker, container, definition),
    net: worker.net,
    platform: kubelet.options.platform,
    processTable: worker.processTableFor(container),
    hasStdin: container.stdin ?? false,
    isReadOnly: container.securityContext?.readOnlyRootFilesystem ?? false,
    hardware: { cpus: kubelet.cpus, memoryBytes: kubelet.memoryBytes },
    memoryLimitBytes,
    cpuLimitMillis,
    mount: (machine) => mountAll(worker, container, machine, own),
    hasVolumes: (container.volumeMounts ?? []).some(
      (mount) => !mount.mountPath.startsWith('/var/run/secrets/kubernetes.io/'),
    ),
  };
}

/** A container's limits as numbers. */
export function limitsOf(container: Container) {
  const { memory, cpu } = container.resources?.limits ?? {};
  const bytes = parseQuantity(memory ?? '');
  const cores = parseQuantity(cpu ?? '');
  return {
    memoryLimitBytes: bytes === null ? undefined : value(bytes),
    cpuLimitMillis: cores === null ? undefined : milliValue(cores),
  };
}

function credentialsOf(
  worker: PodWorker,
  container: Container,
  image: ImageDefinition,
): Credentials {
  const pod = worker.pod.spec.securityContext ?? {};
  const own = container.securityContext ?? {};
  const asked = own.runAsUser ?? pod.runAsUser;
  const [user = '', group = ''] = (image.user ?? '').split(':');
  const uid =
    asked ?? (/^\d+$/.test(user) ? Number(user) : user === '' || user === 'root' ? 0 : 101);
  const nonRoot = own.runAsNonRoot ?? pod.runAsNonRoot ?? false;
  const { name, namespace, uid: podUid } = worker.pod.metadata;
  const who = `(pod: "${name}_${namespace}(${podUid})", container: ${container.name})`;
  if (nonRoot && uid === 0) {
    throw new RunAsError(
      asked === undefined
        ? `container has runAsNonRoot and image will run as root ${who}`
        : `container's runAsUser breaks non-root policy ${who}`,
    );
  }
  if (nonRoot && asked === undefined && user !== '' && !/^\d+$/.test(user)) {
    throw new RunAsError(
      `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${who}`,
    );
  }
  const gid =
    own.runAsGroup ??
    pod.runAsGroup ??
    (/^\d+$/.test(group) ? Number(group) : uid === 0 ? 0 : uid === 101 ? 101 : 0);
  const groups = [
    gid,
    ...(pod.supplementalGroups ?? []),
    ...(pod.fsGroup !== undefined ? [pod.fsGroup] : []),
  ];
  const noNewPrivileges = own.allowPrivilegeEscalation === false;
  return { uid, gid, groups, capabilities: capabilitiesOf(own), noNewPrivileges };
}

/** What the container runtime leaves to root. */
const usual =
  'CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW ' +
  'SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP';
const usualSet: ReadonlySet<string> = new Set(usual.split(' '));

function capabilitiesOf(context: SecurityContext): ReadonlySet<string> {
  if (context.privileged) return new Set(allCapabilities);
  const { add = [], drop = [] } = context.capabilities ?? {};
  if (add.length === 0 && drop.length === 0) return usualSet;
  const plain = (name: string) => name.toUpperCase().replace(/^CAP_/, '');
  const held = new Set(usualSet);
  if (add.some((one) => plain(one) === 'ALL')) for (const one of allCapabilities) held.add(one);
  if (drop.some((one) => plain(one) === 'ALL')) held.clear();
  for (const one of drop) held.delete(plain(one));
  for (const one of add) if (plain(one) !== 'ALL') held.add(plain(one));
  return held;
}

function mountAll(
  worker: PodWorker,
  container: Container,
  machine: SimulatedMachine,
  env: ReadonlyMap<string, string>,
): void {
  const { files } = machine;
  if (!container.securityContext?.readOnlyRootFilesystem) {
    if (!files.exists('/etc')) files.mkdirAll('/etc');
    files.write('/etc/hosts', worker.hostsFile, 0o644);
    files.write('/etc/resolv.conf', worker.resolvFile, 0o644);
    files.write('/etc/hostname', `${worker.hostname}\n`, 0o644);
  }
  const path = container.terminationMessagePath ?? '/dev/termination-log';
  if (!files.exists(path)) {
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    if (!files.exists(folder)) files.mkdirAll(folder);
    files.write(path, '', 0o666);
    files.chmod(path, 0o666);
  }
  mountInto(machine, container, {
    volumes: worker.volumes ?? new Map(),
    node: () => worker.kubelet.machine,
    expand: (text) => expandVariables(text, (name) => env.get(name)),
  });
}
