// All resources an API server serves: made from discovery data, joined with the kinds' definitions.
// Custom resources are added and removed while it runs.
import { conversions } from './conversions';
import type { KindDefinition } from './define-kind';
import discovery from './generated/discovery.json';
import type { Resource, Subresource } from './resource';
import { withObjectFields } from './schema';

interface DiscoveredResource {
  readonly resource: string;
  readonly responseKind?: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
  readonly scope?: string;
  readonly singularResource?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly DiscoveredSubresource[];
}

interface DiscoveredSubresource {
  readonly subresource: string;
  readonly responseKind?: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
  readonly verbs: readonly string[];
}

interface DiscoveredGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly {
    readonly version: string;
    readonly resources: readonly DiscoveredResource[];
  }[];
}

/** Groups that share storage with another group's resource: `events.k8s.io` with core events. */
const sharedStorage: Readonly<Record<string, string>> = { 'events.events.k8s.io': 'events' };

/** Where a group's schemas live in OpenAPI names when it isn't `io.k8s.api.GROUP`. */
const schemaPackages: Readonly<Record<string, string>> = {
  'apiextensions.k8s.io': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  'apiregistration.k8s.io': 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
};

function schemaName(group: string, version: string, kind: string): string {
  const short = group === '' ? 'core' : (group.split('.')[0] as string);
  return `${schemaPackages[group] ?? `io.k8s.api.${short}`}.${version}.${kind}`;
}

/** The resources of one API server. */
export class Catalog {
  /** In the order of discovery: core first, then the groups. */
  readonly resources: Resource[] = [];
  #byPath = new Map<string, Resource>();
  #byKind = new Map<string, Resource>();
  #byStorage = new Map<string, Resource>();
  #listeners = new Set<(resource: Resource) => void>();

  constructor(kinds: ReadonlyMap<string, KindDefinition>) {
    const groups = [
      ...discovery.core.items,
      ...discovery.groups.items,
    ] as readonly DiscoveredGroup[];
    for (const group of groups) {
      for (const version of group.versions) {
        for (const found of version.resources) {
          this.add(fromDiscovery(group.metadata.name ?? '', version.version, found, kinds));
        }
      }
    }
    for (const definition of kinds.values()) {
      if (definition.served) this.add(fromDefinition(definition, definition.served));
    }
  }

  /** Serves one more resource. */
  add(resource: Resource): void {
    this.resources.push(resource);
    this.#byPath.set(`${resource.apiVersion}/${resource.resource}`, resource);
    this.#byKind.set(`${resource.apiVersion}/${resource.kind}`, resource);
    if (!this.#byStorage.has(resource.storage)) this.#byStorage.set(resource.storage, resource);
    for (const listener of this.#listeners) listener(resource);
  }

  /** Hears of each resource that is served from now on. */
  onAdded(listener: (resource: Resource) => void): void {
    this.#listeners.add(listener);
  }

  /** Stops serving a resource. */
  remove(resource: Resource): void {
    const at = this.resources.indexOf(resource);
    if (at >= 0) this.resources.splice(at, 1);
    this.#byPath.delete(`${resource.apiVersion}/${resource.resource}`);
    this.#byKind.delete(`${resource.apiVersion}/${resource.kind}`);
    if (this.#byStorage.get(resource.storage) === resource) {
      const other = this.resources.find((one) => one.storage === resource.storage);
      if (other) this.#byStorage.set(resource.storage, other);
      else this.#byStorage.delete(resource.storage);
    }
  }

  /** By `apps/v1` and `deployments`. */
  find(apiVersion: string, plural: string): Resource | undefined {
    return this.#byPath.get(`${apiVersion}/${plural}`);
  }

  /** By `apps/v1` and `Deployment`. */
  byKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** The (first) resource kept in a table of the store. */
  byStorage(storage: string): Resource | undefined {
    return this.#byStorage.get(storage);
  }
}

function fromDiscovery(
  group: string,
  version: string,
  found: DiscoveredResource,
  kinds: ReadonlyMap<string, KindDefinition>,
): Resource {
  const kind = found.responseKind?.kind ?? '';
  const own = group === '' ? found.resource : `${found.resource}.${group}`;
  const storage = sharedStorage[own] ?? own;
  const definition = kinds.get(found.resource);
  return {
    group,
    version,
    apiVersion: group === '' ? version : `${group}/${version}`,
    resource: found.resource,
    singular: found.singularResource ?? '',
    kind,
    namespaced: found.scope === 'Namespaced',
    verbs: found.verbs,
    shortNames: found.shortNames ?? [],
    categories: found.categories ?? [],
    subresources: (found.subresources ?? []).map((one) => subresource(one, group, version)),
    storage,
    schemaName: schemaName(group, version, kind),
    definition: definition?.group === group || storage !== own ? definition : undefined,
    conversion: conversions.get(`${group}/${version}/${found.resource}`),
  };
}

function subresource(found: DiscoveredSubresource, group: string, version: string): Subresource {
  return {
    name: found.subresource,
    kind: found.responseKind?.kind ?? '',
    group: found.responseKind?.group || group,
    version: found.responseKind?.version || version,
    verbs: found.verbs,
  };
}

const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** A resource of a kind that is not in discovery data but says itself how it is served. */
function fromDefinition(
  definition: KindDefinition,
  served: NonNullable<KindDefinition['served']>,
): Resource {
  const { group, kind, name } = definition;
  const { version } = served;
  const status = { name: 'status', kind, group, version, verbs: ['get', 'patch', 'update'] };
  return {
    group,
    version,
    apiVersion: group === '' ? version : `${group}/${version}`,
    resource: name,
    singular: served.singular,
    kind,
    namespaced: served.namespaced,
    verbs: allVerbs,
    shortNames: served.shortNames ?? [],
    categories: served.categories ?? [],
    subresources: served.hasStatus ? [status] : [],
    storage: group === '' ? name : `${name}.${group}`,
    schemaName: undefined,
    schema: served.schema && withObjectFields(served.schema),
    definition,
  };
}
