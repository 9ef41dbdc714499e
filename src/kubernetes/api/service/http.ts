// HTTP requests to an API server: paths, query, bodies, and answers as JSON text.
import { goJson, isObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { ApiError, badRequest, unknownPath } from '../errors';
import type { ApiRequest, HttpApiAnswer, HttpApiRequest, User, Verb } from '../request';
import type { ApiServer } from '../server';
import { connectHttp } from '../subresources/pod-connect';
import { discoveryAnswer } from './discovery';
import { parsePath } from './path';
import { statusAnswer } from './service';
import { logAnswer, watchAnswer } from './streams';

const jsonHeaders = { 'content-type': 'application/json' };

/** Answers any path. Refusals are answers, never exceptions. */
export function* answerHttp(
  server: ApiServer,
  request: HttpApiRequest,
  user: User,
): Task<HttpApiAnswer> {
  try {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) {
      headers[name.toLowerCase()] = value;
    }
    return yield* answer(server, { ...request, headers }, user);
  } catch (error) {
    if (error instanceof ApiError) return statusAnswer(error);
    throw error;
  }
}

function* answer(server: ApiServer, request: HttpApiRequest, user: User): Task<HttpApiAnswer> {
  const [path = '', search = ''] = splitOnce(request.path, '?');
  const fixed = discoveryAnswer(server, path, request);
  if (fixed !== undefined) return fixed;
  const target = parsePath(path);
  if (target === undefined) return pageNotFound;
  const resource = server.catalog.find(target.apiVersion, target.resource);
  if (resource === undefined) throw unknownPath();
  const query = parseQuery(search);
  if (target.subresource === 'proxy') {
    return yield* connectHttp(server, { ...target, query, request, resource }, user);
  }
  const verb = verbOf(request.method, target.name, query);
  const body = request.body === '' ? undefined : parseBody(request);
  const full: ApiRequest = {
    verb,
    apiVersion: target.apiVersion,
    resource: target.resource,
    ...(target.subresource ? { subresource: target.subresource } : {}),
    ...(target.namespace ? { namespace: target.namespace } : {}),
    ...(target.name ? { name: target.name } : {}),
    query,
    body,
    patchType: patchType(request.headers['content-type'] ?? ''),
    accept: acceptOf(request.headers.accept ?? ''),
    isUntrusted: true,
    withManagedFields: true,
    userAgent: request.headers['user-agent'] ?? 'Go-http-client/1.1',
  };
  const response = yield* server.request(full, user);
  if (response.watch) return watchAnswer(response.watch);
  if (response.stream) return logAnswer(response.stream);
  const warnings = response.warnings.map((text) => `299 - ${JSON.stringify(text)}`);
  return {
    code: response.code,
    headers: { ...jsonHeaders, ...(warnings.length > 0 ? { warning: warnings.join(', ') } : {}) },
    body: `${goJson(response.object)}\n`,
  };
}

/** What an unknown path gets. */
export const pageNotFound: HttpApiAnswer = {
  code: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n',
};

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Query parameters; the last of several counts. */
export function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const part of search.split('&')) {
    if (part === '') continue;
    const [name, value] = splitOnce(part, '=');
    query[decode(name)] = decode(value);
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

function verbOf(
  method: string,
  name: string | undefined,
  query: Readonly<Record<string, string>>,
): Verb {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (query.watch === 'true' || query.watch === '1') return 'watch';
      return name === undefined ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      throw new ApiError(
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
      );
  }
}

function patchType(contentType: string): ApiRequest['patchType'] {
  const type = contentType.split(';')[0]?.trim();
  if (type === 'application/json-patch+json') return 'json';
  if (type === 'application/merge-patch+json') return 'merge';
  if (type === 'application/strategic-merge-patch+json') return 'strategic';
  if (type === 'application/apply-patch+yaml') return 'apply';
  return undefined;
}

function acceptOf(accept: string): ApiRequest['accept'] {
  const first = accept.split(',')[0] ?? '';
  if (/as=Table/.test(first)) return 'table';
  if (/as=PartialObjectMetadata/.test(first)) return 'partial';
  return 'object';
}

function parseBody(request: HttpApiRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`couldn't get version/kind; json parse error: ${why}`);
  }
}

/** Whether a parsed body is an object. */
export function isBody(body: unknown): body is Readonly<Record<string, unknown>> {
  return isObject(body);
}
