// bash and sh as programs: reading the command line, then running `-c`, a file, standard input or
// the interactive loop.
import type { Task } from '../base/sim';
import { errorText, SystemError } from '../machine/errno';
import type { Process, Program } from '../machine/types';
import { runInput } from './interpreter/run-input';
import { runText } from './interpreter/run-text';
import { Shell } from './interpreter/shell';
import { importEnvironment } from './interpreter/startup';
import { readStartupFiles } from './interpreter/startup-files';
import { runToEnd } from './interpreter/subshell';
import { type Invocation, readInvocation } from './invocation';
import type { Dialect } from './parser/source';
import { runInteractive } from './readline/session';
import { registerShell } from './state';

export const bash: Program = { name: 'bash', run: (process) => runShell(process, 'bash') };

/** dash, which Debian calls sh. */
export const sh: Program = { name: 'dash', run: (process) => runShell(process, 'dash') };

/** busybox's shell. */
export const ash: Program = { name: 'ash', run: (process) => runShell(process, 'ash') };

/** Runs a shell as its process's command line says. */
export function* runShell(process: Process, dialect: Dialect): Task<number> {
  const invocation = readInvocation(process.argv, dialect);
  if (typeof invocation === 'string') {
    yield* process.error(invocation);
    return 2;
  }
  if (invocation.print !== undefined) {
    yield* process.write(invocation.print);
    return 0;
  }
  const isInteractive = wantsPrompt(process, invocation);
  const name = invocation.name;
  const shell = new Shell({ process, dialect, name, isInteractive });
  shell.isLogin = invocation.isLogin;
  registerShell(shell);
  importEnvironment(shell);
  for (const [option, isOn] of invocation.options) shell.options.set(option, isOn);
  shell.positional = [...invocation.args];
  return yield* runToEnd(shell, runProgram(shell, invocation));
}

function wantsPrompt(process: Process, invocation: Invocation): boolean {
  if (invocation.isInteractive) return true;
  if (invocation.command !== undefined || invocation.file !== undefined) return false;
  return process.fds.get(0)?.tty !== undefined && process.fds.get(2)?.tty !== undefined;
}

function* runProgram(shell: Shell, invocation: Invocation): Task<number> {
  shell.frames.push({ kind: 'main', name: 'main', source: invocation.file ?? '', callLine: 0 });
  yield* readStartupFiles(shell, invocation);
  if (invocation.command !== undefined) {
    shell.invocation = 'c';
    shell.isCommandString = true;
    return yield* runText(shell, invocation.command, { label: '-c: ', isWholeProgram: true });
  }
  if (invocation.file !== undefined) return yield* runFile(shell, invocation.file);
  shell.invocation = 's';
  if (shell.isInteractive) return yield* runInteractive(shell);
  return yield* runInput(shell);
}

function* runFile(shell: Shell, path: string): Task<number> {
  const { files } = shell.process;
  let text: string;
  try {
    if (files.isDir(path)) throw new SystemError('EISDIR', path);
    text = files.read(path);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const isMissing = error.code === 'ENOENT';
    if (!shell.isBash) {
      const reason = isMissing ? 'No such file' : errorText(error);
      yield* shell.print(2, `sh: 0: cannot open ${path}: ${reason}\n`);
      return 2;
    }
    if (error.code === 'EISDIR') {
      yield* shell.print(2, `${path}: ${path}: Is a directory\n`);
      return 126;
    }
    yield* shell.print(2, `bash: ${path}: ${errorText(error)}\n`);
    return isMissing ? 127 : 126;
  }
  if (text.slice(0, 80).split('\n')[0]?.includes('\0')) {
    yield* shell.print(2, `${path}: ${path}: cannot execute binary file\n`);
    return 126;
  }
  return yield* runText(shell, text, { isWholeProgram: true });
}
