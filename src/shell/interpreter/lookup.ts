// Finding commands on PATH.
import type { Files } from '../../machine/types';
import { readVariable } from './assign';
import type { Shell } from './shell';

/** What PATH means when it is asked for by `command -p`. */
export const standardPath = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin';

/** Every file on PATH that the name may mean, in order. */
export function* pathCandidates(files: Files, name: string, path: string): Generator<string> {
  for (const folder of path.split(':')) {
    const base = folder === '' ? '.' : folder.replace(/\/+$/, '');
    const file = `${base}/${name}`;
    if (files.isFile(file)) yield file;
  }
}

/** Where an executable is found; remembered in the shell's hash table. */
export function findExecutable(shell: Shell, name: string, path?: string): string | undefined {
  const { files } = shell.process;
  if (name === '') return undefined;
  if (path === undefined) {
    const known = shell.hashed.get(name);
    if (known !== undefined && files.isFile(known.path)) {
      known.hits++;
      return known.path;
    }
  }
  let unexecutable: string | undefined;
  const list = path ?? readVariable(shell, 'PATH') ?? standardPath;
  for (const file of pathCandidates(files, name, list)) {
    if (files.may(file, 'x')) {
      if (path === undefined) shell.hashed.set(name, { path: file, hits: 1 });
      return file;
    }
    unexecutable ??= file;
  }
  return unexecutable;
}

/** Like findExecutable, but leaves the hash table alone: for `type` and `command -v`. */
export function searchPath(shell: Shell, name: string, path?: string): string | undefined {
  const { files } = shell.process;
  if (name.includes('/')) return files.isFile(name) && files.may(name, 'x') ? name : undefined;
  const list = path ?? readVariable(shell, 'PATH') ?? standardPath;
  for (const file of pathCandidates(files, name, list)) if (files.may(file, 'x')) return file;
  return undefined;
}
