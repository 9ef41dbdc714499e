// The programs of machines: commands, shells, and the tools of a laptop. All are loaded when they
// first run.
import { host, type Task } from '../base/sim';
import { commandPrograms } from '../commands/registry';
import type { Process, Program } from '../machine/types';
import type { CompletingProgram, CompletionRequest } from '../shell/completion/native';

type Loader = () => Promise<{ readonly default: Program } | Program>;

/** A program that is imported at its first run. */
export interface LazyProgram extends CompletingProgram {
  preload(): Promise<void>;
}

/** @param resume as in Program: it must be known before the program is. */
export function lazyProgram(name: string, load: Loader, resume?: 'rerun'): LazyProgram {
  let loaded: CompletingProgram | undefined;
  const fetch = async () => {
    const module = await load();
    loaded = 'default' in module ? module.default : module;
  };
  function* ready(): Task<CompletingProgram> {
    if (loaded === undefined) yield* host(fetch());
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

/** What every machine has: commands and shells. */
export function basicPrograms(shells: Readonly<Record<string, Program>>): Map<string, Program> {
  return new Map([...commandPrograms(), ...Object.entries(shells)]);
}
