// Validation of requests and limits.
import { qualifiedNameErrors } from '../../../base/labels';
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../../base/quantity';
import { checkQuantity } from '../field-checks';
import type { FieldError } from '../field-error';
import { invalid, required } from '../field-error';
import type { ResourceRequirements } from '../generated/types';

const standard = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Whether more may be requested of a resource than there is: cpu, memory, storage. */
function isOvercommitAllowed(name: string): boolean {
  return !name.includes('/') && !name.startsWith('hugepages-');
}

function checkResourceName(name: string, field: string): FieldError[] {
  const errors = qualifiedNameErrors(name).map((why) => invalid(field, name, why));
  if (errors.length > 0 || name.includes('/')) return errors;
  if (standard.has(name) || name.startsWith('hugepages-')) return [];
  return [
    invalid(field, name, 'must be a standard resource type or fully qualified'),
    invalid(field, name, 'must be a standard resource for containers'),
  ];
}

/** Findings about a container's resources. */
export function checkResources(
  resources: ResourceRequirements,
  path: string,
  errors: FieldError[],
): void {
  const { limits = {}, requests = {} } = resources;
  for (const name of Object.keys(limits).sort()) {
    errors.push(...checkResourceName(name, `${path}.limits[${name}]`));
    errors.push(...checkQuantity(`${path}.limits[${name}]`, limits[name] ?? '0'));
  }
  for (const name of Object.keys(requests).sort()) {
    const text = requests[name] ?? '0';
    errors.push(...checkResourceName(name, `${path}.requests[${name}]`));
    errors.push(...checkQuantity(`${path}.requests[${name}]`, text));
    checkAgainstLimit(name, text, limits[name], path, errors);
  }
}

function checkAgainstLimit(
  name: string,
  text: string,
  limit: string | undefined,
  path: string,
  errors: FieldError[],
): void {
  const canExceed = isOvercommitAllowed(name);
  if (limit === undefined) {
    if (canExceed) return;
    errors.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
    return;
  }
  const order = cmpQuantity(
    parseQuantity(text) ?? zeroQuantity,
    parseQuantity(limit) ?? zeroQuantity,
  );
  if (!canExceed && order !== 0) {
    const why = `must be equal to ${name} limit of ${limit}`;
    errors.push(invalid(`${path}.requests`, text, why));
  } else if (order > 0) {
    const why = `must be less than or equal to ${name} limit of ${limit}`;
    errors.push(invalid(`${path}.requests`, text, why));
  }
}
