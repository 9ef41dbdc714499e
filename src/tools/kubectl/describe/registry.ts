// The describers of all kinds that have one.
import type { Describer } from './describer';

const modules = import.meta.glob<{ readonly default: Describer | readonly Describer[] }>(
  ['./kinds/*.ts', '!**/*.test.ts'],
  { eager: true },
);

const byKind: ReadonlyMap<string, Describer> = new Map(
  Object.values(modules)
    .flatMap((module) => module.default)
    .map((one) => [`${one.name}.${one.group}`, one]),
);

/** The describer of a resource; undefined: the generic one does. */
export function describerOf(resource: { resource: string; group: string }): Describer | undefined {
  return byKind.get(`${resource.resource}.${resource.group}`);
}
