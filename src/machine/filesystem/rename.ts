// rename(2): one inode from one name to another within a file system.
import { SystemError } from '../errno';
import type { DirInode, Inode, Viewer } from './inode';
import type { Place, Walked } from './walk';

export interface Rename {
  readonly source: { parent: Place; place: Place; name: string; path: string; isDots: boolean };
  readonly target: Walked;
  readonly now: number;
  readonly viewer: Viewer;
  readonly path: string;
  mayChange(parent: Place, inode: Inode | undefined): void;
}

/** @throws SystemError as rename(2): EXDEV, EINVAL (into itself), EISDIR, ENOTDIR, ENOTEMPTY. */
export function renamePlace(rename: Rename): void {
  const { source, target, now, path } = rename;
  const parent = target.parent;
  if (parent === undefined || source.isDots || target.isDots) throw new SystemError('EBUSY', path);
  if (parent.fs !== source.parent.fs) throw new SystemError('EXDEV', path);
  if (source.place.fs !== source.parent.fs) throw new SystemError('EBUSY', path);
  const moved = source.place.inode;
  if (moved.kind === 'dir' && `${target.path}/`.startsWith(`${source.path}/`)) {
    if (target.path === source.path) return;
    throw new SystemError('EINVAL', path);
  }
  if (moved.kind !== 'dir' && target.wantsDir) throw new SystemError('ENOTDIR', path);
  const over = target.place?.inode;
  if (over?.ino === moved.ino) return;
  rename.mayChange(source.parent, moved);
  rename.mayChange(parent, over);
  if (over !== undefined) {
    if (over.kind === 'dir' && moved.kind !== 'dir') throw new SystemError('EISDIR', path);
    if (over.kind !== 'dir' && moved.kind === 'dir') throw new SystemError('ENOTDIR', path);
    if (over.kind === 'dir' && parent.fs.names(over, rename.viewer).length > 0) {
      throw new SystemError('ENOTEMPTY', path);
    }
    parent.fs.leave(parent.inode as DirInode, target.name, now);
  }
  const fs = parent.fs;
  fs.leave(fs.inode(source.parent.inode.ino) as DirInode, source.name, now, true);
  fs.enter(fs.inode(parent.inode.ino) as DirInode, target.name, fs.inode(moved.ino), now);
  fs.change(moved, { ctimeMs: now });
}
