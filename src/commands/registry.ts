// All commands by name, loaded lazily: a command's module is imported when it first runs.
// A file (or a folder with an index.ts) of this folder is the command of that name.
import { host, type Task } from '../base/sim';
import type { Process, Program } from '../machine/types';
import type { CompletingProgram } from '../shell/completion/native';
import type { CommandProgram } from './command';
import { completeCommand } from './framework/completion';

interface CommandModule {
  readonly default: CommandProgram;
}

const modules = import.meta.glob<CommandModule>([
  './*.ts',
  './*/index.ts',
  '!./command.ts',
  '!./registry.ts',
  '!./*.test.ts',
]);

/** Names that a file can't or need not have. */
const aliases: Readonly<Record<string, string>> = { '[': 'test' };

const loaders: ReadonlyMap<string, () => Promise<CommandModule>> = new Map(
  Object.entries(modules)
    .map(([path, load]) => [path.replace(/^\.\/|(\/index)?\.ts$/g, ''), load] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** What has been imported. Code, not state: the same for all worlds. */
const loaded = new Map<string, CommandProgram>();

/** Every command's name, sorted. Loads nothing. */
export const commandNames: readonly string[] = [...loaders.keys(), ...Object.keys(aliases)].sort();

/** A program for each command; its module is loaded when it first runs. */
export function commandPrograms(): Map<string, Program> {
  return new Map(commandNames.map((name) => [name, lazyProgram(name)]));
}

/** The command with its definition (for completion, man pages); undefined: no such command. */
export async function loadCommand(name: string): Promise<CommandProgram | undefined> {
  const file = aliases[name] ?? name;
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const load = loaders.get(file);
  if (load === undefined) return undefined;
  const program = (await load()).default;
  if (program.name !== file) throw new Error(`${file}.ts defines ${program.name}`);
  loaded.set(file, program);
  return program;
}

/** The command if its module is already there. */
export function loadedCommand(name: string): CommandProgram | undefined {
  return loaded.get(aliases[name] ?? name);
}

/** Loads every command now, so that none waits for its module later (Node tools, tests). */
export async function preloadCommands(): Promise<void> {
  await Promise.all([...loaders.keys()].map(loadCommand));
}

function lazyProgram(name: string): CompletingProgram {
  function* ready(): Task<CommandProgram> {
    const program = loadedCommand(name) ?? (yield* host(loadCommand(name)));
    if (program === undefined) throw new Error(`no command ${name}`);
    return program;
  }
  return {
    name,
    *run(process: Process): Task<number> {
      return yield* (yield* ready()).run(process);
    },
    *complete(request) {
      return completeCommand(yield* ready(), request);
    },
  };
}
