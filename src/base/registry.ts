// Turns a globbed folder into a map by name, and insists that a file is named like its thing.

/** A module whose default export is one registered thing. */
export interface Registered<T> {
  readonly default: T;
}

/**
 * Collects what a folder holds. @param modules from `import.meta.glob(..., { eager: true })`.
 * @throws when a file's name is not its thing's name, or two things share a name.
 */
export function registry<T extends { readonly name: string }>(
  modules: Readonly<Record<string, Registered<T>>>,
): ReadonlyMap<string, T> {
  const things = new Map<string, T>();
  for (const path of Object.keys(modules).sort()) {
    if (path.endsWith('.test.ts')) continue;
    const thing = modules[path]?.default;
    if (thing === undefined) throw new Error(`${path}: no default export`);
    const file = fileName(path);
    if (file !== thing.name) throw new Error(`${path}: defines ${thing.name}, named ${file}`);
    if (things.has(thing.name)) throw new Error(`${path}: a second ${thing.name}`);
    things.set(thing.name, thing);
  }
  return things;
}

/** `./nginx.ts` and `./nginx/index.ts` are both nginx. */
function fileName(path: string): string {
  const parts = path.replace(/(\/index)?\.tsx?$/, '').split('/');
  return parts[parts.length - 1] ?? '';
}
