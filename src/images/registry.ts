// All images, and the registries of the simulated internet that hold them.
import { type Registered, registry } from '../base/registry';
import type { ImageCatalog, ImageDefinition, ImageLookup } from '../machine/image';

const modules = import.meta.glob<Registered<ImageDefinition>>(
  ['./definitions/*.ts', './definitions/*/index.ts', '!**/*.test.ts'],
  { eager: true },
);

/** Every image by its name. */
export const images: ReadonlyMap<string, ImageDefinition> = registry(modules);

/** Registries that exist; others have no address. */
const hosts = new Set([
  'docker.io',
  'registry.k8s.io',
  'gcr.io',
  'ghcr.io',
  'quay.io',
  'public.ecr.aws',
  'mcr.microsoft.com',
  'k8s.gcr.io',
  'us-docker.pkg.dev',
  'docker.elastic.co',
]);

/** What all registries together answer. */
export function createImageCatalog(): ImageCatalog {
  const byRepository = new Map<string, ImageDefinition>();
  for (const image of images.values()) {
    for (const repository of image.repositories) byRepository.set(repository, image);
  }
  return {
    find(reference): ImageLookup {
      if (!hosts.has(reference.host)) return { kind: 'no-such-host', host: reference.host };
      const image = byRepository.get(reference.repository);
      if (image === undefined || image.hasTag?.(reference.tag) === false) {
        return { kind: 'not-found' };
      }
      return { kind: 'image', image };
    },
  };
}
