// The trees that the kernel provides: /proc, /dev, /sys. Mounted on a machine's root at its
// first use; their content is computed when it is read.

import { root } from '../credentials';
import { FileSystem } from '../filesystem/filesystem';
import type { DirInode } from '../filesystem/inode';
import { device, dir, link, makeInode, type Tree, tree } from '../filesystem/tree';
import { walk } from '../filesystem/walk';
import type { MachineInside } from '../inside';
import { processEntries } from './process-entries';
import { sysEntries } from './sys-entries';
import { systemEntries } from './system-entries';

/** Mounts /proc, /dev, /dev/pts, /dev/shm and /sys. */
export function mountSystemTrees(machine: MachineInside, fs: FileSystem): void {
  mountAt(fs, '/proc', () => FileSystem.from(procTree(machine), { type: 'proc' }));
  mountAt(fs, '/dev', () => deviceFileSystem(machine));
  mountAt(fs, '/sys', () => FileSystem.from(tree(sysEntries(machine)), { type: 'sysfs' }));
}

function deviceFileSystem(machine: MachineInside): FileSystem {
  const dev = FileSystem.from(devTree, { type: 'tmpfs', source: 'tmpfs', sizeBytes: 67_108_864 });
  const shm = { type: 'tmpfs', source: 'shm', sizeBytes: 67_108_864 };
  const inoOf = (name: string): number => dev.root.entries.get(name) ?? 0;
  dev.mount('/dev/pts', inoOf('pts'), () =>
    FileSystem.from(terminalTree(machine), { type: 'devpts' }),
  );
  dev.mount('/dev/shm', inoOf('shm'), () => FileSystem.from(emptySticky, shm));
  return dev;
}

/** Mounts a file system on a path, making the folder where it is missing. */
export function mountAt(
  fs: FileSystem,
  path: string,
  mounted: FileSystem | (() => FileSystem),
  options: { readOnly?: boolean; source?: string; ino?: number } = {},
): void {
  const view = { root: fs, cwd: '/', credentials: root, pid: 0 };
  let folder = '';
  for (const name of path.split('/').filter((part) => part !== '')) {
    folder += `/${name}`;
    const walked = walk(view, folder, true);
    if (walked.place !== undefined || walked.parent === undefined) continue;
    const parent = walked.parent;
    const made = makeInode(0, dir(), parent.inode.mtimeMs);
    parent.fs.add(parent.inode as DirInode, walked.name, made, parent.inode.mtimeMs);
  }
  const { place } = walk(view, path, true);
  if (place === undefined) return;
  place.fs.mount(path, place.inode.ino, mounted, options);
}

const emptySticky: Tree = tree({ '/': dir(0o1777) });

const devTree: Tree = tree({
  '/null': device('null'),
  '/zero': device('zero'),
  '/full': device('full'),
  '/random': device('random'),
  '/urandom': device('urandom'),
  '/tty': device('tty'),
  '/console': device('console', 0o620),
  '/fd': link('/proc/self/fd'),
  '/stdin': link('/proc/self/fd/0'),
  '/stdout': link('/proc/self/fd/1'),
  '/stderr': link('/proc/self/fd/2'),
  '/core': link('/proc/kcore'),
  '/ptmx': link('pts/ptmx'),
  '/mqueue': dir(0o1777),
  '/pts': dir(),
  '/shm': dir(0o1777),
});

function procTree(machine: MachineInside): Tree {
  const fixed = tree(systemEntries(machine));
  const made = makeInode(1, { kind: 'dir', mode: 0o555, computed: processEntries(machine) }, 0);
  const before = fixed.inodes[1];
  if (before?.kind !== 'dir' || made.kind !== 'dir') return fixed;
  const inodes = fixed.inodes.slice();
  const time = machine.sim.now;
  inodes[1] = { ...made, entries: before.entries, mtimeMs: time, atimeMs: time, ctimeMs: time };
  return { inodes };
}

function terminalTree(machine: MachineInside): Tree {
  const live = () => [...machine.terminals].filter(([, terminal]) => !terminal.isHungUp);
  const entries = {
    names: () => ['ptmx', ...live().map(([number]) => String(number))],
    child: (name: string) => {
      const terminal = /^\d+$/.test(name) ? machine.terminals.get(Number(name)) : undefined;
      if (terminal === undefined || terminal.isHungUp) return undefined;
      const made = makeInode(0, device('pts', 0o620), machine.sim.now);
      return { ...made, gid: 5, opened: () => terminal.open() };
    },
  };
  return tree({ '/': { kind: 'dir', computed: entries } });
}
