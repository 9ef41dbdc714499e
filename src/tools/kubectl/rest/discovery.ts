// What a server serves, and how users' words for it (short names, kinds, `deploy.v1.apps`) are
// understood: client-go's discovery and RESTMapper.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { PlainError } from '../framework/errors';

/** A served resource in one version. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  /** Plural. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
}

/** Everything served, in the order of preference: core first, then groups, preferred versions. */
export class Discovery {
  constructor(
    readonly resources: readonly ApiResource[],
    /** Group versions in the same order, also those without resources. */
    readonly groupVersions: readonly string[],
  ) {}

  /** A resource by what a user typed (`po`, `Pod`, `deployments.v1.apps`). */
  find(word: string): ApiResource | undefined {
    const parts = word.split('.');
    if (parts.length >= 3) {
      const [resource = '', version = '', ...group] = parts;
      const full = this.#byName(resource, group.join('.'), version);
      if (full !== undefined) return full;
    }
    const [resource = '', ...group] = parts;
    return this.#byName(resource, group.join('.')) ?? this.#byKindWord(parts);
  }

  /** @throws PlainError when there is none */
  mustFind(word: string): ApiResource {
    const found = this.find(word);
    if (found !== undefined) return found;
    const [resource = ''] = word.split('.');
    throw new PlainError(`the server doesn't have a resource type ${JSON.stringify(resource)}`);
  }

  /** By `apps/v1` and `Deployment`. */
  byKind(apiVersion: string, kind: string): ApiResource | undefined {
    return this.resources.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  }

  /** By `apps` and `Deployment`, in the preferred version. */
  byGroupKind(group: string, kind: string): ApiResource | undefined {
    return this.resources.find((one) => one.group === group && one.kind === kind);
  }

  /** Resources of a category, each kind once. */
  category(name: string): ApiResource[] {
    return this.preferred().filter((one) => one.categories.includes(name));
  }

  /** Each resource in its preferred version only. */
  preferred(): ApiResource[] {
    const seen = new Set<string>();
    return this.resources.filter((one) => {
      const key = `${one.resource}.${one.group}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  #byName(typed: string, group: string, version?: string): ApiResource | undefined {
    const long = this.#expand(typed, group);
    const name = (long?.resource ?? typed).toLowerCase();
    const wanted = long?.group ?? group;
    const matches = this.resources.filter(
      (one) =>
        (one.resource === name || one.singular === name) &&
        (version === undefined || one.version === version),
    );
    if (wanted === '' && (long !== undefined || version !== undefined)) {
      return matches.find((one) => one.group === '');
    }
    if (wanted === '') return matches[0];
    return (
      matches.find((one) => one.group === wanted) ??
      matches.find((one) => one.group.startsWith(wanted))
    );
  }

  /** The resource a short name stands for. */
  #expand(typed: string, group: string): ApiResource | undefined {
    const shorts = this.resources.filter((one) => one.shortNames.includes(typed));
    if (group === '') return shorts[0];
    return (
      shorts.find((one) => one.group === group) ?? shorts.find((one) => one.group.startsWith(group))
    );
  }

  #byKindWord(parts: readonly string[]): ApiResource | undefined {
    const [kind = '', version = '', ...rest] = parts;
    const full = this.resources.find(
      (one) => one.kind === kind && one.version === version && one.group === rest.join('.'),
    );
    if (full !== undefined) return full;
    const group = parts.slice(1).join('.');
    return this.resources.find((one) => one.kind === kind && one.group === group);
  }
}

/** `deployments.apps`, `pods`: how kubectl names a kind of objects. */
export function groupResourceName(resource: ApiResource): string {
  return resource.group ? `${resource.resource}.${resource.group}` : resource.resource;
}

/** Reads the two aggregated discovery documents. */
export function readDiscovery(core: JsonObject, groups: JsonObject): Discovery {
  const resources: ApiResource[] = [];
  const groupVersions: string[] = [];
  for (const item of [...items(core), ...items(groups)]) {
    const metadata = isObject(item.metadata) ? item.metadata : {};
    const group = String(metadata.name ?? '');
    for (const version of objects(item.versions)) {
      const name = String(version.version ?? '');
      const apiVersion = group === '' ? name : `${group}/${name}`;
      groupVersions.push(apiVersion);
      for (const found of objects(version.resources)) {
        resources.push(readResource(found, { group, version: name, apiVersion }));
      }
    }
  }
  return new Discovery(resources, groupVersions);
}

function readResource(
  found: JsonObject,
  at: { group: string; version: string; apiVersion: string },
): ApiResource {
  const kind = isObject(found.responseKind) ? found.responseKind : {};
  return {
    ...at,
    resource: String(found.resource),
    singular: String(found.singularResource ?? ''),
    kind: String(kind.kind ?? ''),
    namespaced: found.scope === 'Namespaced',
    shortNames: strings(found.shortNames),
    verbs: strings(found.verbs),
    categories: strings(found.categories),
    subresources: objects(found.subresources).map((one) => String(one.subresource)),
  };
}

function items(list: JsonObject): JsonObject[] {
  return objects(list.items);
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
