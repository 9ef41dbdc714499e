// HTTP requests to an API server: paths, query, bodies, and answers as text.
import type { Task } from '../../../base/sim';
import { decide } from '../authorization/rbac';
import { ApiError, badRequest, unknownPath } from '../errors';
import type { ApiRequest, HttpApiAnswer, HttpApiRequest, User, Verb } from '../request';
import type { ApiServer } from '../server';
import { connectHttp } from '../subresources/pod-connect';
import { objectBody, patchBody, patchTypeOf } from './bodies';
import { discoveryAnswer } from './discovery';
import { parsePath, type ResourcePath } from './path';
import { logAnswer, watchAnswer } from './streams';
import { formatOf, isPretty, objectAnswer, refusal } from './wire';

type Query = Readonly<Record<string, string>>;

/** Answers any path. Refusals are answers, never exceptions. */
export function* answerHttp(
  server: ApiServer,
  given: HttpApiRequest,
  user: User,
): Task<HttpApiAnswer> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given.headers)) headers[name.toLowerCase()] = value;
  const request = { ...given, headers };
  const [path = '', search = ''] = splitOnce(request.path, '?');
  const query = parseQuery(search);
  try {
    return yield* answer(server, request, { path, query }, user);
  } catch (error) {
    if (error instanceof ApiError) return refusal(error, isPretty(request, query));
    throw error;
  }
}

interface Asked {
  readonly path: string;
  readonly query: Query;
}

function* answer(
  server: ApiServer,
  request: HttpApiRequest,
  asked: Asked,
  user: User,
): Task<HttpApiAnswer> {
  const fixed = discoveryAnswer(server, asked.path, { request, query: asked.query });
  if (fixed !== undefined) {
    authorizePath(server, asked.path, request, user);
    return fixed;
  }
  const { path, query } = withoutWatch(asked);
  const target = parsePath(path);
  if (target === undefined) {
    authorizePath(server, path, request, user);
    return pageNotFound;
  }
  const resource = server.catalog.find(target.apiVersion, target.resource);
  if (resource === undefined) throw unknownPath();
  if (target.subresource === 'proxy') {
    return yield* connectHttp(server, { ...target, query, request, resource }, user);
  }
  const format = formatOf(request.headers.accept);
  if (format === undefined) throw notAcceptable();
  checkQuery(query);
  const full = resourceRequest(request, target, query, resource.kind);
  const response = yield* server.request(full, user);
  if (response.watch) return watchAnswer(response.watch);
  if (response.stream) return logAnswer(response.stream);
  return objectAnswer(response.code, response.object, {
    pretty: isPretty(request, query),
    yaml: format === 'yaml',
    warnings: response.warnings,
  });
}

function authorizePath(server: ApiServer, path: string, request: HttpApiRequest, user: User): void {
  const verb = request.method.toLowerCase();
  if (decide(server.store, user, { verb, path, resource: '' }).isAllowed) return;
  const who = JSON.stringify(user.name);
  const message = `forbidden: User ${who} cannot ${verb} path ${JSON.stringify(path)}`;
  throw new ApiError(403, 'Forbidden', message, {});
}

/** `/api/v1/watch/...` is an old way to ask for a watch. */
function withoutWatch({ path, query }: Asked): Asked {
  const match = /^(\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)\/watch\/(.*)$/.exec(path);
  if (match === null) return { path, query };
  return { path: `${match[1]}/${match[2]}`, query: { ...query, watch: 'true' } };
}

function resourceRequest(
  request: HttpApiRequest,
  target: ResourcePath,
  query: Query,
  kind: string,
): ApiRequest {
  const verb = verbOf(request.method, target.name, query);
  return {
    verb,
    apiVersion: target.apiVersion,
    resource: target.resource,
    ...(target.subresource ? { subresource: target.subresource } : {}),
    ...(target.namespace ? { namespace: target.namespace } : {}),
    ...(target.name ? { name: target.name } : {}),
    query,
    ...(verb === 'patch' ? { patchType: patchTypeOf(request) } : {}),
    body: bodyOf(request, verb, kind),
    accept: acceptOf(request.headers.accept ?? ''),
    isUntrusted: true,
    withManagedFields: true,
    userAgent: request.headers['user-agent'] ?? 'Go-http-client/1.1',
  };
}

function bodyOf(request: HttpApiRequest, verb: Verb, kind: string): unknown {
  switch (verb) {
    case 'patch':
      return patchBody(request);
    case 'create':
    case 'update':
      return objectBody(request, kind);
    case 'delete':
    case 'deletecollection':
      return request.body === '' ? undefined : objectBody(request, 'DeleteOptions');
    default:
      return undefined;
  }
}

function notAcceptable(): ApiError {
  const types = [
    'application/json',
    'application/yaml',
    'application/vnd.kubernetes.protobuf',
    'application/json;stream=watch',
    'application/vnd.kubernetes.protobuf;stream=watch',
  ];
  const message = `406: Not Acceptable\n\nAvailable representations: ${types.join(', ')}`;
  return new ApiError(406, 'NotAcceptable', message, {});
}

function checkQuery(query: Query): void {
  for (const name of ['limit', 'timeoutSeconds']) {
    const text = query[name];
    if (text !== undefined && text !== '' && !/^[+-]?\d+$/.test(text)) {
      throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    }
  }
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

function verbOf(method: string, name: string | undefined, query: Query): Verb {
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
        {},
      );
  }
}

function acceptOf(accept: string): ApiRequest['accept'] {
  const first = accept.split(',')[0] ?? '';
  if (/as=Table/.test(first)) return 'table';
  return /as=PartialObjectMetadata/.test(first) ? 'partial' : 'object';
}
