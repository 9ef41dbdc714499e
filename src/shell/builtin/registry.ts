// The builtins, found by their files. Those in builtins/rare are loaded when they first run, so
// that the first prompt doesn't wait for them; they exist in bash only.
import { type Registered, registry } from '../../base/registry';
import { host } from '../../base/sim';
import type { Dialect } from '../parser/source';
import type { Builtin } from './call';

export type { Builtin } from './call';

const usual = import.meta.glob<Registered<Builtin>>(['../builtins/*.ts', '!**/*.test.ts'], {
  eager: true,
});
const rare = import.meta.glob<Registered<Builtin>>(['../builtins/rare/*.ts', '!**/*.test.ts']);

/** Second names of the rare ones. */
const rareAliases: Readonly<Record<string, string>> = { readarray: 'mapfile' };

const byName: ReadonlyMap<string, Builtin> = collect();

function collect(): ReadonlyMap<string, Builtin> {
  const all = new Map(registry(usual));
  for (const [path, load] of Object.entries(rare)) {
    const name = path.replace(/^.*\//, '').replace(/\.ts$/, '');
    all.set(name, lazyBuiltin(name, load));
  }
  for (const builtin of [...all.values()]) {
    for (const alias of builtin.aliases ?? []) all.set(alias, builtin);
  }
  for (const [alias, name] of Object.entries(rareAliases)) {
    const builtin = all.get(name);
    if (builtin !== undefined) all.set(alias, builtin);
  }
  return all;
}

/** Stands for a builtin that is not loaded yet. */
function lazyBuiltin(name: string, load: () => Promise<Registered<Builtin>>): Builtin {
  let loaded: Builtin | undefined;
  return {
    name,
    usage: name,
    about: '',
    only: 'bash',
    *run(call) {
      loaded ??= (yield* host(load())).default;
      const result = loaded.run(call);
      return typeof result === 'number' ? result : yield* result;
    },
  };
}

/** The builtin of a name in that shell. */
export function builtinNamed(name: string, dialect: Dialect): Builtin | undefined {
  const found = byName.get(name);
  if (found === undefined || (found.only === 'bash' && dialect !== 'bash')) return undefined;
  if (name === 'source' && dialect === 'dash') return undefined;
  return found;
}

/** Every name, sorted by code point. */
export function builtinNames(): readonly string[] {
  return [...byName.keys()].sort();
}

/** Every builtin with its description, for `help`. */
export async function describedBuiltins(): Promise<ReadonlyMap<string, Builtin>> {
  const all = new Map(byName);
  for (const load of Object.values(rare)) {
    const { default: builtin } = await load();
    for (const name of [builtin.name, ...(builtin.aliases ?? [])]) all.set(name, builtin);
  }
  return all;
}
