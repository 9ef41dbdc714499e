// Completion by programs themselves (kubectl, minikube, the commands).
import type { Task } from '../../base/sim';
import type { Process, Program } from '../../machine/types';
import { findExecutable } from '../interpreter/lookup';
import type { Shell } from '../interpreter/shell';

/** What a program is asked: the words of its command line, and which of them. */
export interface CompletionRequest {
  /** Without quotes; the first is the command. */
  readonly words: readonly string[];
  readonly index: number;
  readonly line: string;
  /** The shell's process: its folder, environment and rights count. */
  readonly process: Process;
}

export interface NativeCompletion {
  readonly candidates: readonly string[];
  /** No blank after a single candidate. */
  readonly noSpace?: boolean;
}

/** A program that can complete its own arguments. */
export interface CompletingProgram extends Program {
  complete?(request: CompletionRequest): Task<NativeCompletion | undefined>;
}

/** Asks the program that `words[0]` names, if it knows about completion. */
export function* completeNatively(
  shell: Shell,
  request: CompletionRequest,
): Task<NativeCompletion | undefined> {
  const name = request.words[0] ?? '';
  const path = name.includes('/') ? name : findExecutable(shell, name);
  if (path === undefined) return undefined;
  const { files, machine } = shell.process;
  if (!files.isFile(path)) return undefined;
  const { program } = files.stat(path);
  const found = program === undefined ? undefined : machine.programs.get(program);
  const completing = found as CompletingProgram | undefined;
  if (completing?.complete === undefined) return undefined;
  return yield* completing.complete(request);
}
