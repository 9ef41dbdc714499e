// The outcomes of API requests that aren't success: one exception type, turned into a Status.
import { causeReasons, type FieldError, formatFieldError } from '../kinds/field-error';

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** The Status object of an outcome, as it stands in an answer's body. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** A request that was refused or failed. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  get status(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** Whether something thrown is an API outcome with this reason. */
export function isReason(error: unknown, reason: string): error is ApiError {
  return error instanceof ApiError && error.reason === reason;
}

type Named = { readonly group: string; readonly resource: string };

function named(resource: Named): string {
  return resource.group ? `${resource.resource}.${resource.group}` : resource.resource;
}

function details(resource: Named, name: string): StatusDetails {
  return {
    ...(name ? { name } : {}),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.resource,
  };
}

export function notFound(resource: Named, name: string): ApiError {
  const message = `${named(resource)} ${JSON.stringify(name)} not found`;
  return new ApiError(404, 'NotFound', message, details(resource, name));
}

/** For a path that no resource is served under. */
export function unknownPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(resource: Named, name: string): ApiError {
  const message = `${named(resource)} ${JSON.stringify(name)} already exists`;
  return new ApiError(409, 'AlreadyExists', message, details(resource, name));
}

export function conflict(resource: Named, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${named(resource)} ${JSON.stringify(name)}: ${why}`;
  return new ApiError(409, 'Conflict', message, details(resource, name));
}

/** The text of a conflict between two writers. */
export const staleObject =
  'the object has been modified; please apply your changes to the latest version and try again';

export function forbiddenError(resource: Named, name: string, why: string): ApiError {
  const what = name ? `${named(resource)} ${JSON.stringify(name)}` : named(resource);
  return new ApiError(403, 'Forbidden', `${what} is forbidden: ${why}`, details(resource, name));
}

/** 422: the object breaks rules; `kind` and `group` are the object's. */
export function invalidObject(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const parts = errors.map(formatFieldError);
  const list = parts.length === 1 ? (parts[0] ?? '') : `[${parts.join(', ')}]`;
  const full = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new ApiError(422, 'Invalid', `${full} ${JSON.stringify(name)} is invalid: ${list}`, {
    ...(name ? { name } : {}),
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.kind,
    causes: errors.map((error) => ({
      reason: causeReasons[error.type],
      message: error.message,
      field: error.field,
    })),
  });
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function methodNotSupported(resource: Named, verb: string): ApiError {
  const message = `${verb} is not supported on resources of kind "${named(resource)}"`;
  return new ApiError(405, 'MethodNotAllowed', message, details(resource, ''));
}

/** 410: the wanted history has been compacted away. */
export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

export function internalError(message: string): ApiError {
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ message }],
  });
}

/** 429 with a pause to keep, e.g. an eviction that a disruption budget forbids. */
export function tooManyRequests(message: string, retryAfterSeconds = 0): ApiError {
  return new ApiError(429, 'TooManyRequests', message, {
    ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
  });
}
