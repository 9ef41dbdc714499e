// What stat(2) says about an inode.
import { utf8Length } from '../../base/bytes';
import type { OpenFile, Stat } from '../types';
import type { FileSystem } from './filesystem';
import type { DirInode, Inode, Viewer } from './inode';

export function statOf(fs: FileSystem, inode: Inode, viewer: Viewer): Stat {
  return {
    kind: inode.kind,
    mode: inode.mode,
    uid: inode.uid,
    gid: inode.gid,
    size: sizeOf(fs, inode, viewer),
    mtimeMs: inode.mtimeMs,
    atimeMs: inode.atimeMs,
    ctimeMs: inode.ctimeMs,
    ino: inode.ino,
    nlink: inode.nlink,
    program: inode.kind === 'file' ? inode.program : undefined,
    fsType: fs.type,
  };
}

/** What stat says about a link of /proc/PID/fd: the thing that is open. */
export function statOfOpened(link: Stat, opened: OpenFile['kind']): Stat {
  switch (opened) {
    case 'pipe':
      return { ...link, kind: 'fifo', mode: 0o600, size: 0 };
    case 'tty':
    case 'null':
    case 'device':
      return { ...link, kind: 'device', mode: 0o620, size: 0 };
    default:
      return { ...link, kind: opened, mode: 0o600, size: 0 };
  }
}

function sizeOf(fs: FileSystem, inode: Inode, viewer: Viewer): number {
  switch (inode.kind) {
    case 'file':
      return inode.size;
    case 'dir':
      return dirSize(fs, inode);
    case 'symlink':
      return fs.type === 'proc' ? 0 : utf8Length(inode.compute?.(viewer) ?? inode.target);
    default:
      return 0;
  }
}

function dirSize(fs: FileSystem, inode: DirInode): number {
  if (inode.computed !== undefined || fs.type === 'proc' || fs.type === 'sysfs') return 0;
  return fs.type === 'tmpfs' ? 40 + 20 * inode.entries.size : 4096;
}
