// Forked shells: a copy of the shell running in a process of its own.
import type { Task } from '../../base/sim';
import type { OpenFile, Process, SpawnOptions } from '../../machine/types';
import { AbandonLine, ExitShell } from './errors';
import type { Shell } from './shell';
import { runExitTrap } from './traps';

export interface SubshellOptions {
  /** Descriptors that differ from the shell's own. */
  readonly fds?: ReadonlyMap<number, OpenFile>;
  readonly group?: number | 'new';
  /** Without job control, background commands don't hear keys. */
  readonly ignoresKeys?: boolean;
  /** Doesn't inherit the pipes of the command's other process substitutions. */
  readonly isSubstitution?: boolean;
}

/** Starts `run` with a copy of the shell as it is now. */
export function spawnSubshell(
  shell: Shell,
  run: (sub: Shell) => Task<number>,
  options: SubshellOptions = {},
): Process {
  const sub = shell.fork(shell.process);
  sub.options.set('monitor', false);
  const fds = new Map(shell.process.fds);
  if (options.isSubstitution) for (const { fd } of shell.openSubstitutions) fds.delete(fd);
  for (const [fd, file] of options.fds ?? []) fds.set(fd, file);
  const spawn: SpawnOptions = {
    argv: shell.process.argv,
    fds,
    env: shell.process.env,
    body: (process) => runForked(sub, process, run, options),
    ...(options.group === undefined ? {} : { group: options.group }),
  };
  return shell.process.spawn(spawn);
}

function* runForked(
  sub: Shell,
  process: Process,
  run: (sub: Shell) => Task<number>,
  options: SubshellOptions,
): Task<number> {
  sub.process = process;
  for (const [name, action] of sub.traps) {
    if (action === '' && !/^(EXIT|ERR|DEBUG|RETURN)$/.test(name)) {
      process.onSignal(name as never, 'ignore');
    }
  }
  if (options.ignoresKeys) {
    process.onSignal('INT', 'ignore');
    process.onSignal('QUIT', 'ignore');
  }
  return yield* runToEnd(sub, run(sub));
}

/** Runs a shell's program to its end, whatever way it leaves, and its EXIT trap. */
export function* runToEnd(shell: Shell, task: Task<number>): Task<number> {
  let code: number;
  try {
    code = yield* task;
  } catch (stop) {
    if (!(stop instanceof ExitShell) && !(stop instanceof AbandonLine)) throw stop;
    code = stop.code;
  }
  return yield* runExitTrap(shell, code);
}
