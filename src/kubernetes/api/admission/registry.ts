// All admission plugins of this folder, by name.
import { type Registered, registry } from '../../../base/registry';
import type { AdmissionPlugin } from './admission';

const modules = import.meta.glob<Registered<AdmissionPlugin>>(['./plugins/*.ts', '!**/*.test.ts'], {
  eager: true,
});

/** Every plugin. */
export const admissionPlugins: ReadonlyMap<string, AdmissionPlugin> = registry(modules);
