// Tilde expansion: `~`, `~user`, `~+`, `~-`.
import { readVariable } from '../interpreter/assign';
import type { Shell } from '../interpreter/shell';

/** Expands a tilde at the start. `isLast`: nothing follows the text in its word. */
export function expandTilde(shell: Shell, text: string, isLast: boolean): string {
  if (!text.startsWith('~')) return text;
  const match = /^~([^/:]*)/.exec(text);
  const name = match?.[1] ?? '';
  if (name.length + 1 === text.length && !isLast) return text;
  const home = homeOf(shell, name);
  return home === undefined ? text : home + text.slice(name.length + 1);
}

/** Also after each colon, as in PATH-like values. */
export function expandTildes(
  shell: Shell,
  text: string,
  place: { readonly isFirst: boolean; readonly isLast: boolean },
): string {
  const pieces = text.split(':');
  const last = pieces.length - 1;
  return pieces
    .map((piece, i) => {
      if (i === 0 && !place.isFirst) return piece;
      return expandTilde(shell, piece, i < last || place.isLast);
    })
    .join(':');
}

/** The folder that `~name` means; undefined when there is no such user. */
function homeOf(shell: Shell, name: string): string | undefined {
  if (name === '') return readVariable(shell, 'HOME') ?? userHome(shell, 'root');
  if (name === '+') return readVariable(shell, 'PWD');
  if (name === '-') return readVariable(shell, 'OLDPWD');
  return userHome(shell, name);
}

function userHome(shell: Shell, name: string): string | undefined {
  const { files } = shell.process;
  if (!files.exists('/etc/passwd')) return undefined;
  for (const line of files.read('/etc/passwd').split('\n')) {
    const fields = line.split(':');
    if (fields[0] === name) return fields[5];
  }
  return undefined;
}
