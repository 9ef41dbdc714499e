// Defining and calling functions.
import type { Task } from '../../base/sim';
import type { FunctionCommand } from '../ast';
import { ShellError } from './errors';
import { runCommand } from './execute';
import type { Shell, ShellFunction } from './shell';
import { fireTrap } from './traps';
import type { Variable } from './variables';

const deepest = 900;

export function* defineFunction(shell: Shell, command: FunctionCommand): Task<number> {
  shell.functions.set(command.name, { command, source: sourceName(shell) });
  return 0;
}

/** Functions of a `-c` text come from the "environment"; those of files from the file. */
function sourceName(shell: Shell): string {
  const frame = shell.frame;
  if (frame !== undefined && frame.source !== '') return frame.source;
  return shell.isCommandString ? 'environment' : shell.isInteractive ? 'main' : shell.name;
}

/** Calls a function with its arguments; `$1`... are its own while it runs. */
export function* callFunction(
  shell: Shell,
  name: string,
  definition: ShellFunction,
  call: { args: readonly string[]; temporary: ReadonlyMap<string, Variable> | undefined },
): Task<number> {
  if (shell.frames.length > deepest) {
    throw new ShellError(`${name}: maximum function nesting level exceeded (${deepest})`);
  }
  const { positional, loopDepth, line } = shell;
  if (call.temporary !== undefined) {
    const outer = shell.variables.push('temporary');
    for (const [key, variable] of call.temporary) outer.names.set(key, variable);
  }
  const scope = shell.variables.push('function');
  shell.positional = [...call.args];
  shell.frames.push({ kind: 'function', name, source: definition.source, callLine: line });
  shell.loopDepth = 0;
  try {
    let status = yield* runCommand(shell, definition.command.body);
    if (shell.isReturning) {
      status = shell.status;
      shell.isReturning = false;
    }
    if (shell.traps.has('RETURN')) yield* fireTrap(shell, 'RETURN');
    return status;
  } finally {
    shell.frames.pop();
    shell.variables.pop();
    if (scope.options !== undefined) shell.options = scope.options;
    if (call.temporary !== undefined) shell.variables.pop();
    shell.positional = positional;
    shell.loopDepth = loopDepth;
    shell.line = line;
  }
}
