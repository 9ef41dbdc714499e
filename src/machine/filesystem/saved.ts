// Inodes as plain JSON, for snapshots.
import type { DeviceName, Inode } from './inode';

export interface SavedInode {
  readonly ino: number;
  readonly kind: Inode['kind'];
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** mtime, atime, ctime. */
  readonly times: readonly [number, number, number];
  readonly nlink: number;
  readonly content?: string;
  readonly size?: number;
  readonly program?: string;
  readonly entries?: readonly (readonly [string, number])[];
  readonly target?: string;
  readonly device?: DeviceName;
}

export interface SavedFileSystem {
  readonly nextIno: number;
  readonly inodes: readonly SavedInode[];
}

export function toSaved(inode: Inode): SavedInode {
  const { ino, kind, mode, uid, gid, nlink } = inode;
  const times = [inode.mtimeMs, inode.atimeMs, inode.ctimeMs] as const;
  const base = { ino, kind, mode, uid, gid, times, nlink };
  switch (inode.kind) {
    case 'file': {
      const { content, size } = inode;
      return inode.program === undefined
        ? { ...base, content, size }
        : { ...base, content, size, program: inode.program };
    }
    case 'dir':
      return { ...base, entries: [...inode.entries] };
    case 'symlink':
      return { ...base, target: inode.target };
    case 'device':
      return { ...base, device: inode.device };
    case 'fifo':
    case 'socket':
      return base;
  }
}

/** @param shared the base tree's inode of that number: what isn't data is taken from there. */
export function fromSaved(saved: SavedInode, shared: Inode | undefined): Inode {
  const { ino, mode, uid, gid, nlink } = saved;
  const [mtimeMs, atimeMs, ctimeMs] = saved.times;
  const base = { ino, owner: 0, mode, uid, gid, nlink, mtimeMs, atimeMs, ctimeMs };
  switch (saved.kind) {
    case 'file':
      return {
        ...(shared?.kind === 'file' ? shared : {}),
        ...base,
        kind: 'file',
        content: saved.content ?? '',
        size: saved.size ?? 0,
        program: saved.program,
      };
    case 'dir': {
      const entries = new Map(saved.entries ?? []);
      return { ...(shared?.kind === 'dir' ? shared : {}), ...base, kind: 'dir', entries };
    }
    case 'symlink':
      return { ...base, kind: 'symlink', target: saved.target ?? '' };
    case 'device':
      return { ...base, kind: 'device', device: saved.device ?? 'null' };
    case 'fifo':
    case 'socket':
      return { ...base, kind: saved.kind };
  }
}
