// Patterns in -f paths (Go's filepath.Glob): the shell left them alone because they were quoted.
import type { Process } from '../../../machine/types';

/** Paths that match, sorted; none when nothing does. */
export function matchGlob(process: Process, pattern: string): string[] {
  const parts = pattern.split('/');
  let found = [pattern.startsWith('/') ? '/' : ''];
  for (const part of parts.filter((one) => one !== '')) {
    found = found.flatMap((folder) => step(process, folder, part));
  }
  return found;
}

function step(process: Process, folder: string, part: string): string[] {
  const join = (name: string) => (folder === '' || folder === '/' ? folder : `${folder}/`) + name;
  if (!/[*?[\\]/.test(part)) return process.files.exists(join(part)) ? [join(part)] : [];
  if (folder !== '' && !process.files.isDir(folder)) return [];
  const test = globPattern(part);
  return process.files
    .list(folder || '.')
    .filter((name) => test.test(name))
    .map(join);
}

/** A pattern of one path part as a regular expression. */
function globPattern(part: string): RegExp {
  let text = '';
  for (let i = 0; i < part.length; i++) {
    const c = part[i] ?? '';
    if (c === '*') text += '[^/]*';
    else if (c === '?') text += '[^/]';
    else if (c === '[') {
      const end = part.indexOf(']', i + 1);
      if (end < 0) text += '\\[';
      else {
        text += `[${part.slice(i + 1, end).replace(/\\/g, '\\\\')}]`;
        i = end;
      }
    } else text += c.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${text}$`, 'su');
}
