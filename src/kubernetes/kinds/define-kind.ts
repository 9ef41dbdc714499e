// What a kind is made of. Everything generic (REST, watch, discovery, tables of name and age) comes
// from discovery data alone; a definition adds what is particular: defaults, validation, columns.
import type { FieldError } from './field-error';
import type { KubeObject } from './object';
import type { Resource } from './resource';
import type { Schema } from './schema';

export type Cell = string | number | boolean | null;

/** What a strategy may look at. Immediate; reads see the store as it is now. */
export interface StrategyContext {
  /** Virtual ms since the epoch. */
  readonly nowMs: number;
  readonly userName: string;
  /** Who asks. */
  readonly user: {
    readonly name: string;
    readonly groups: readonly string[];
    readonly uid?: string | undefined;
    readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
  };
  readonly resource: Resource;
  readonly isDryRun: boolean;
  /** Reads another object by the storage name of its resource (`secrets`, `replicasets.apps`). */
  get(storage: string, namespace: string | undefined, name: string): KubeObject | undefined;
  /** All objects of a resource, in a namespace or everywhere. */
  list(storage: string, namespace?: string): readonly KubeObject[];
  /** 0 <= x < 1, by name: the same for the same world and name. */
  random(name: string): number;
  /** Adds a `Warning:` to the answer. */
  warn(text: string): void;
}

/** How a subresource that is written to (status, scale, ...) changes its object. */
export interface SubresourceStrategy<T extends KubeObject> {
  /** What a GET of the subresource answers; by default the object itself. */
  get?(object: T, context: StrategyContext): KubeObject;
  /** The object after `body` was written to the subresource. @throws ApiError */
  update?(object: T, body: KubeObject, context: StrategyContext): T;
  validate?(object: T, old: T, context: StrategyContext): readonly FieldError[];
}

/** A kind's own rules. `name` is the plural resource and the file's name. */
export interface KindDefinition<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  /** For a kind that discovery data does not know: how it is served. */
  readonly served?: {
    readonly version: string;
    readonly singular: string;
    readonly namespaced: boolean;
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
    /** With a status subresource. */
    readonly hasStatus?: boolean;
    /** All columns, `Name` first, in the order of `cells`. */
    readonly columns: readonly { readonly name: string; readonly isWide?: boolean }[];
    /** Its fields, for `explain`, unknown fields and apply; without it anything may stand in it. */
    readonly schema?: Schema;
  };
  /** Findings about metadata.name; by default it must be a DNS subdomain. */
  validateName?(name: string): readonly string[];
  /** Whether metadata.generation counts changes of everything but metadata and status. */
  readonly hasGeneration?: boolean;
  /** Defaults, on every write, before admission. Returns the same reference if nothing changed. */
  applyDefaults?(object: T, context: StrategyContext): T;
  /** Takes away what a client may not set, adds what the server gives (after defaults). */
  prepareForCreate?(object: T, context: StrategyContext): T;
  /** Likewise for updates; status is already the old one (for kinds with a status subresource). */
  prepareForUpdate?(object: T, old: T, context: StrategyContext): T;
  validate?(object: T, context: StrategyContext): readonly FieldError[];
  /** In addition to validate(), for updates. */
  validateUpdate?(object: T, old: T, context: StrategyContext): readonly FieldError[];
  /** `Warning:` lines of a write. */
  warnings?(object: T, old: T | undefined, context: StrategyContext): readonly string[];
  /** Seconds of grace that a delete gives; 0 or undefined: it goes at once. */
  gracePeriodSeconds?(object: T, requested: number | undefined): number;
  /** Whether something besides metadata.finalizers keeps an object that is being deleted. */
  holdsDeletion?(object: T): boolean;
  /** How an object looks while its deletion is under way (at the beginning of that). */
  whileDeleting?(object: T): T;
  /** After it has gone from the store or come into it (IP allocation and release). */
  afterCreate?(object: T, context: StrategyContext): void;
  afterDelete?(object: T, context: StrategyContext): void;
  /** Fields besides metadata.name and metadata.namespace that field selectors may use. */
  selectableFields?(object: T): Readonly<Record<string, string>>;
  /** The cells of a table row, in the order of table-columns.json. */
  cells?(object: T, context: { readonly nowMs: number }): readonly Cell[];
  /** By name: status, scale, ... What is not named here but in discovery behaves generically. */
  readonly subresources?: Readonly<Record<string, SubresourceStrategy<T>>>;
  /** Default propagation of deletes: background for nearly all. */
  readonly orphansByDefault?: boolean;
}

/** Declares a kind; the typed definition is stored untyped. */
export function defineKind<T extends KubeObject>(definition: KindDefinition<T>): KindDefinition {
  return definition as unknown as KindDefinition;
}
