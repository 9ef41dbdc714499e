// The API server: takes a request from authentication to the store and back. What is generic for
// every resource lives in rest/; what is particular in the kinds' definitions.
import type { Random } from '../../base/random';
import type { Sim, Task } from '../../base/sim';
import type { NetworkStack } from '../../machine/types';
import type { Catalog } from '../kinds/catalog';
import type { StrategyContext } from '../kinds/define-kind';
import { type KubeObject, objectKey } from '../kinds/object';
import { groupResource, type Resource } from '../kinds/resource';
import type { Store, StoreSnapshot } from '../store/store';
import type { AdmissionPlugin } from './admission/admission';
import { AuditLog } from './audit';
import { decide } from './authorization/rbac';
import { decodeStrictly } from './decoding';
import { ApiError, methodNotSupported, notFound, unknownPath } from './errors';
import { Extensions } from './extensions/extensions';
import type { NodeProxy } from './node-proxy';
import { applyConfiguration } from './ownership/apply';
import { FieldOwnership } from './ownership/tracker';
import type { ApiRequest, ApiResponse, User } from './request';
import { createObject } from './rest/create';
import { deleteCollection, deleteObject } from './rest/delete';
import { getObject, listObjects } from './rest/read';
import { updateObject } from './rest/update';
import { watchObjects } from './rest/watch';
import { subresourceHandlers } from './subresources/registry';
import { virtualHandlers } from './virtual/registry';

/** Decides whether a user may do a request. Undefined: yes; else why not. */
export type Authorizer = (
  user: User,
  request: ApiRequest,
  resource: Resource,
) => string | undefined;

/** Hears of each object version that a field manager wrote; keeps metadata.managedFields. */
export interface OwnershipTracker {
  record(write: OwnershipWrite): void;
  forget(uid: string): void;
  /** The object with its metadata.managedFields filled in. */
  show(object: KubeObject, resource: Resource): KubeObject;
  /** Takes over metadata.managedFields that a client wrote. */
  takeOver?(uid: string, entries: readonly unknown[]): void;
}

export interface OwnershipWrite {
  readonly resource: Resource;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource: string;
  readonly atMs: number;
}

/** Carries out a server-side apply: from the applied configuration to the new object. */
export type Applier = (
  server: ApiServer,
  input: {
    readonly resource: Resource;
    readonly old: KubeObject | undefined;
    readonly applied: KubeObject;
    readonly manager: string;
    readonly force: boolean;
    readonly isDryRun: boolean;
  },
) => KubeObject;

/** Reads a client's body strictly; returns it cleaned, adds warnings. @throws ApiError */
export type Decoder = (
  body: unknown,
  resource: Resource,
  fieldValidation: string,
  warn: (text: string) => void,
) => KubeObject;

export interface ApiServerOptions {
  readonly sim: Sim;
  readonly store: Store;
  readonly catalog: Catalog;
  readonly random: Random;
  readonly admission: readonly AdmissionPlugin[];
}

/** A saved API server. */
export interface ApiServerSnapshot {
  readonly store: StoreSnapshot;
  /** managedFields by uid. */
  readonly owners: Readonly<Record<string, readonly unknown[]>>;
}

/** One API server. */
export class ApiServer {
  readonly sim: Sim;
  readonly store: Store;
  readonly catalog: Catalog;
  readonly random: Random;
  readonly audit = new AuditLog();
  /** Kubelets by node name. */
  readonly nodes = new Map<string, NodeProxy>();
  /** The network as the API server's machine sees it: for proxies. */
  network: NetworkStack | undefined;
  authorizer: Authorizer | undefined = (user, request, resource) =>
    isAllowed(this.store, user, request, resource) ? undefined : '';
  ownership: OwnershipTracker | undefined = new FieldOwnership();
  applier: Applier | undefined = applyConfiguration;
  decoder: Decoder | undefined = decodeStrictly;
  /** Handlers of subresources that aren't plain objects: by `pods/eviction`. */
  readonly subresourceHandlers = new Map(Object.entries(subresourceHandlers));
  /** Answers virtual resources (reviews, componentstatuses): by storage name. */
  readonly virtualResources = new Map(Object.entries(virtualHandlers));
  /** Custom and aggregated resources. */
  readonly extensions: Extensions;
  #admission: readonly AdmissionPlugin[];
  #pluginsFor = new Map<string, readonly AdmissionPlugin[]>();

  constructor(options: ApiServerOptions) {
    this.sim = options.sim;
    this.store = options.store;
    this.catalog = options.catalog;
    this.random = options.random;
    this.#admission = [...options.admission].sort((a, b) => a.order - b.order);
    this.extensions = new Extensions(this);
  }

  /** What has to be saved of the server: JSON. */
  snapshot(): ApiServerSnapshot {
    const { ownership } = this;
    const owners = ownership instanceof FieldOwnership ? ownership.save() : {};
    return { store: this.store.snapshot(), owners };
  }

  /** Takes over a snapshot. Informers are for their owner to refill. */
  restore(snapshot: ApiServerSnapshot): void {
    this.store.restore(snapshot.store);
    if (this.ownership instanceof FieldOwnership) this.ownership.load(snapshot.owners);
    this.extensions.resync();
  }

