// The builtins, found by their files.
import { type Registered, registry } from '../../base/registry';
import type { Dialect } from '../parser/source';
import type { Builtin } from './call';

export type { Builtin } from './call';

const modules = import.meta.glob<Registered<Builtin>>('../builtins/*.ts', { eager: true });

const byName: ReadonlyMap<string, Builtin> = withAliases(registry(modules));

function withAliases(things: ReadonlyMap<string, Builtin>): ReadonlyMap<string, Builtin> {
  const all = new Map(things);
  for (const builtin of things.values()) {
    for (const alias of builtin.aliases ?? []) all.set(alias, builtin);
  }
  return all;
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
