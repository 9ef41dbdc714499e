// maxSurge and maxUnavailable: numbers or percentages.
import { isPercent } from '../../../base/labels';
import { type FieldError, invalid } from '../field-error';

/** A number that isn't negative, or a percentage. */
export function checkCountOrPercent(
  field: string,
  value: number | string | undefined,
): FieldError[] {
  if (value === undefined) return [];
  if (typeof value === 'number') {
    return value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : [];
  }
  if (isPercent(value)) return [];
  const why =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
  return [invalid(field, value, why)];
}

/** A percentage of at most 100. */
export function checkAtMostAll(field: string, value: number | string | undefined): FieldError[] {
  if (typeof value !== 'string' || !isPercent(value) || Number(value.slice(0, -1)) <= 100)
    return [];
  return [invalid(field, value, 'must not be greater than 100%')];
}

/** Whether the value is 0 or 0%. */
export function isZeroCount(value: number | string | undefined): boolean {
  return value === 0 || (typeof value === 'string' && Number(value.slice(0, -1)) === 0);
}