  /** Answers one request. @throws ApiError */
  *request(request: ApiRequest, user: User): Task<ApiResponse> {
    try {
      const response = yield* this.#dispatch(request, user);
      this.audit.note(request, user, response.code, this.sim.now);
      return response;
    } catch (error) {
      if (error instanceof ApiError) this.audit.note(request, user, error.code, this.sim.now);
      throw error;
    }
  }

  /** The resource a request is for. @throws ApiError 404 */
  resourceOf(request: ApiRequest): Resource {
    const resource = this.catalog.find(request.apiVersion, request.resource);
    if (resource === undefined) throw unknownPath();
    return resource;
  }

  /** @throws ApiError 403 when the user may not do the request */
  authorize(request: ApiRequest, resource: Resource, user: User): void {
    const why = this.authorizer?.(user, request, resource);
    if (why !== undefined) throw forbidden(request, resource, user, why);
  }

  /** Admission plugins that care for a resource, in order. */
  pluginsFor(storage: string): readonly AdmissionPlugin[] {
    let plugins = this.#pluginsFor.get(storage);
    if (plugins === undefined) {
      plugins = this.#admission.filter((one) => one.resources?.includes(storage) ?? true);
      this.#pluginsFor.set(storage, plugins);
    }
    return plugins;
  }

  /** The stored object. @throws ApiError 404 */
  find(resource: Resource, namespace: string | undefined, name: string): KubeObject {
    const key = objectKey(resource.namespaced ? namespace : undefined, name);
    const object = this.store.get(resource.storage, key);
    if (object === undefined) throw notFound(resource, name);
    return object;
  }

  /** What strategies and admission see of the world. */
  context(resource: Resource, user: User, warnings: string[], isDryRun: boolean): StrategyContext {
    const { store, random, sim } = this;
    return {
      nowMs: sim.now,
      userName: user.name,
      user,
      resource,
      isDryRun,
      get: (storage, namespace, name) => store.get(storage, objectKey(namespace, name)),
      list: (storage, namespace) => store.list(storage, namespace ? `${namespace}/` : ''),
      random: (name) => random.float(name),
      warn: (text) => void warnings.push(text),
    };
  }

  *#dispatch(request: ApiRequest, user: User): Task<ApiResponse> {
    const resource = this.resourceOf(request);
    this.authorize(request, resource, user);
    const handler = request.subresource
      ? this.subresourceHandlers.get(`${resource.storage}/${request.subresource}`)
      : this.virtualResources.get(resource.storage);
    if (handler !== undefined) {
      return withDeprecation(yield* handler(this, request, resource, user), resource);
    }
    if (request.subresource) {
      const known = resource.subresources.some((one) => one.name === request.subresource);
      if (!known) throw unknownPath();
    } else if (!resource.verbs.includes(request.verb)) {
      throw methodNotSupported(resource, request.verb);
    }
    return withDeprecation(yield* this.#plain(request, resource, user), resource);
  }

  #plain(request: ApiRequest, resource: Resource, user: User): Task<ApiResponse> {
    switch (request.verb) {
      case 'get':
        return getObject(this, request, resource, user);
      case 'list':
        return listObjects(this, request, resource);
      case 'watch':
        return watchObjects(this, request, resource);
      case 'create':
        return createObject(this, request, resource, user);
      case 'update':
      case 'patch':
        return updateObject(this, request, resource, user);
      case 'delete':
        return deleteObject(this, request, resource, user);
      case 'deletecollection':
        return deleteCollection(this, request, resource, user);
    }
  }
}

/** Resources whose every use is warned about. */
const deprecations: Readonly<Record<string, string>> = {
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
};

function withDeprecation(response: ApiResponse, resource: Resource): ApiResponse {
  const text = resource.deprecation ?? deprecations[resource.storage];
  return text === undefined ? response : { ...response, warnings: [text, ...response.warnings] };
}

/** Where RBAC looks for roles: a request for a namespace itself counts as in it. */
function scopeOf(request: ApiRequest, resource: Resource): string | undefined {
  if (resource.namespaced) return request.namespace;
  return resource.storage === 'namespaces' ? request.name : undefined;
}

function isAllowed(store: Store, user: User, request: ApiRequest, resource: Resource): boolean {
  const { verb, subresource, name } = request;
  const namespace = scopeOf(request, resource);
  const { group, resource: plural } = resource;
  const question = { verb, namespace, group, resource: plural, subresource, name };
  return decide(store, user, question).isAllowed;
}

/** Answers a subresource or virtual resource in its own way. */
export type SubresourceHandler = (
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
) => Task<ApiResponse>;

function forbidden(request: ApiRequest, resource: Resource, user: User, why: string): ApiError {
  const what = request.subresource
    ? `${resource.resource}/${request.subresource}`
    : resource.resource;
  const full = groupResource({ group: resource.group, resource: resource.resource });
  const named = request.name ? `${full} ${JSON.stringify(request.name)}` : full;
  const group = `in API group "${resource.group}"`;
  const namespace = scopeOf(request, resource);
  const scope = namespace
    ? `in the namespace ${JSON.stringify(namespace)}`
    : 'at the cluster scope';
  const message =
    `${named} is forbidden: User ${JSON.stringify(user.name)} cannot ${request.verb} resource ` +
    `${JSON.stringify(what)} ${group} ${scope}${why ? `: ${why}` : ''}`;
  return new ApiError(403, 'Forbidden', message, {
    ...(request.name ? { name: request.name } : {}),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.resource,
  });
}
