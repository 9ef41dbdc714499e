// exec: the shell becomes the program, or its descriptors change for good.
import { SystemError } from '../../machine/errno';
import { type Builtin, readFlags, usageError } from '../builtin/call';
import { ExitShell } from '../interpreter/errors';
import { environment, replaceShell } from '../interpreter/external';
import { findExecutable } from '../interpreter/lookup';
import type { Shell } from '../interpreter/shell';

const usage = 'exec [-cl] [-a name] [command [argument ...]] [redirection ...]';

const builtin: Builtin = {
  name: 'exec',
  usage,
  about: 'Replaces the shell by a program; without one, keeps the redirections.',
  isSpecial: true,
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'cla:');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    call.keepRedirects();
    const [name, ...args] = rest;
    if (name === undefined) return 0;
    const path = name.includes('/') ? name : findExecutable(shell, name);
    const dash = flags.has('l') ? '-' : '';
    const argv = [dash + (flags.get('a') ?? name), ...args];
    const env = flags.has('c') ? new Map<string, string>() : environment(shell);
    try {
      if (path === undefined) throw new SystemError('ENOENT', name);
      env.set('_', path);
      yield* replaceShell(shell, { argv, path, env });
      return 0;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return yield* fail(call.shell, name, path, error);
    }
  },
};
export default builtin;

function* fail(shell: Shell, name: string, path: string | undefined, error: SystemError) {
  const { files } = shell.process;
  const isMissing = error.code === 'ENOENT';
  const code = isMissing ? 127 : 126;
  if (path === undefined || (isMissing && !name.includes('/'))) {
    yield* shell.complain(`exec: ${name}: not found`);
  } else {
    const isFolder = files.isDir(path);
    const missing = 'cannot execute: No such file or directory';
    const reason = isMissing
      ? missing
      : `cannot execute: ${isFolder ? 'Is a directory' : 'Permission denied'}`;
    if (isFolder || !isMissing)
      yield* shell.complain(`${path}: ${reason.replace('cannot execute: ', '')}`);
    yield* shell.complain(`exec: ${path}: ${reason}`);
  }
  if (shell.isInteractive || shell.options.has('execfail')) return code;
  throw new ExitShell(code);
}
