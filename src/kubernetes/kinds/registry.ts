// The definitions of all kinds that have rules of their own, by plural name.
import { type Registered, registry } from '../../base/registry';
import type { KindDefinition } from './define-kind';

const modules = import.meta.glob<Registered<KindDefinition>>(
  ['./definitions/*.ts', './definitions/*/index.ts', '!**/*.test.ts'],
  { eager: true },
);

/** Every definition by the plural of its resource. */
export const kinds: ReadonlyMap<string, KindDefinition> = registry(modules);
