// What takes many system calls: `mkdir -p` and `rm -rf`.
import { SystemError } from '../errno';
import type { Files, Stat } from '../types';

/** @throws SystemError ENOTDIR when a file stands in the way. */
export function makeFolders(files: Files, path: string, mode: number): void {
  let at = path.startsWith('/') ? '/' : '';
  for (const name of path.split('/')) {
    if (name === '') continue;
    at += at === '' || at.endsWith('/') ? name : `/${name}`;
    if (files.isDir(at)) continue;
    if (files.exists(at)) throw new SystemError('ENOTDIR', at);
    files.mkdir(at, mode);
  }
}

/** What is missing is no error. */
export function removeTree(files: Files, path: string): void {
  let stat: Stat;
  try {
    stat = files.lstat(path);
  } catch (error) {
    const code = error instanceof SystemError ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    throw error;
  }
  if (stat.kind !== 'dir') {
    files.unlink(path);
    return;
  }
  for (const name of files.list(path)) removeTree(files, `${path}/${name}`);
  files.rmdir(path);
}
