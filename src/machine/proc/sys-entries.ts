// The little of /sys that people look at: cgroup limits, network devices, block devices.
import { computed, dir, type Entry } from '../filesystem/tree';
import type { MachineInside } from '../inside';

export function sysEntries(machine: MachineInside): Readonly<Record<string, Entry>> {
  return {
    '/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids rdma misc\n',
    '/fs/cgroup/cgroup.procs': computed(() =>
      [...machine.processes.keys()].map((pid) => `${pid}\n`).join(''),
    ),
    '/fs/cgroup/pids.current': computed(() => `${machine.processes.size}\n`),
    '/class/net': dir(0o555),
    '/class/block': dir(0o555),
    '/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
    '/devices/system/cpu/online': computed(() => `0-${machine.hardware.cpus - 1}\n`),
  };
}
