// exec, attach, port-forward and proxy: what goes through the API server to pods and services.

import { HttpReader, readResponseHead, responseBody } from '../../../base/http';
import type { Task } from '../../../base/sim';
import type { NetworkStack, Socket } from '../../../machine/types';
import type { Pod, Service } from '../../kinds/generated/types';
import type { Resource } from '../../kinds/resource';
import { ApiError, badRequest, notFound } from '../errors';
import type {
  ExecRequest,
  ExecSession,
  HttpApiAnswer,
  HttpApiRequest,
  PortForwardRequest,
  Query,
  User,
} from '../request';
import type { ApiServer } from '../server';
import { chooseContainer } from './pod-log';

const podResource = { group: '', resource: 'pods' };

function podOf(server: ApiServer, namespace: string, name: string): Pod {
  const pod = server.store.get('pods', `${namespace}/${name}`);
  if (pod === undefined) throw notFound(podResource, name);
  return pod as Pod;
}

/** Runs a command in a container, or attaches to it. @throws ApiError */
export function* execInPod(server: ApiServer, request: ExecRequest, user: User): Task<ExecSession> {
  const subresource = request.command === undefined ? 'attach' : 'exec';
  const pod = podOf(server, request.namespace, request.pod);
  authorize(server, user, { pod, subresource });
  const container = chooseContainer(pod, request.container);
  const node = server.nodes.get(pod.spec.nodeName ?? '');
  if (node === undefined) {
    throw badRequest(`pod ${request.pod} does not have a host assigned`);
  }
  return yield* node.exec(pod, container, request);
}

/** Connects to a port inside a pod. @throws ApiError, SystemError */
export function* forwardToPod(
  server: ApiServer,
  request: PortForwardRequest,
  user: User,
): Task<Socket> {
  const pod = podOf(server, request.namespace, request.pod);
  authorize(server, user, { pod, subresource: 'portforward' });
  const node = server.nodes.get(pod.spec.nodeName ?? '');
  if (node === undefined) throw badRequest(`pod ${request.pod} does not have a host assigned`);
  return yield* node.portForward(pod, request.port);
}

function authorize(
  server: ApiServer,
  user: User,
  target: { readonly pod: Pod; readonly subresource: string },
): void {
  const { name, namespace } = target.pod.metadata;
  const resource = server.catalog.find('v1', 'pods');
  const request = {
    verb: 'create',
    apiVersion: 'v1',
    resource: 'pods',
    subresource: target.subresource,
    namespace,
    name,
  } as const;
  if (resource) server.authorize(request, resource, user);
}

/** A proxy request's target. */
export interface ProxyTarget {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** What follows `/proxy`; '' when even the slash is missing. */
  readonly rest: string;
  readonly query: Query;
  readonly request: HttpApiRequest;
}

/** Passes a request on to a pod, service or node. @throws ApiError */
export function* connectHttp(
  server: ApiServer,
  target: ProxyTarget,
  user: User,
): Task<HttpApiAnswer> {
  const { resource, request } = target;
  const verb = request.method === 'GET' ? 'get' : 'create';
  server.authorize(
    {
      verb,
      apiVersion: resource.apiVersion,
      resource: resource.resource,
      subresource: 'proxy',
      namespace: target.namespace,
      name: target.name,
    },
    resource,
    user,
  );
  if (target.rest === '') {
    const location = `${request.path.split('?')[0]}/`;
    return { code: 301, headers: { location }, body: '' };
  }
  const search = request.path.includes('?') ? request.path.slice(request.path.indexOf('?')) : '';
  if (resource.resource === 'nodes') {
    const node = server.nodes.get(target.name ?? '');
    if (node === undefined) throw notFound(resource, target.name ?? '');
    return yield* node.http({ ...request, path: target.rest + search });
  }
  const at = endpoint(server, target);
  return yield* passOn(server.network, at, { ...request, path: target.rest + search });
}

interface At {
  readonly address: string;
  readonly port: number;
}

function endpoint(server: ApiServer, target: ProxyTarget): At {
  const parts = (target.name ?? '').split(':');
  const [name = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
  if (target.resource.resource === 'pods') {
    const pod = podOf(server, target.namespace ?? '', name);
    const first = pod.spec.containers.flatMap((one) => one.ports ?? [])[0]?.containerPort ?? 80;
    const address = pod.status?.podIP;
    if (!address)
      throw new ApiError(
        503,
        'ServiceUnavailable',
        `no endpoints available for pod ${JSON.stringify(name)}`,
      );
    return { address, port: port === '' ? first : Number(port) };
  }
  const service = server.store.get('services', `${target.namespace}/${name}`) as
    | Service
    | undefined;
  if (service === undefined) throw notFound(target.resource, name);
  const ports = service.spec.ports ?? [];
  const chosen =
    port === '' ? ports[0] : ports.find((one) => one.name === port || String(one.port) === port);
  const unavailable = new ApiError(
    503,
    'ServiceUnavailable',
    `no endpoints available for service ${JSON.stringify(target.name)}`,
  );
  if (chosen === undefined && port !== '') {
    const why = `no service port ${port} found for service ${JSON.stringify(name)}`;
    throw new ApiError(503, 'ServiceUnavailable', why);
  }
  if (chosen === undefined || !service.spec.clusterIP) throw unavailable;
  if (server.network?.find(service.spec.clusterIP, chosen.port) === undefined) throw unavailable;
  return { address: service.spec.clusterIP, port: chosen.port };
}

function* passOn(
  network: NetworkStack | undefined,
  at: At,
  request: HttpApiRequest,
): Task<HttpApiAnswer> {
  if (network === undefined)
    throw new ApiError(503, 'ServiceUnavailable', 'no route to the pod network');
  try {
    const socket = yield* network.connect(at.address, at.port);
    const skipped = new Set(['host', 'connection', 'content-length', 'authorization']);
    const headers = Object.entries(request.headers)
      .filter(([name]) => !skipped.has(name.toLowerCase()))
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    const length = request.body ? `Content-Length: ${request.body.length}\r\n` : '';
    yield* socket.write(
      `${request.method} ${request.path} HTTP/1.1\r\nHost: ${at.address}:${at.port}\r\n${headers}${length}Connection: close\r\n\r\n${request.body}`,
    );
    const reader = new HttpReader(socket);
    const head = yield* readResponseHead(reader);
    if (head === undefined) throw unreachable(at, 'connection reset by peer');
    const body = yield* responseBody(reader, head, request.method).all();
    socket.close();
    const answered: Record<string, string> = {};
    for (const [name, value] of head.headers.list) answered[name.toLowerCase()] = value;
    delete answered['transfer-encoding'];
    return { code: head.status, headers: answered, body };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const isRefused = code === 'ECONNREFUSED';
    throw unreachable(at, isRefused ? 'connection refused' : 'no route to host');
  }
}

function unreachable(at: At, why: string): ApiError {
  const where = `${at.address}:${at.port}`;
  const message = `error trying to reach service: dial tcp ${where}: connect: ${why}`;
  return new ApiError(503, 'ServiceUnavailable', message);
}

/** The code of a failed system call; undefined for other errors. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof ApiError || !('code' in error))
    return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
