// What the query of a write means.
import { badRequest } from '../errors';
import type { ApiRequest } from '../request';

/** Whether the write is only to be tried. @throws ApiError for any other value than All. */
export function isDryRun(request: ApiRequest): boolean {
  const value = request.query?.dryRun ?? '';
  if (value !== '' && value !== 'All') {
    throw badRequest(`Invalid value: "${value}": supported values: "All"`);
  }
  return value === 'All';
}

/** Who owns the fields of this write: the query's word, or the client's name. */
export function fieldManager(request: ApiRequest): string {
  return request.query?.fieldManager ?? (request.userAgent ?? 'unknown').split('/')[0] ?? '';
}
