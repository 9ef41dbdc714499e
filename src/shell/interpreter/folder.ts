// The working directory, as the user sees it: links that were followed stay in its name.
import { SystemError } from '../../machine/errno';
import { readVariable } from './assign';
import type { Shell } from './shell';
import { Variable } from './variables';

/** Changes the folder, PWD and OLDPWD. @throws SystemError */
export function changeFolder(shell: Shell, path: string, isPhysical = false): void {
  const { files } = shell.process;
  const before = logicalFolder(shell);
  let target = isPhysical ? path : logical(before, path);
  const stat = files.stat(target);
  if (stat.kind !== 'dir') throw new SystemError('ENOTDIR', path);
  if (!files.may(target, 'x')) throw new SystemError('EACCES', path);
  if (isPhysical) target = files.realpath(target);
  files.cwd = isPhysical ? target : files.realpath(target);
  note(shell, 'OLDPWD', before);
  note(shell, 'PWD', target);
}

/** PWD when it is right, else the real name. */
export function logicalFolder(shell: Shell): string {
  const { files } = shell.process;
  const named = readVariable(shell, 'PWD');
  if (named?.startsWith('/')) {
    try {
      if (files.realpath(named) === files.realpath(files.cwd)) return named;
    } catch {
      // PWD names nothing that exists.
    }
  }
  return files.cwd;
}

/** Joins and takes out `.` and `..` by their text alone. */
function logical(folder: string, path: string): string {
  const parts: string[] = [];
  const all = path.startsWith('/') ? path : `${folder}/${path}`;
  for (const part of all.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  // POSIX leaves two slashes at the start alone.
  const root = /^\/\/(?!\/)/.test(all) ? '//' : '/';
  return root + parts.join('/');
}

function note(shell: Shell, name: string, value: string): void {
  const variable = shell.variables.find(name);
  if (variable !== undefined) variable.value = value;
  else shell.variables.globals.set(name, new Variable(value, { exported: true }));
}
