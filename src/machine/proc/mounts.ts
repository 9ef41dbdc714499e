// The table of mounts, as /proc/mounts, /proc/PID/mountinfo, mount and df show it.
import type { FileSystem, Mount } from '../filesystem/filesystem';
import type { MachineInside } from '../inside';

export interface MountedAt {
  readonly path: string;
  readonly fs: FileSystem;
  readonly source: string;
  readonly readOnly: boolean;
}

/** Everything mounted in a machine, the root first, in the order of mounting. */
export function mountTable(root: FileSystem): readonly MountedAt[] {
  const found: MountedAt[] = [
    { path: '/', fs: root, source: root.source, readOnly: root.readOnly },
  ];
  const seen = new Set<FileSystem>([root]);
  const add = (mount: Mount): void => {
    const readOnly = mount.readOnly || mount.fs.readOnly;
    found.push({ path: mount.path, fs: mount.fs, source: mount.source, readOnly });
    if (seen.has(mount.fs)) return;
    seen.add(mount.fs);
    if (mount.ino === 1) mount.fs.mounts.forEach(add);
  };
  root.mounts.forEach(add);
  return found;
}

/** Options as the kernel prints them. */
export function mountOptions(mounted: MountedAt): string {
  const base = mounted.readOnly ? 'ro' : 'rw';
  switch (mounted.fs.type) {
    case 'proc':
    case 'sysfs':
      return `${base},nosuid,nodev,noexec,relatime`;
    case 'devpts':
      return `${base},nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666`;
    case 'tmpfs':
      return `${base},relatime,size=${Math.floor(mounted.fs.sizeBytes / 1024)}k`;
    default:
      return `${base},relatime`;
  }
}

export function mountLines(machine: MachineInside, style: 'mounts' | 'mountinfo'): string {
  return mountTable(machine.filesystem)
    .map((mounted, index) => {
      const options = mountOptions(mounted);
      const { path, source } = mounted;
      const type = mounted.fs.type;
      if (style === 'mounts') return `${source} ${path} ${type} ${options} 0 0\n`;
      const id = `${100 + index} ${index === 0 ? 1 : 100} 0:${40 + index} /`;
      return `${id} ${path} ${options} - ${type} ${source} ${mounted.readOnly ? 'ro' : 'rw'}\n`;
    })
    .join('');
}
