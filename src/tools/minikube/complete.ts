// Completion of minikube's command lines: names of commands, flags, addons, profiles.
import type { CompletionRequest, NativeCompletion } from '../../shell/completion/native';
import { addonNames } from './addons/list';
import { type Command, childNamed, globalFlags, rootCommand } from './commands';

/** Candidates for the word at the cursor. */
export function complete(request: CompletionRequest): NativeCompletion {
  const current = request.words[request.index] ?? '';
  const before = request.words.slice(1, request.index).filter((word) => !word.startsWith('-'));
  let command: Command = rootCommand;
  for (const word of before) command = childNamed(command, word) ?? command;
  const names = current.startsWith('-') ? flagNames(command) : wordsFor(command);
  return { candidates: names.filter((name) => name.startsWith(current)) };
}

function flagNames(command: Command): string[] {
  const flags = [...command.flags, ...globalFlags].filter((flag) => !flag.hidden);
  return [...flags.map((flag) => `--${flag.name}`), '--help'].sort();
}

function wordsFor(command: Command): string[] {
  if (/^addons (enable|disable|open|images|configure)$/.test(command.path)) return [...addonNames];
  return command.children.filter((child) => !child.hidden).map((child) => child.name);
}
