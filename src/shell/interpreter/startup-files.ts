// Which files a shell reads before anything else.
import type { Task } from '../../base/sim';
import type { Invocation } from '../invocation';
import { readVariable } from './assign';
import { AbandonLine } from './errors';
import { runText } from './run-text';
import type { Shell } from './shell';

/** Login shells read profiles, interactive ones ~/.bashrc, others what BASH_ENV names. */
export function* readStartupFiles(shell: Shell, invocation: Invocation): Task<void> {
  const home = readVariable(shell, 'HOME') ?? '/';
  if (shell.isLogin && !invocation.skipsProfile) {
    yield* sourceFile(shell, '/etc/profile');
    const own = shell.isBash
      ? [`${home}/.bash_profile`, `${home}/.bash_login`, `${home}/.profile`]
      : [`${home}/.profile`];
    const first = own.find((path) => shell.process.files.isFile(path));
    if (first !== undefined) yield* sourceFile(shell, first);
    return;
  }
  if (shell.isInteractive) {
    if (!shell.isBash || invocation.skipsRc) return;
    if (invocation.rcFile === undefined) yield* sourceFile(shell, '/etc/bash.bashrc');
    yield* sourceFile(shell, invocation.rcFile ?? `${home}/.bashrc`);
    return;
  }
  const path = shell.isBash ? readVariable(shell, 'BASH_ENV') : undefined;
  if (path !== undefined && path !== '') yield* sourceFile(shell, path);
}

/** Runs a file's commands here; a missing one is no matter. */
function* sourceFile(shell: Shell, path: string): Task<void> {
  const { files } = shell.process;
  if (!files.isFile(path) || !files.may(path, 'r')) return;
  shell.frames.push({ kind: 'source', name: 'source', source: path, callLine: 0 });
  try {
    yield* runText(shell, files.read(path));
  } catch (stop) {
    if (!(stop instanceof AbandonLine)) throw stop;
  } finally {
    shell.frames.pop();
    shell.isReturning = false;
  }
}
