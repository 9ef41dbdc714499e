// All controllers of this folder, by name.
import { type Registered, registry } from '../../base/registry';
import type { Controller } from './controller';

const modules = import.meta.glob<Registered<Controller>>(
  ['./*-controller.ts', './*-controller/index.ts'],
  { eager: true },
);

/** Every controller, in the order of names. */
export const controllers: ReadonlyMap<string, Controller> = registry(modules);
