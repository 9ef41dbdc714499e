// Volumes made of objects are written anew when these change: a new folder, then the link `..data`
// turns to it, so that readers see all of the old or all of the new.
import { formatRfc3339 } from '../../base/time';
import { root } from '../../machine/credentials';
import { ProcessFiles } from '../../machine/files';
import type { FileSystem } from '../../machine/filesystem/filesystem';

/** A file of such a volume, by its path below the mount point. */
export interface VolumeFile {
  readonly content: string;
  readonly mode: number;
}

/** `..2026_11_24_12_00_00.123`: the folder that holds what was written at a time. */
export function stampOf(nowMs: number): string {
  const time = formatRfc3339(nowMs).slice(0, 19).replace(/[-T:]/g, '_');
  return `..${time}.${Math.floor(nowMs * 1009) % 1_000_000_000}`;
}

/** Brings a volume's files to new contents. Returns whether anything was different. */
export function replaceContents(
  fs: FileSystem,
  wanted: ReadonlyMap<string, VolumeFile>,
  nowMs: number,
): boolean {
  const context = { clock: { now: nowMs }, root: fs, pid: 0, tty: undefined, random: () => 0.5 };
  const files = new ProcessFiles(context, root, '/', 0);
  const old = files.readlink('/..data');
  if (isSame(files, old, wanted)) return false;
  const stamp = stampOf(nowMs);
  files.mkdir(`/${stamp}`, 0o755);
  for (const [path, one] of wanted) {
    const full = `/${stamp}/${path}`;
    files.mkdirAll(full.slice(0, full.lastIndexOf('/')), 0o755);
    files.write(full, one.content, one.mode);
  }
  files.symlink(stamp, '/..data_tmp');
  files.rename('/..data_tmp', '/..data');
  const tops = new Set([...wanted.keys()].map((path) => path.split('/')[0] ?? path));
  for (const name of files.list('/')) {
    if (!name.startsWith('..') && !tops.has(name)) files.unlink(`/${name}`);
  }
  for (const name of tops) {
    try {
      files.readlink(`/${name}`);
    } catch {
      files.symlink(`..data/${name}`, `/${name}`);
    }
  }
  files.removeAll(`/${old}`);
  return true;
}

function isSame(
  files: ProcessFiles,
  folder: string,
  wanted: ReadonlyMap<string, VolumeFile>,
): boolean {
  const count = (path: string): number =>
    files
      .list(path)
      .map((name) => (files.isDir(`${path}/${name}`) ? count(`${path}/${name}`) : 1))
      .reduce((sum, one) => sum + one, 0);
  if (count(`/${folder}`) !== wanted.size) return false;
  return [...wanted].every(([path, one]) => {
    const full = `/${folder}/${path}`;
    return files.isFile(full) && files.read(full) === one.content;
  });
}
