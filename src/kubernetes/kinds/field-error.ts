// What is wrong with a field, in the words of the API server's validation.
import { goJson } from '../../base/json';

export type FieldErrorType =
  | 'Required'
  | 'Invalid'
  | 'NotSupported'
  | 'Forbidden'
  | 'Duplicate'
  | 'TooLong'
  | 'TooMany'
  | 'NotFound'
  | 'TypeInvalid'
  | 'InternalError';

/** One finding. `field` is a path such as `spec.containers[0].image`. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** The message without the field, as a Status cause carries it. */
  readonly message: string;
}

const labels: Readonly<Record<FieldErrorType, string>> = {
  Required: 'Required value',
  Invalid: 'Invalid value',
  NotSupported: 'Unsupported value',
  Forbidden: 'Forbidden',
  Duplicate: 'Duplicate value',
  TooLong: 'Too long',
  TooMany: 'Too many',
  NotFound: 'Not found',
  TypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

/** The `reason` of a Status cause for each type. */
export const causeReasons: Readonly<Record<FieldErrorType, string>> = {
  Required: 'FieldValueRequired',
  Invalid: 'FieldValueInvalid',
  NotSupported: 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  Duplicate: 'FieldValueDuplicate',
  TooLong: 'FieldValueTooLong',
  TooMany: 'FieldValueTooMany',
  NotFound: 'FieldValueNotFound',
  TypeInvalid: 'FieldValueTypeInvalid',
  InternalError: 'InternalError',
};

function show(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'object') return goJson(value as never, { escapeHtml: false });
  if (typeof value === 'string') return JSON.stringify(value);
  return String(value);
}

function withDetail(type: FieldErrorType, shown: string, detail: string): string {
  return `${labels[type]}${shown}${detail ? `: ${detail}` : ''}`;
}

/** A field that must be there. */
export function required(field: string, detail = ''): FieldError {
  return { type: 'Required', field, message: withDetail('Required', '', detail) };
}

/** A value that is not acceptable. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { type: 'Invalid', field, message: withDetail('Invalid', `: ${show(value)}`, detail) };
}

/** A value that is not one of those known; they are listed sorted as given. */
export function notSupported(field: string, value: unknown, known: readonly string[]): FieldError {
  const list = known.map((one) => JSON.stringify(one)).join(', ');
  const detail = known.length > 0 ? `supported values: ${list}` : '';
  return {
    type: 'NotSupported',
    field,
    message: withDetail('NotSupported', `: ${show(value)}`, detail),
  };
}

/** Something that may not be set or changed. */
export function forbidden(field: string, detail: string): FieldError {
  return { type: 'Forbidden', field, message: withDetail('Forbidden', '', detail) };
}

/** A second one of what must be unique. */
export function duplicate(field: string, value: unknown): FieldError {
  return { type: 'Duplicate', field, message: withDetail('Duplicate', `: ${show(value)}`, '') };
}

/** A reference to something that is not there. */
export function missing(field: string, value: unknown): FieldError {
  return { type: 'NotFound', field, message: withDetail('NotFound', `: ${show(value)}`, '') };
}

/** A text over its limit. */
export function tooLong(field: string, max: number): FieldError {
  const detail = `may not be more than ${max} bytes`;
  return { type: 'TooLong', field, message: withDetail('TooLong', '', detail) };
}

/** More items than allowed. */
export function tooMany(field: string, count: number, max: number): FieldError {
  const detail = `must have at most ${max} items`;
  return { type: 'TooMany', field, message: withDetail('TooMany', `: ${count}`, detail) };
}

/** `field: message`, as error texts show it. */
export function formatFieldError(error: FieldError): string {
  return `${error.field}: ${error.message}`;
}
