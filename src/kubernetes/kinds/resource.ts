// A served resource: what discovery says of it, and its kind's rules.
import type { KindDefinition } from './define-kind';
import type { KubeObject } from './object';
import type { Schema } from './schema';

/** A resource in one API version. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** Plural: `pods`. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  /** Table in the store: `pods`, `deployments.apps`. Versions of one kind share it. */
  readonly storage: string;
  /** Name in the OpenAPI schemas: `io.k8s.api.core.v1.Pod`; undefined for custom resources. */
  readonly schemaName: string | undefined;
  /** A custom resource's own schema. */
  readonly schema?: Schema | undefined;
  /** Columns of its table, where table-columns.json doesn't know them. */
  readonly columns?: readonly TableColumn[] | undefined;
  /** What every use of this version warns about. */
  readonly deprecation?: string | undefined;
  readonly definition: KindDefinition | undefined;
  /** Between this version and the stored one, for resources served in several. */
  readonly conversion?: Conversion | undefined;
}

/** A column of a Table. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description?: string;
  readonly priority: number;
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly verbs: readonly string[];
}

export interface Conversion {
  toStorage(object: KubeObject): KubeObject;
  fromStorage(object: KubeObject): KubeObject;
}

/** `pods`, `deployments.apps`: how errors and authorization name a resource. */
export function groupResource(resource: { group: string; resource: string }): string {
  return resource.group ? `${resource.resource}.${resource.group}` : resource.resource;
}
