// One object a command works on, and the outcome of looking for several.
import type { JsonObject } from '../../../base/json';
import { ApiError } from '../../../kubernetes/api/errors';
import type { ApiResource } from '../rest/discovery';

/** An object, or only its name when it was not fetched. */
export interface Info {
  readonly resource: ApiResource;
  /** '' for what is cluster-wide. */
  readonly namespace: string;
  readonly name: string;
  readonly object: JsonObject;
  /** The file it came from; '' for none. */
  readonly source: string;
}

/** What became of one wanted object, in order. */
export type Outcome = { readonly info: Info } | { readonly error: unknown };

/** All that a command's arguments name. */
export interface Found {
  readonly outcomes: readonly Outcome[];
  /** One object was asked for by name: it is printed alone, not as a list. */
  readonly isSingle: boolean;
  /** Kinds that were asked for by selector. */
  readonly resources: readonly ApiResource[];
}

/** The metadata of an object of unknown kind. */
export function metadataOf(object: JsonObject): JsonObject {
  const { metadata } = object;
  return typeof metadata === 'object' && metadata !== null ? (metadata as JsonObject) : {};
}

/** A string field of the metadata, '' when missing. */
export function metaText(object: JsonObject, field: string): string {
  const value = metadataOf(object)[field];
  return typeof value === 'string' ? value : '';
}

/** `deployment.apps/web`. */
export function objectName(info: Info): string {
  return `${kindName(info.resource)}/${info.name}`;
}

/** `deployment.apps`, `pod`. */
export function kindName(of: { readonly group: string; readonly kind: string }): string {
  const kind = of.kind.toLowerCase();
  return of.group ? `${kind}.${of.group}` : kind;
}

/** Names the file in the message of an API outcome: `error when creating "f.yaml": …`. */
export function withSource(error: unknown, verb: string, source: string): unknown {
  if (!(error instanceof ApiError) || source === '') return error;
  const message = `error when ${verb} ${JSON.stringify(source)}: ${error.message}`;
  return new ApiError(error.code, error.reason, message, error.details);
}
