// `coproc NAME { ...; }`: a background command with pipes to and from the shell.
import type { Task } from '../../base/sim';
import { createPipe } from '../../machine/pipe';
import type { OpenFile } from '../../machine/types';
import type { CoprocCommand } from '../ast';
import { commandText } from '../print';
import { IndexedArray } from './arrays';
import { setVariable } from './assign';
import { runCommand } from './execute';
import type { Shell } from './shell';
import { spawnSubshell } from './subshell';

export function* runCoproc(shell: Shell, command: CoprocCommand): Task<number> {
  const toChild = createPipe(shell.process.pid * 100 + 97);
  const fromChild = createPipe(shell.process.pid * 100 + 98);
  const fds = new Map([
    [0, toChild.reader],
    [1, fromChild.writer],
  ]);
  const child = spawnSubshell(shell, (sub) => runCommand(sub, command.body, true), { fds });
  toChild.reader.release();
  fromChild.writer.release();
  const output = place(shell, fromChild.reader);
  const input = place(shell, toChild.writer);
  setVariable(shell, command.name, new IndexedArray([String(output), String(input)]));
  setVariable(shell, `${command.name}_PID`, String(child.pid));
  shell.lastBackground = child.pid;
  const directory = shell.process.files.cwd;
  const text = commandText(command);
  const processes = [child];
  shell.jobs.add({ command: text, group: child.group, processes, isBackground: true, directory });
  return 0;
}

/** Descriptors of coprocesses are high ones, from 63 down. */
function place(shell: Shell, file: OpenFile): number {
  let fd = 63;
  while (shell.process.fds.has(fd)) fd--;
  shell.process.fds.set(fd, file);
  return fd;
}
