// Paths as text: relative paths, canonical paths of what may not exist.
import { SystemError } from '../../machine/errno';
import type { Files } from '../../machine/types';

/** The path of `to` as seen from the folder `from`; both are canonical. */
export function relativePath(from: string, to: string): string {
  const [a, b] = [split(from), split(to)];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const names = [...a.slice(same).map(() => '..'), ...b.slice(same)];
  return names.length === 0 ? '.' : names.join('/');
}

function split(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '');
}

/** What must exist for a path to be canonical: everything, all but the last name, nothing. */
export type Existence = 'all' | 'parents' | 'none';

const maxLinks = 40;

/** The path without links and dots. @throws SystemError ENOENT, ENOTDIR, ELOOP. */
export function canonicalPath(files: Files, path: string, existence: Existence): string {
  if (path === '') throw new SystemError('ENOENT', path);
  const full = path.startsWith('/') ? path : `${files.realpath(files.cwd)}/${path}`;
  const todo = full.split('/').reverse();
  const done: string[] = [];
  let links = 0;
  while (todo.length > 0) {
    const name = todo.pop() as string;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      done.pop();
      continue;
    }
    const at = `/${[...done, name].join('/')}`;
    const isLast = todo.every((rest) => rest === '' || rest === '.');
    const kind = kindAt(files, at, existence, isLast);
    if (kind === 'symlink') {
      if (++links > maxLinks) throw new SystemError('ELOOP', path);
      const target = files.readlink(at);
      if (target.startsWith('/')) done.length = 0;
      todo.push(...target.split('/').reverse());
      continue;
    }
    if (kind !== undefined && kind !== 'dir' && !isLast && existence !== 'none') {
      throw new SystemError('ENOTDIR', path);
    }
    if (kind !== undefined && kind !== 'dir' && path.endsWith('/') && existence !== 'none') {
      throw new SystemError('ENOTDIR', path);
    }
    done.push(name);
  }
  return `/${done.join('/')}`;
}

function kindAt(files: Files, at: string, existence: Existence, isLast: boolean) {
  try {
    return files.lstat(at).kind;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (existence === 'none') return undefined;
    if (existence === 'parents' && isLast && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
