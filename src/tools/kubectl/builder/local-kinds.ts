// Kinds known without a server (--local): from the version this kubectl was made for.

import type { JsonObject } from '../../../base/json';
import discovery from '../../../kubernetes/kinds/generated/discovery.json';
import { type ApiResource, readDiscovery } from '../rest/discovery';

/** The resource of a built-in kind. Unknown kinds get a plausible one of their own. */
export function localResource(apiVersion: string, kind: string): ApiResource {
  const known = readDiscovery(
    discovery.core as unknown as JsonObject,
    discovery.groups as unknown as JsonObject,
  );
  const found = known.byKind(apiVersion, kind);
  if (found !== undefined) return found;
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    apiVersion,
    resource: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    kind,
    namespaced: true,
    shortNames: [],
    verbs: [],
    categories: [],
    subresources: [],
  };
}
