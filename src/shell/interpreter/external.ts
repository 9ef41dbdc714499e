// Running programs: finding them, starting them, and what is said when that fails.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { functionText } from '../print';
import { callFunction } from './functions';
import { findExecutable } from './lookup';
import { runScriptIn } from './script';
import type { Shell } from './shell';
import type { Variable } from './variables';
import { waitForeground } from './wait';

export interface ExternalRun {
  readonly args: readonly string[];
  readonly temporary: ReadonlyMap<string, Variable> | undefined;
  /** The program takes this process's place. */
  readonly mayReplace: boolean;
  readonly text: () => string;
  /** Called when the program has been started (or can't be): redirections end here. */
  readonly started: () => void;
}

/** Runs a program in the foreground. */
export function* runExternal(shell: Shell, run: ExternalRun): Task<number> {
  const name = run.args[0] as string;
  const env = environment(shell, run.temporary);
  const path = name.includes('/') ? name : findIn(shell, name, run.temporary);
  if (path === undefined) return yield* notFound(shell, run);
  env.set('_', path);
  const { process } = shell;
  const options = { argv: run.args, path, env };
  let child: Process;
  try {
    if (run.mayReplace) yield* replaceShell(shell, options);
    const hasControl = shell.options.has('monitor');
    const { fds } = process;
    child = process.spawn({ ...options, fds, ...(hasControl ? { group: 'new' as const } : {}) });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const started = yield* failure(shell, run, { path, error, env });
    if (typeof started === 'number') return started;
    child = started;
  }
  run.started();
  const statuses = yield* waitForeground(shell, [child], run.text);
  return statuses[0] ?? 0;
}

function findIn(
  shell: Shell,
  name: string,
  temporary: ReadonlyMap<string, Variable> | undefined,
): string | undefined {
  const path = temporary?.get('PATH')?.text;
  return findExecutable(shell, name, path);
}

/** Lets a program take this process's place. @throws SystemError */
export function* replaceShell(
  shell: Shell,
  options: {
    readonly argv: readonly string[];
    readonly path: string;
    readonly env: Map<string, string>;
  },
): Task<void> {
  const level = Number(options.env.get('SHLVL'));
  if (level > 0) options.env.set('SHLVL', String(level - 1));
  shell.isReplaced = true;
  try {
    yield* shell.process.exec(options);
  } catch (error) {
    if (error instanceof SystemError) shell.isReplaced = false;
    throw error;
  }
}

/** The environment of a child. */
export function environment(
  shell: Shell,
  temporary?: ReadonlyMap<string, Variable> | undefined,
): Map<string, string> {
  const env = shell.variables.exported();
  for (const [name, variable] of temporary ?? []) env.set(name, variable.text ?? '');
  for (const [name, { command, isExported }] of shell.functions) {
    if (!isExported) continue;
    const text = functionText(name, command.body).slice(name.length + 1);
    env.set(`BASH_FUNC_${name}%%`, text.replace(/^\(\) \n\{ \n {4}/, '() {  '));
  }
  return env;
}

function* notFound(shell: Shell, run: ExternalRun): Task<number> {
  const name = run.args[0] as string;
  const handler = shell.functions.get('command_not_found_handle');
  if (handler !== undefined) {
    return yield* callFunction(shell, 'command_not_found_handle', handler, {
      args: run.args,
      temporary: undefined,
    });
  }
  yield* shell.complain(`${name}: ${shell.isBash ? 'command not found' : 'not found'}`);
  run.started();
  return 127;
}

interface Failed {
  readonly path: string;
  readonly error: SystemError;
  readonly env: ReadonlyMap<string, string>;
}

/** Says why a program can't run, or starts it as a script. */
function* failure(shell: Shell, run: ExternalRun, failed: Failed): Task<number | Process> {
  const { path, error } = failed;
  const { files } = shell.process;
  if (error.code === 'ENOEXEC' && files.isFile(path) && !isBinary(files.read(path))) {
    return startScript(shell, run, failed);
  }
  const { message, code } = failureOf(shell, run.args[0] as string, failed);
  yield* shell.complain(message);
  run.started();
  return code;
}

function failureOf(
  shell: Shell,
  name: string,
  { path, error }: Failed,
): { message: string; code: number } {
  const { files } = shell.process;
  const shown = name.includes('/') ? name : path;
  if (!shell.isBash) {
    const isMissing = error.code === 'ENOENT';
    const reason = isMissing ? 'not found' : files.isDir(path) ? 'Permission denied' : error.code;
    const text = reason === 'EACCES' ? 'Permission denied' : reason;
    return { message: `${name}: ${text}`, code: isMissing ? 127 : 126 };
  }
  if (files.isDir(path)) return { message: `${shown}: Is a directory`, code: 126 };
  if (error.code === 'ENOENT' && files.exists(path)) {
    return { message: `${shown}: cannot execute: required file not found`, code: 127 };
  }
  if (error.code === 'ENOENT') return { message: `${shown}: No such file or directory`, code: 127 };
  if (error.code === 'ENOEXEC') {
    return { message: `${shown}: cannot execute binary file: Exec format error`, code: 126 };
  }
  const text = error.code === 'ENOTDIR' ? 'Not a directory' : 'Permission denied';
  return { message: `${shown}: ${text}`, code: 126 };
}

function isBinary(content: string): boolean {
  const head = content.slice(0, 80).split('\n')[0] ?? '';
  return head.startsWith('\x7fELF') || head.includes('\0');
}

/** A file without `#!` is a script of the shell that runs it. */
function startScript(shell: Shell, run: ExternalRun, failed: Failed): Process {
  const { path, env } = failed;
  const [, ...args] = run.args;
  const argv = [shell.isBash ? 'bash' : 'sh', path, ...args];
  return shell.process.spawn({
    argv,
    env,
    fds: shell.process.fds,
    body: (process) => runScriptIn(process, shell.dialect, path, args),
    ...(shell.options.has('monitor') ? { group: 'new' as const } : {}),
  });
}
