// What `minikube start` refuses before it touches anything: drivers, cores, memory, versions.
import type { Task } from '../../../base/sim';
import { drivers, kubernetesVersions } from '../addons/list';
import type { Context } from '../context';
import { MinikubeExit, usage } from '../exit';
import type { ProfileConfig } from '../profiles';
import { defaultKubernetes, oldestKubernetes } from '../versions';

/** What a cluster is to be like. */
export interface Wish {
  readonly driver: string;
  readonly cpus: number;
  readonly memoryMb: number;
  readonly nodes: number;
  readonly kubernetes: string;
  readonly runtime: string;
}

/** Reads flags and settings. @throws MinikubeExit */
export function* readWish(ctx: Context, existing: ProfileConfig | undefined): Task<Wish> {
  yield* checkDriver(ctx, existing);
  const kubernetes = yield* kubernetesVersion(ctx, existing);
  const nodes = existing?.Nodes.length ?? Math.max(1, ctx.flags.int('nodes'));
  return {
    driver: 'docker',
    cpus: existing?.CPUs ?? cpusOf(ctx),
    memoryMb: existing?.Memory ?? (yield* memoryOf(ctx, nodes)),
    nodes,
    kubernetes,
    runtime: runtimeOf(ctx),
  };
}

/** A flag that was given, else the setting of `minikube config`. */
function chosen(ctx: Context, flag: string): string | undefined {
  return ctx.flags.changed(flag) ? ctx.flags.string(flag) : ctx.profiles.setting(flag);
}

function* checkDriver(ctx: Context, existing: ProfileConfig | undefined): Task<void> {
  const { out, process } = ctx;
  const driver = chosen(ctx, 'driver') ?? chosen(ctx, 'vm-driver');
  if (driver !== undefined && !drivers.includes(driver)) {
    const text = `The driver '${driver}' is not supported on linux/amd64`;
    throw new MinikubeExit('DRV_UNSUPPORTED_OS', text, { code: 56 });
  }
  if (driver !== undefined && driver !== 'docker') throw missingProvider(driver);
  if (existing !== undefined) {
    yield* out.step('driver', 'Using the docker driver based on existing profile');
  } else if (driver !== undefined) {
    yield* out.step('driver', 'Using the docker driver based on user configuration');
  } else yield* out.step('driver', 'Automatically selected the docker driver');
  if (process.credentials.uid !== 0) return;
  const text = 'The "docker" driver should not be used with root privileges.';
  yield* out.warn('stopped', `${text} If you wish to continue as root, use --force.`);
  const advice = 'If you are running minikube within a VM, consider using --driver=none:';
  yield* out.warn('tip', advice);
  yield* out.warn('docs', '  https://minikube.sigs.k8s.io/docs/reference/drivers/none/');
  if (!ctx.flags.bool('force')) throw new MinikubeExit('DRV_AS_ROOT', text, { code: 57 });
}

function missingProvider(driver: string): MinikubeExit {
  const found: Readonly<Record<string, readonly [string, string]>> = {
    none: ['exec: "iptables": executable file not found in $PATH', 'iptables must be installed'],
    virtualbox: ['unable to find VBoxManage in $PATH', 'Install VirtualBox'],
    podman: ['exec: "podman": executable file not found in $PATH', 'Install Podman'],
  };
  const [why, advice] = found[driver] ?? [
    `exec: "${driver}": executable file not found in $PATH`,
    `Install ${driver}`,
  ];
  return new MinikubeExit(
    `PROVIDER_${driver.toUpperCase()}_NOT_FOUND`,
    `The '${driver}' provider was not found: ${why}`,
    {
      code: 65,
      style: 'shrug',
      advice,
      ...(driver === 'none'
        ? {}
        : { docs: `https://minikube.sigs.k8s.io/docs/reference/drivers/${driver}/` }),
    },
  );
}

function runtimeOf(ctx: Context): string {
  const runtime = chosen(ctx, 'container-runtime') || 'containerd';
  if (!['docker', 'cri-o', 'containerd'].includes(runtime)) {
    throw usage(
      `Invalid Container Runtime: ${runtime}. Valid runtimes are: [docker cri-o containerd]`,
    );
  }
  if (runtime !== 'containerd') {
    const text = `The container runtime ${runtime} cannot be simulated here: use containerd`;
    throw new MinikubeExit('MK_USAGE', text, { code: 14 });
  }
  return runtime;
}

