// The files of /proc that are about the whole machine.
import { monthNames, toCivil, weekdayNames } from '../../base/time';
import { computed, type Entry } from '../filesystem/tree';
import type { MachineInside } from '../inside';
import { mountLines } from './mounts';

/** Memory in KiB as free and /proc/meminfo show it. */
export interface MemoryUse {
  readonly totalKib: number;
  readonly freeKib: number;
  readonly availableKib: number;
  readonly buffersKib: number;
  readonly cachedKib: number;
}

/** What a machine's memory looks like: a base, and something for each process. */
export function memoryUse(machine: MachineInside): MemoryUse {
  const totalKib = Math.floor(machine.hardware.memoryBytes / 1024);
  const usedKib = Math.min(totalKib * 0.9, totalKib * 0.11 + machine.processes.size * 3400);
  const buffersKib = Math.floor(totalKib * 0.012);
  const cachedKib = Math.floor(Math.min(totalKib * 0.27, (totalKib - usedKib) * 0.8));
  const freeKib = Math.floor(totalKib - usedKib - buffersKib - cachedKib);
  const availableKib = Math.floor(freeKib + cachedKib * 0.9);
  return { totalKib, freeKib, availableKib, buffersKib, cachedKib };
}

/** Load averages: what runs or not, always calm here. */
export function loadAverage(machine: MachineInside): readonly [number, number, number] {
  const load = Math.min(0.08 * machine.processes.size, machine.hardware.cpus);
  return [load * 0.9, load * 0.8, load * 0.7];
}

export function systemEntries(machine: MachineInside): Readonly<Record<string, Entry>> {
  const { kernel, hardware } = machine;
  const up = () => (machine.sim.now - machine.bootedAtMs) / 1000;
  return {
    '/cmdline': computed(() => `BOOT_IMAGE=/boot/vmlinuz-${kernel.release} root=/dev/sda1 ro\n`),
    '/cpuinfo': computed(() => cpuInfo(machine)),
    '/filesystems': computed(
      () => 'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\n\text4\nnodev\toverlay\n',
    ),
    '/loadavg': computed(() => {
      const loads = loadAverage(machine).map((load) => load.toFixed(2));
      const pids = [...machine.processes.keys()];
      return `${loads.join(' ')} 1/${pids.length} ${Math.max(0, ...pids)}\n`;
    }),
    '/meminfo': computed(() => memoryText(machine)),
    '/mounts': computed(() => mountLines(machine, 'mounts')),
    '/stat': computed(() => {
      const idle = Math.floor(up() * 100 * hardware.cpus);
      const cpus = Array.from({ length: hardware.cpus }, (_, i) => `cpu${i} 0 0 0 ${idle} 0 0 0\n`);
      const boot = Math.floor(machine.bootedAtMs / 1000);
      return (
        `cpu  0 0 0 ${idle} 0 0 0\n${cpus.join('')}btime ${boot}\n` +
        `processes ${machine.processes.size}\n`
      );
    }),
    '/swaps': computed(() => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'),
    '/uptime': computed(() => `${up().toFixed(2)} ${(up() * hardware.cpus).toFixed(2)}\n`),
    '/version': computed(() => `Linux version ${kernel.release} ${buildText(machine)}\n`),
    '/sys/kernel/hostname': computed(() => `${machine.hostname}\n`, 0o644),
    '/sys/kernel/osrelease': computed(() => `${kernel.release}\n`),
    '/sys/kernel/ostype': computed(() => 'Linux\n'),
    '/sys/kernel/pid_max': '4194304\n',
    '/sys/kernel/version': computed(() => `${buildText(machine)}\n`),
    '/sys/kernel/random/boot_id': '6f1d4e0a-3b0e-4d5e-9d4c-0d6d3f6a2b11\n',
    '/sys/kernel/shmmax': '18446744073692774399\n',
    '/sys/kernel/msgmax': '8192\n',
    '/sys/net/ipv4/ip_forward': '1\n',
    '/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
    '/sys/net/ipv4/ip_unprivileged_port_start': '0\n',
    '/sys/net/ipv4/tcp_syncookies': '1\n',
    '/sys/net/core/somaxconn': '4096\n',
    '/sys/net/bridge/bridge-nf-call-iptables': '1\n',
    '/sys/vm/swappiness': '60\n',
    '/sys/vm/overcommit_memory': '1\n',
    '/sys/vm/max_map_count': '262144\n',
    '/sys/fs/file-max': '9223372036854775807\n',
    '/sys/fs/inotify/max_user_watches': '524288\n',
    '/sys/fs/inotify/max_user_instances': '8192\n',
  };
}

/** When the kernel was built, as uname -v says it. */
export function buildText(machine: MachineInside): string {
  const built = toCivil(machine.bootedAtMs - 90 * 86_400_000);
  const day = `${weekdayNames[built.weekday]} ${monthNames[built.month - 1]} ${built.day}`;
  return `#1 SMP PREEMPT_DYNAMIC ${day} 12:00:00 UTC ${built.year}`;
}

function cpuInfo(machine: MachineInside): string {
  const one = (n: number): string =>
    [
      `processor\t: ${n}`,
      'vendor_id\t: GenuineIntel',
      'cpu family\t: 6',
      'model\t\t: 106',
      'model name\t: Intel(R) Xeon(R) Processor @ 2.60GHz',
      'cpu MHz\t\t: 2600.000',
      'cache size\t: 32768 KB',
      `siblings\t: ${machine.hardware.cpus}`,
      `cpu cores\t: ${machine.hardware.cpus}`,
      'bogomips\t: 5200.00',
      '',
    ].join('\n');
  return `${Array.from({ length: machine.hardware.cpus }, (_, n) => one(n)).join('\n')}\n`;
}

function memoryText(machine: MachineInside): string {
  const use = memoryUse(machine);
  const line = (name: string, kib: number): string =>
    `${`${name}:`.padEnd(16)}${String(kib).padStart(8)} kB\n`;
  return [
    line('MemTotal', use.totalKib),
    line('MemFree', use.freeKib),
    line('MemAvailable', use.availableKib),
    line('Buffers', use.buffersKib),
    line('Cached', use.cachedKib),
    line('SwapCached', 0),
    line('SwapTotal', 0),
    line('SwapFree', 0),
  ].join('');
}
