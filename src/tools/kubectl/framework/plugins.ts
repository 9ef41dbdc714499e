// Plugins: executables `kubectl-NAME` on PATH, run when no command has that name.
import type { Process } from '../../../machine/types';
import type { CommandSpec } from './commands';
import type { FoundCommand } from './find-command';

/** A plugin to run. */
export interface PluginCall {
  readonly path: string;
  readonly args: readonly string[];
}

/** The plugin that words call; `misplaced flags` when flags come first; undefined: none. */
export function pluginFor(
  process: Process,
  words: readonly string[],
  found: FoundCommand | { readonly error: string },
): PluginCall | 'misplaced flags' | undefined {
  if ('error' in found) {
    const name = words.find((word) => !word.startsWith('-'));
    if (name === 'help') return undefined;
    if (words[0]?.startsWith('-')) return 'misplaced flags';
    return lookUp(process, words, 1);
  }
  if (!mayExtend(found.command, found.rest)) return undefined;
  return lookUp(process, words, words.length - found.rest.length + 1);
}

export function pluginMistake(words: readonly string[]): string {
  return `flags cannot be placed before plugin name: ${words[0]}`;
}

/** Only `create` takes plugins as subcommands. */
function mayExtend(command: CommandSpec, rest: readonly string[]): boolean {
  const [first] = rest;
  if (command.path !== 'create' || first === undefined || first.startsWith('-')) return false;
  return !command.children.some((child) => child.name === first);
}

function lookUp(process: Process, words: readonly string[], least: number): PluginCall | undefined {
  const end = words.findIndex((word) => word.startsWith('-'));
  const names = (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll('-', '_'));
  for (let count = names.length; count >= least && count > 0; count--) {
    const path = executable(process, `kubectl-${names.slice(0, count).join('-')}`);
    if (path !== undefined) return { path, args: words.slice(count) };
  }
  return undefined;
}

function executable(process: Process, name: string): string | undefined {
  for (const folder of (process.env.get('PATH') ?? '').split(':')) {
    const path = `${folder || '.'}/${name}`;
    if (process.files.isFile(path) && process.files.may(path, 'x')) return path;
  }
  return undefined;
}
