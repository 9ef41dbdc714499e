// /proc/PID: what the kernel tells about each process.
import { capabilityMask } from '../credentials';
import type { ComputedEntries, Inode, Viewer } from '../filesystem/inode';
import { computed, type Entry, makeInode } from '../filesystem/tree';
import type { MachineInside, ProcessInside } from '../inside';
import { signalNumber } from '../signals';
import type { Process } from '../types';
import { mountLines } from './mounts';

/** The computed part of /proc: a folder for each process, `self` and `thread-self`. */
export function processEntries(machine: MachineInside): ComputedEntries {
  const make = (entry: Entry): Inode => makeInode(0, entry, machine.sim.now);
  return {
    names: () => ['self', 'thread-self', ...[...machine.processes.keys()].map(String)],
    child: (name) => {
      if (name === 'self' || name === 'thread-self') {
        const compute = ({ pid }: Viewer): string =>
          name === 'self' ? String(pid) : `${pid}/task/${pid}`;
        return make({ kind: 'symlink', target: '', compute });
      }
      const process = /^\d+$/.test(name) ? machine.processes.get(Number(name)) : undefined;
      return process === undefined ? undefined : make(folderOf(machine, process));
    },
  };
}

function folderOf(machine: MachineInside, process: ProcessInside): Entry {
  const { uid, gid } = process.credentials;
  const entries = fileEntries(machine, process);
  const make = (entry: Entry): Inode => ({
    ...makeInode(0, entry, process.startedAtMs),
    uid,
    gid,
  });
  const contents: ComputedEntries = {
    names: () => Object.keys(entries),
    child: (name) => {
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
      return entry === undefined ? undefined : make(entry());
    },
  };
  return { kind: 'dir', mode: 0o555, uid, gid, computed: contents };
}

function fileEntries(
  machine: MachineInside,
  process: ProcessInside,
): Readonly<Record<string, () => Entry>> {
  return {
    cgroup: () => computed(() => '0::/\n'),
    cmdline: () => computed(() => process.argv.map((word) => `${word}\0`).join('')),
    comm: () => computed(() => `${commandName(process)}\n`, 0o644),
    cwd: () => ({ kind: 'symlink', target: process.files.cwd }),
    environ: () => computed(() => [...process.env].map(([k, v]) => `${k}=${v}\0`).join(''), 0o400),
    exe: () => ({ kind: 'symlink', target: process.path }),
    fd: () => ({ kind: 'dir', mode: 0o500, computed: descriptors(process) }),
    limits: () => computed(() => limitsText),
    mountinfo: () => computed(() => mountLines(machine, 'mountinfo')),
    mounts: () => computed(() => mountLines(machine, 'mounts')),
    oom_score: () => computed(() => '0\n'),
    oom_score_adj: () => computed(() => '0\n', 0o644),
    root: () => ({ kind: 'symlink', target: '/' }),
    stat: () => computed(() => statLine(machine, process)),
    statm: () => computed(() => '1105 842 780 6 0 118 0\n'),
    status: () => computed(() => statusText(process)),
    task: () => ({
      kind: 'dir',
      mode: 0o555,
      computed: {
        names: () => [String(process.pid)],
        child: (name) =>
          name === String(process.pid) ? makeInode(0, folderOf(machine, process), 0) : undefined,
      },
    }),
    uid_map: () => computed(() => '         0          0 4294967295\n'),
  };
}

/** The open descriptors: links that lead to the open files themselves. */
function descriptors(process: Process): ComputedEntries {
  return {
    names: () => [...process.fds.keys()].sort((a, b) => a - b).map(String),
    child: (name) => {
      const opened = /^\d+$/.test(name) ? process.fds.get(Number(name)) : undefined;
      if (opened === undefined) return undefined;
      const made = makeInode(0, { kind: 'symlink', target: opened.name }, process.startedAtMs);
      return made.kind === 'symlink' ? { ...made, mode: 0o700, opened: () => opened } : made;
    },
  };
}

/** The name ps shows by default: the executable's, at most 15 characters. */
export function commandName(process: Process): string {
  const path = process.argv[0] ?? '';
  return path
    .replace(/^-/, '')
    .replace(/.*\/(?=.)/, '')
    .slice(0, 15);
}

/** R, S or T, as ps and /proc/PID/status show it. */
export function stateOf(process: Process): 'S' | 'T' {
  return process.isStopped ? 'T' : 'S';
}

function statusText(process: ProcessInside): string {
  const { uid, gid, groups } = process.credentials;
  const state = stateOf(process) === 'T' ? 'T (stopped)' : 'S (sleeping)';
  const ignored = process.ignored.reduce((mask, name) => mask + 2 ** (signalNumber(name) - 1), 0);
  return [
    `Name:\t${commandName(process)}`,
    `Umask:\t${process.files.umask.toString(8).padStart(4, '0')}`,
    `State:\t${state}`,
    `Tgid:\t${process.pid}`,
    'Ngid:\t0',
    `Pid:\t${process.pid}`,
    `PPid:\t${process.ppid}`,
    'TracerPid:\t0',
    `Uid:\t${uid}\t${uid}\t${uid}\t${uid}`,
    `Gid:\t${gid}\t${gid}\t${gid}\t${gid}`,
    'FDSize:\t64',
    `Groups:\t${groups.join(' ')} `,
    `NStgid:\t${process.pid}`,
    `NSpid:\t${process.pid}`,
    `NSpgid:\t${process.group}`,
    `NSsid:\t${process.session}`,
    'VmPeak:\t    4424 kB',
    'VmSize:\t    4424 kB',
    'VmRSS:\t    3368 kB',
    'Threads:\t1',
    'SigPnd:\t0000000000000000',
    `SigIgn:\t${ignored.toString(16).padStart(16, '0')}`,
    `CapEff:\t${capabilityMask(process.credentials)}`,
    `NoNewPrivs:\t${process.credentials.noNewPrivileges ? 1 : 0}`,
    'Seccomp:\t0',
    '',
  ].join('\n');
}

function statLine(machine: MachineInside, process: Process): string {
  const ticks = Math.floor((process.startedAtMs - machine.bootedAtMs) / 10);
  const tty = process.tty === undefined ? 0 : 34_816 + Number(process.tty.name.slice(9) || 0);
  const ids = [process.ppid, process.group, process.session, tty, process.tty?.foreground ?? -1];
  const zeros = Array.from({ length: 11 }, () => 0);
  const rest = [20, 0, 1, 0, ticks, 4_530_176, 842];
  const fields = [...ids, 4_194_304, ...zeros.slice(0, 8), ...rest];
  return `${process.pid} (${commandName(process)}) ${stateOf(process)} ${fields.join(' ')}\n`;
}

const limitsText = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             unlimited            unlimited            bytes     
Max data size             unlimited            unlimited            bytes     
Max stack size            8388608              unlimited            bytes     
Max core file size        unlimited            unlimited            bytes     
Max processes             unlimited            unlimited            processes 
Max open files            1048576              1048576              files     
`;
