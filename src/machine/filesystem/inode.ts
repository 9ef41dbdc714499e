// Inodes: what a file system's table holds. They are plain data, except for the computed ones
// of /proc and /sys, whose content depends on who looks.
import type { Credentials, OpenFile } from '../types';

/** Who looks at a file: computed files (/proc/self) answer by it. */
export interface Viewer {
  readonly pid: number;
  readonly credentials: Credentials;
}

export type DeviceName =
  | 'null'
  | 'zero'
  | 'full'
  | 'random'
  | 'urandom'
  | 'tty'
  | 'pts'
  | 'console';

interface InodeBase {
  /** Number in its file system's table; 1 is the root. */
  readonly ino: number;
  /** Generation of the table that may change this object in place; 0: shared, never. */
  readonly owner: number;
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
  atimeMs: number;
  ctimeMs: number;
  nlink: number;
}

export interface FileInode extends InodeBase {
  readonly kind: 'file';
  content: string;
  /** Bytes; for programs what a binary of that kind takes. */
  size: number;
  program?: string | undefined;
  readonly compute?: ((viewer: Viewer) => string) | undefined;
  /** What writing to a computed file does. */
  readonly accept?: ((text: string, viewer: Viewer) => void) | undefined;
}

export interface ComputedEntries {
  names(viewer: Viewer): readonly string[];
  child(name: string, viewer: Viewer): Inode | undefined;
}

export interface DirInode extends InodeBase {
  readonly kind: 'dir';
  entries: Map<string, number>;
  readonly computed?: ComputedEntries | undefined;
}

export interface LinkInode extends InodeBase {
  readonly kind: 'symlink';
  target: string;
  readonly compute?: ((viewer: Viewer) => string) | undefined;
  /** Links of /proc/PID/fd lead to an open file rather than to a path. */
  readonly opened?: (() => OpenFile | undefined) | undefined;
}

export interface DeviceInode extends InodeBase {
  readonly kind: 'device';
  readonly device: DeviceName;
  /** Opens it, where that isn't the same everywhere (terminals). */
  readonly opened?: (() => OpenFile | undefined) | undefined;
}

export interface OtherInode extends InodeBase {
  readonly kind: 'fifo' | 'socket';
}

export type Inode = FileInode | DirInode | LinkInode | DeviceInode | OtherInode;

/** A copy that the given generation may change. */
export function copyInode(inode: Inode, owner: number): Inode {
  if (inode.kind === 'dir') return { ...inode, owner, entries: new Map(inode.entries) };
  return { ...inode, owner };
}

/** Whether these rights allow `bit` (4 read, 2 write, 1 execute). */
export function isAllowed(inode: Inode, who: Credentials, bit: number): boolean {
  if (who.uid === 0) {
    return bit !== 1 || inode.kind === 'dir' || (inode.mode & 0o111) !== 0;
  }
  if (who.uid === inode.uid) return ((inode.mode >> 6) & bit) !== 0;
  const isGroup = who.gid === inode.gid || who.groups.includes(inode.gid);
  return ((inode.mode >> (isGroup ? 3 : 0)) & bit) !== 0;
}
