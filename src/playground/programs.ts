// The programs of machines: commands, shells, and the tools of a laptop. All are loaded when they
// first run.
import { host, type Task } from '../base/sim';
import { commandPrograms, preloadCommands } from '../commands/registry';
import type { Process, Program } from '../machine/types';
import type { CompletingProgram, CompletionRequest } from '../shell/completion/native';

type Loader = () => Promise<{ readonly default: Program } | Program>;

/** A program that is imported at its first run. */
export interface LazyProgram extends CompletingProgram {
  preload(): Promise<void>;
}

/**
 * @param resume as in Program: it must be known before the program is.
 * @param cache what was imported, for code that is the same in all worlds.
 */
export function lazyProgram(
  name: string,
  load: Loader,
  resume?: 'rerun',
  cache = new Map<string, CompletingProgram>(),
): LazyProgram {
  const fetch = async () => {
    const module = await load();
    cache.set(name, 'default' in module ? module.default : module);
  };
  function* ready(): Task<CompletingProgram> {
    const known = cache.get(name);
    if (known !== undefined) return known;
    yield* host(fetch());
    const loaded = cache.get(name);
    if (loaded === undefined) throw new Error(`no program ${name}`);
    return loaded;
  }
  return {
    name,
    resume,
    preload: fetch,
    *run(process: Process): Task<number> {
      return yield* (yield* ready()).run(process);
    },
    *complete(request: CompletionRequest) {
      const program = yield* ready();
      return program.complete === undefined ? undefined : yield* program.complete(request);
    },
  };
}

/** What has been imported. Code, not state: the same for all worlds. */
const imported = new Map<string, CompletingProgram>();

/** The shells and kubectl. */
export function sharedPrograms(): Readonly<Record<string, LazyProgram>> {
  const shared = (name: string, load: Loader, resume?: 'rerun') =>
    lazyProgram(name, load, resume, imported);
  return {
    bash: shared('bash', () => import('../shell/bash')),
    dash: shared('dash', () => import('../shell/dash')),
    ash: shared('ash', () => import('../shell/ash')),
    kubectl: shared('kubectl', () => import('../tools/kubectl/kubectl'), 'rerun'),
  };
}

/**
 * Imports all commands, shells and kubectl with its verbs, so that no world waits for a module
 * later. For Node tools and tests, whose worlds only advance.
 */
export async function preloadPrograms(): Promise<void> {
  const { preloadVerbs } = await import('../tools/kubectl/verbs/registry');
  const programs = Object.values(sharedPrograms()).map((one) => one.preload());
  await Promise.all([preloadCommands(), preloadVerbs(), ...programs]);
}

/** What every machine has: commands and shells. */
export function basicPrograms(shells: Readonly<Record<string, Program>>): Map<string, Program> {
  return new Map([...commandPrograms(), ...Object.entries(shells)]);
}
