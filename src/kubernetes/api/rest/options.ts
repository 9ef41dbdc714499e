// What the query of a write means.
import { notSupported } from '../../kinds/field-error';
import { invalidObject } from '../errors';
import type { ApiRequest } from '../request';

const optionKinds: Readonly<Record<string, string>> = {
  create: 'CreateOptions',
  patch: 'PatchOptions',
  delete: 'DeleteOptions',
  deletecollection: 'DeleteOptions',
};

/** Whether the write is only to be tried. @throws ApiError for any other value than All. */
export function isDryRun(request: ApiRequest): boolean {
  const value = request.query?.dryRun ?? '';
  if (value !== '' && value !== 'All') {
    const known = ['All'];
    const error = notSupported('dryRun', [value], known);
    const kind = optionKinds[request.verb] ?? 'UpdateOptions';
    throw invalidObject({ group: 'meta.k8s.io', kind }, '', [error]);
  }
  return value === 'All';
}

/** Who owns the fields of this write: the query's word, or the client's name. */
export function fieldManager(request: ApiRequest): string {
  return request.query?.fieldManager ?? (request.userAgent ?? 'unknown').split('/')[0] ?? '';
}
