// execve(2) and its search on PATH: from a command's words to a program.
import { SystemError } from './errno';
import type { Credentials, Files, Program, Stat } from './types';

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What is to be run: the program, its executable's path and the words it gets. */
export interface Executable {
  readonly program: Program;
  readonly path: string;
  readonly argv: readonly string[];
  readonly credentials: Credentials;
  /** The program is an applet of this. */
  readonly suite?: string | undefined;
}

/** Where PATH leads for a name. @throws SystemError ENOENT, EACCES (found, may not be run). */
export function findOnPath(files: Files, name: string, env: ReadonlyMap<string, string>): string {
  if (name.includes('/')) return name;
  let isForbidden = false;
  if (name !== '') {
    for (const folder of (env.get('PATH') ?? defaultPath).split(':')) {
      const path = folder === '' ? `./${name}` : `${folder}/${name}`;
      if (!files.isFile(path)) continue;
      if (files.may(path, 'x')) return path;
      isForbidden = true;
    }
  }
  throw new SystemError(isForbidden ? 'EACCES' : 'ENOENT', name);
}

/**
 * Finds out what running `path` means, through `#!` lines.
 * @throws SystemError ENOENT, EACCES, ENOEXEC (no program and no `#!`), ELOOP; its path is the
 * interpreter when that is what is missing.
 */
export function loadExecutable(
  files: Files,
  programs: ReadonlyMap<string, Program>,
  path: string,
  argv: readonly string[],
  depth = 0,
): Executable {
  const stat = files.stat(path);
  if (stat.kind !== 'file' || !files.may(path, 'x')) throw new SystemError('EACCES', path);
  if (stat.program !== undefined) {
    // `busybox/ls`: the suite's own program when there is one, or the usual one with its texts.
    const slash = stat.program.indexOf('/');
    const suite = slash > 0 ? stat.program.slice(0, slash) : undefined;
    const program = programs.get(stat.program) ?? programs.get(stat.program.slice(slash + 1));
    if (program === undefined) throw new SystemError('ENOEXEC', path);
    return { program, path, argv, credentials: rightsOf(files.credentials, stat), suite };
  }
  const content = files.read(path);
  const line = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(content);
  if (line === null || depth >= 4) throw new SystemError(line === null ? 'ENOEXEC' : 'ELOOP', path);
  const [, interpreter = '', rest = ''] = line;
  const argument = rest.trim();
  const words = [interpreter, ...(argument === '' ? [] : [argument]), path, ...argv.slice(1)];
  return loadExecutable(files, programs, interpreter, words, depth + 1);
}

/** Rights after running it: a setuid or setgid executable gives its owner's. */
function rightsOf(caller: Credentials, stat: Stat): Credentials {
  const uid = (stat.mode & 0o4000) !== 0 ? stat.uid : caller.uid;
  const gid = (stat.mode & 0o2000) !== 0 ? stat.gid : caller.gid;
  return uid === caller.uid && gid === caller.gid ? caller : { ...caller, uid, gid };
}