function cpusOf(ctx: Context): number {
  const text = chosen(ctx, 'cpus') ?? '2';
  const available = ctx.platform.hardware.cpus;
  if (text === 'no-limit' || text === 'max') return available;
  const cpus = Number(text);
  if (!Number.isInteger(cpus)) throw usage(`Invalid CPUs: ${text}`);
  if (cpus < 2 && !ctx.flags.bool('force')) {
    const why = `Requested cpu count ${cpus} is less than the minimum allowed of 2`;
    throw new MinikubeExit('RSRC_INSUFFICIENT_CORES', why, { code: 29, style: 'unmet' });
  }
  if (cpus > available && !ctx.flags.bool('force')) {
    const why = `Requested cpu count ${cpus} is greater than the available cpus of ${available}`;
    throw new MinikubeExit('RSRC_INSUFFICIENT_CORES', why, { code: 29, style: 'unmet' });
  }
  return cpus;
}

function* memoryOf(ctx: Context, nodes: number): Task<number> {
  const text = chosen(ctx, 'memory');
  const total = ctx.platform.hardware.memoryMb;
  if (text === undefined || text === '') {
    const quarter = Math.floor(total / 4 / 100) * 100;
    return Math.floor(Math.min(6144, Math.max(3072, quarter)) / nodes);
  }
  if (text === 'no-limit' || text === 'max') return total;
  const memory = megabytes(text);
  if (memory === undefined) {
    const why = `Unable to parse memory '${text}': invalid suffix: '${text.replace(/^[\d.]+/, '')}'`;
    throw new MinikubeExit('MK_USAGE', why, { code: 14 });
  }
  if (memory < 1800 && !ctx.flags.bool('force')) {
    const why = `Requested memory allocation ${memory}MiB is less than the usable minimum of 1800MB`;
    throw new MinikubeExit('RSRC_INSUFFICIENT_REQ_MEMORY', why, { code: 23, style: 'unmet' });
  }
  if (memory < 1900) {
    const why = `Requested memory allocation (${memory}MB) is less than the recommended minimum 1900MB.`;
    yield* ctx.out.warn('unmet', `${why} Deployments may fail.`);
  }
  if (memory > total) {
    throw usage(`Docker has only ${total}MB memory but you specified ${memory}MB`);
  }
  return memory;
}

function megabytes(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const [, number = '', unit = ''] = /^([\d.]+)\s*([kmgt])i?b?$/i.exec(text) ?? [];
  if (unit === '') return undefined;
  const factor = { k: 1 / 1024, m: 1, g: 1024, t: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(number) * factor);
}

function* kubernetesVersion(ctx: Context, existing: ProfileConfig | undefined): Task<string> {
  const { out } = ctx;
  const text = chosen(ctx, 'kubernetes-version') ?? '';
  if (text === '' || ['stable', 'latest'].includes(text)) {
    return existing?.KubernetesConfig.KubernetesVersion ?? defaultKubernetes;
  }
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (major === undefined) {
    throw usage(`Unable to parse "${text}": No Major.Minor.Patch elements found`);
  }
  const known = [defaultKubernetes, ...kubernetesVersions];
  let version = `v${major}.${minor}.${patch ?? ''}`;
  if (patch === undefined) {
    const newest = known.find((one) => one.startsWith(version));
    if (newest === undefined)
      throw usage(`Unable to parse "${text}": No Major.Minor.Patch elements found`);
    version = newest;
    const shown = version.slice(1);
    yield* out.step('workaround', `Using Kubernetes ${shown} since patch version was unspecified`);
  }
  if (version === defaultKubernetes) return version;
  const shown = version.slice(1);
  const isOld = Number(major) < 1 || Number(minor) < 28;
  const how = 'Use `minikube config defaults kubernetes-version` for details.';
  if (isOld) {
    const than = `less than the oldest supported version: ${oldestKubernetes}`;
    yield* out.warn('warning', `Specified Kubernetes version ${shown} is ${than}. ${how}`);
  } else if (Number(minor) > 36) {
    const than = `newer than the newest supported version: ${defaultKubernetes}`;
    yield* out.warn('warning', `Specified Kubernetes version ${shown} is ${than}. ${how}`);
  }
  const why = `Kubernetes ${shown} is not supported by this release of minikube`;
  throw new MinikubeExit('K8S_OLD_UNSUPPORTED', why, { code: 56, style: 'known' });
}
