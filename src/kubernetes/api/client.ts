// The client of components inside the cluster and of tools on machines: typed methods over a
// Transport. Answers are frozen objects by reference.
import type { Condition, Task } from '../../base/sim';
import type { KubeObject } from '../kinds/object';
import type { ApiRequest, ApiResponse, PatchType, Query, Transport, User } from './request';
import { storeEvent } from './rest/create';
import type { ApiServer } from './server';

/** Which resource: `v1`/`pods`, `apps/v1`/`deployments`. */
export interface ResourceRef {
  readonly apiVersion: string;
  readonly resource: string;
}

/** A resource with the type of its objects. */
export interface TypedRef<T extends KubeObject> extends ResourceRef {
  /** Never set: carries the type. */
  readonly type?: T;
}

/** Names a resource and the type of its objects. */
export function ref<T extends KubeObject>(apiVersion: string, resource: string): TypedRef<T> {
  return { apiVersion, resource };
}

/** Where components of the control plane find their API server; `up` wakes when it comes back. */
export interface ApiEndpoint {
  readonly server: ApiServer | undefined;
  readonly up: Condition;
}

/** Reaches an API server in the same process, as a given user; waits while it is down. */
export function directTransport(endpoint: ApiEndpoint, user: User): Transport {
  return {
    *request(request: ApiRequest): Task<ApiResponse> {
      while (endpoint.server === undefined) yield { on: endpoint.up };
      return yield* endpoint.server.request(request, user);
    },
    event(event: KubeObject): boolean {
      if (endpoint.server === undefined) return false;
      storeEvent(endpoint.server, event);
      return true;
    },
  };
}

/** Options of a write. */
export interface WriteOptions {
  readonly fieldManager?: string;
  readonly query?: Query;
}

/** A client. All methods throw ApiError for refusals. */
export class ApiClient {
  readonly transport: Transport;
  readonly userAgent: string;

  constructor(transport: Transport, userAgent: string) {
    this.transport = transport;
    this.userAgent = userAgent;
  }

  request(request: ApiRequest): Task<ApiResponse> {
    return this.transport.request({ userAgent: this.userAgent, ...request });
  }

  *get<T extends KubeObject>(of: TypedRef<T>, namespace: string, name: string): Task<T> {
    const answer = yield* this.request({ ...at(of, namespace, name), verb: 'get' });
    return answer.object as T;
  }

  *list<T extends KubeObject>(of: TypedRef<T>, namespace?: string, query?: Query): Task<T[]> {
    const answer = yield* this.request({ ...at(of, namespace), verb: 'list', query });
    return (answer.object as unknown as { items: T[] }).items;
  }

  *create<T extends KubeObject>(
    of: TypedRef<T>,
    object: KubeObject,
    options?: WriteOptions,
  ): Task<T> {
    const { namespace } = object.metadata;
    const query = queryOf(options);
    const answer = yield* this.request({
      ...at(of, namespace),
      verb: 'create',
      body: object,
      query,
    });
    return answer.object as T;
  }

  *update<T extends KubeObject>(
    of: TypedRef<T>,
    object: KubeObject,
    options?: WriteOptions & { readonly subresource?: string },
  ): Task<T> {
    const { namespace, name } = object.metadata;
    const answer = yield* this.request({
      ...at(of, namespace, name),
      verb: 'update',
      subresource: options?.subresource,
      body: object,
      query: queryOf(options),
    });
    return answer.object as T;
  }

  *updateStatus<T extends KubeObject>(of: TypedRef<T>, object: KubeObject): Task<T> {
    return yield* this.update<T>(of, object, { subresource: 'status' });
  }

  *patch<T extends KubeObject>(
    of: TypedRef<T>,
    target: { readonly namespace?: string | undefined; readonly name: string },
    patch: { readonly type: PatchType; readonly body: unknown; readonly subresource?: string },
    options?: WriteOptions,
  ): Task<T> {
    const answer = yield* this.request({
      ...at(of, target.namespace, target.name),
      verb: 'patch',
      subresource: patch.subresource,
      patchType: patch.type,
      body: patch.body,
      query: queryOf(options),
    });
    return answer.object as T;
  }

  *delete(
    of: ResourceRef,
    target: { readonly namespace?: string | undefined; readonly name: string },
    options?: unknown,
  ): Task<KubeObject> {
    const answer = yield* this.request({
      ...at(of, target.namespace, target.name),
      verb: 'delete',
      body: options,
    });
    return answer.object;
  }
}

function at(of: ResourceRef, namespace?: string, name?: string) {
  return {
    apiVersion: of.apiVersion,
    resource: of.resource,
    ...(namespace ? { namespace } : {}),
    ...(name !== undefined ? { name } : {}),
  };
}

function queryOf(options: WriteOptions | undefined): Query | undefined {
  if (!options?.fieldManager) return options?.query;
  return { ...options.query, fieldManager: options.fieldManager };
}
