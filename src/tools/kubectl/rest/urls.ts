// The URL a request would have on the wire: connection errors and -v=6 show it.
import type { ApiRequest } from '../../../kubernetes/api/request';

/** Path of a resource, without the query. */
export function requestPath(request: ApiRequest): string {
  const root = request.apiVersion.includes('/') ? '/apis' : '/api';
  const parts = [`${root}/${request.apiVersion}`];
  if (request.namespace) parts.push('namespaces', request.namespace);
  parts.push(request.resource);
  if (request.name) parts.push(encodeURIComponent(request.name));
  if (request.subresource) parts.push(request.subresource);
  return parts.join('/');
}

/** The whole URL; parameters are sorted as Go sorts them. */
export function requestUrl(server: string, request: ApiRequest): string {
  const query = Object.entries(request.query ?? {})
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
  return server + requestPath(request) + (query ? `?${query}` : '');
}
