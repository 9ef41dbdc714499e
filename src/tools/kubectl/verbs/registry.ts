// All verbs by name, loaded when they first run. A file (or a folder with an index.ts) of this
// folder is the verb of that name.
import type { Verb } from '../framework/verb';

interface VerbModule {
  readonly default: Verb;
}

const modules = import.meta.glob<VerbModule>([
  './*.ts',
  './*/index.ts',
  '!./registry.ts',
  '!**/*.test.ts',
]);

const loaders: ReadonlyMap<string, () => Promise<VerbModule>> = new Map(
  Object.entries(modules).map(([path, load]) => [path.replace(/^\.\/|(\/index)?\.ts$/g, ''), load]),
);

/** What has been imported: code, the same for all worlds. */
const loaded = new Map<string, Verb>();

/** Names of all verbs that exist. */
export const verbNames: readonly string[] = [...loaders.keys()].sort();

/** The verb if it is already there. */
export function loadedVerb(name: string): Verb | undefined {
  return loaded.get(name);
}

/** Imports a verb; undefined: no such verb. */
export async function loadVerb(name: string): Promise<Verb | undefined> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const load = loaders.get(name);
  if (load === undefined) return undefined;
  const verb = (await load()).default;
  if (verb.name !== name) throw new Error(`${name} defines ${verb.name}`);
  loaded.set(name, verb);
  return verb;
}

/** Imports every verb now. */
export async function preloadVerbs(): Promise<void> {
  await Promise.all(verbNames.map(loadVerb));
}
