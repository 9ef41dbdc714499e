// The stack of pushd, popd and dirs. Its top is the working directory.
import { readVariable } from './assign';
import { logicalFolder } from './folder';
import type { Shell } from './shell';

/** The whole stack, the working directory first. */
export function folderStack(shell: Shell): string[] {
  return [logicalFolder(shell), ...shell.directories];
}

/** As dirs prints a folder: `~` for HOME. */
export function shortName(shell: Shell, folder: string): string {
  const home = readVariable(shell, 'HOME');
  if (home === undefined || home === '' || home === '/') return folder;
  if (folder === home) return '~';
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

/** The stack on one line. */
export function stackLine(shell: Shell): string {
  return `${folderStack(shell)
    .map((folder) => shortName(shell, folder))
    .join(' ')}\n`;
}

/** `+2`, `-0` as an index into the stack; undefined when out of range. */
export function stackIndex(shell: Shell, spec: string): number | undefined {
  const size = shell.directories.length + 1;
  const number = Number(spec.slice(1));
  const index = spec.startsWith('+') ? number : size - 1 - number;
  return index >= 0 && index < size ? index : undefined;
}
