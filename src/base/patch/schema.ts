/**
 * What strategic merge patches need to know of a kind's schema, and the words of their
 * directives.
 */

import type { JsonObject } from '../json';

/** The schema at one place of an object. For a list, `child` names fields of its elements. */
export interface PatchSchema {
  /** The schema of a field; undefined when the schema does not know it. */
  child(field: string): PatchSchema | undefined;
  /** The field that identifies elements of a list that is merged. */
  readonly mergeKey?: string;
  /** `merge`, `replace`, `retainKeys`, as x-kubernetes-patch-strategy lists them. */
  readonly patchStrategy?: readonly string[];
  readonly isList: boolean;
}

export const DIRECTIVE = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';
export const ELEMENT_ORDER = '$setElementOrder/';

/** A mistake in a patch; caught at this folder's border. */
export class PatchMistake extends Error {}

/** An object being built. */
export type Draft = { [key: string]: unknown };

export function hasStrategy(schema: PatchSchema | undefined, strategy: string): boolean {
  return schema?.patchStrategy?.includes(strategy) ?? false;
}

export function hasKey(object: JsonObject | Draft, key: string): boolean {
  return Object.hasOwn(object, key) && object[key] !== undefined;
}

/** A value's kind as far as merging distinguishes. */
export function kindOf(value: unknown): 'map' | 'list' | 'null' | 'scalar' {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : 'scalar';
}
