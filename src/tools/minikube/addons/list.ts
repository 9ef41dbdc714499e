// All addons: who looks after them, their images, and whether this playground can install them.
import table from '../generated/addons.json';

export interface AddonFacts {
  readonly name: string;
  readonly maintainer: string;
  readonly images: readonly {
    readonly name: string;
    readonly image: string;
    readonly registry: string;
  }[];
}

export const addonFacts: readonly AddonFacts[] = table.addons;

export const addonNames: readonly string[] = addonFacts.map((one) => one.name);

export const enabledByDefault: readonly string[] = table.enabledByDefault;

export const configKeys: readonly string[] = table.configKeys;

export const drivers: readonly string[] = table.drivers;

/** Newest first, without Kubernetes's own number: see versions.ts. */
export const kubernetesVersions: readonly string[] = table.kubernetesVersions;

export function addonNamed(name: string): AddonFacts | undefined {
  return addonFacts.find((one) => one.name === name);
}

/** `registry.k8s.io/metrics-server/metrics-server:v0.8.1`. */
export function imagesOf(addon: AddonFacts): string[] {
  return addon.images.map(({ registry, image }) => (registry ? `${registry}/${image}` : image));
}
