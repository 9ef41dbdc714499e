// The programs of machines: commands, shells, and the tools of a laptop. All are loaded when they
// first run.
import { host, type Task } from '../base/sim';
import { commandPrograms } from '../commands/registry';
import type { Process, Program } from '../machine/types';

type Loader = () => Promise<{ readonly default: Program } | Program>;

/** A program that is imported at its first run. */
export function lazyProgram(name: string, load: Loader): Program & { preload(): Promise<void> } {
  let loaded: Program | undefined;
  const fetch = async () => {
    const module = await load();
    loaded = 'default' in module ? module.default : module;
  };
  return {
    name,
    preload: fetch,
    *run(process: Process): Task<number> {
      if (loaded === undefined) yield* host(fetch());
      if (loaded === undefined) throw new Error(`no program ${name}`);
      return yield* loaded.run(process);
    },
  };
}

/** What every machine has: commands and shells. */
export function basicPrograms(shells: Readonly<Record<string, Program>>): Map<string, Program> {
  return new Map([...commandPrograms(), ...Object.entries(shells)]);
}
