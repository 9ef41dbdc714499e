// What a process may do with files: the checks that open(2), unlink(2) and the like make.
import { SystemError } from '../errno';
import type { Credentials, OpenFlags } from '../types';
import { type Inode, isAllowed } from './inode';
import type { Place } from './walk';

/**
 * May names in `parent` be made, or taken away (that of `inode`)?
 * @throws SystemError EROFS, EACCES, EPERM (sticky folders), ENOENT (in /proc).
 */
export function checkEntryChange(
  parent: Place,
  inode: Inode | undefined,
  who: Credentials,
  path: string,
): void {
  const folder = parent.inode;
  if (folder.kind === 'dir' && folder.computed !== undefined) {
    throw new SystemError(inode === undefined ? 'ENOENT' : 'EPERM', path);
  }
  if (parent.readOnly) throw new SystemError('EROFS', path);
  if (!isAllowed(folder, who, 2) || !isAllowed(folder, who, 1)) {
    throw new SystemError('EACCES', path);
  }
  const isSticky = (folder.mode & 0o1000) !== 0;
  if (inode !== undefined && isSticky && who.uid !== 0) {
    if (who.uid !== inode.uid && who.uid !== folder.uid) throw new SystemError('EPERM', path);
  }
}

/** @throws SystemError EROFS, EACCES. */
export function checkWritable(place: Place, who: Credentials, path: string): void {
  const { inode } = place;
  if (inode.kind === 'file' && place.readOnly) throw new SystemError('EROFS', path);
  if (!isAllowed(inode, who, 2)) throw new SystemError('EACCES', path);
}

/** May an existing inode be opened so? @throws SystemError EISDIR, ENXIO, EACCES, EROFS. */
export function checkOpen(place: Place, flags: OpenFlags, who: Credentials, path: string): void {
  const writes = flags.write === true || flags.append === true;
  if (place.inode.kind === 'dir' && (writes || flags.create === true)) {
    throw new SystemError('EISDIR', path);
  }
  if (place.inode.kind === 'socket') throw new SystemError('ENXIO', path);
  if (flags.read === true && !isAllowed(place.inode, who, 4)) throw new SystemError('EACCES', path);
  if (writes) checkWritable(place, who, path);
}
