// A script file as the program of a process.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import type { Dialect } from '../parser/source';
import { runText } from './run-text';
import { Shell } from './shell';
import { importEnvironment } from './startup';
import { runToEnd } from './subshell';

/** Runs the file with its arguments in a new shell. The file can be read: the caller has looked. */
export function* runScriptIn(
  process: Process,
  dialect: Dialect,
  path: string,
  args: readonly string[],
): Task<number> {
  const shell = new Shell({ process, dialect, name: path });
  importEnvironment(shell);
  shell.positional = [...args];
  shell.frames.push({ kind: 'main', name: 'main', source: path, callLine: 0 });
  const text = process.files.read(path);
  return yield* runToEnd(shell, runText(shell, text, { isWholeProgram: true }));
}
