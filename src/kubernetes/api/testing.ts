// A server for tests: a store, the built-in kinds, all admission plugins, a namespace.
import { Random } from '../../base/random';
import { Sim, type Task } from '../../base/sim';
import { Catalog } from '../kinds/catalog';
import type { KubeObject } from '../kinds/object';
import { kinds } from '../kinds/registry';
import { Store } from '../store/store';
import { admissionPlugins } from './admission/registry';
import { ApiError } from './errors';
import type { ApiRequest, HttpApiAnswer, User } from './request';
import { ApiServer } from './server';
import { answerHttp } from './service/http';

export const admin: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };

/** What requests to a test server give. */
export interface TestServer {
  readonly server: ApiServer;
  readonly sim: Sim;
  /** The answer's object. @throws ApiError */
  request(request: ApiRequest, user?: User): KubeObject;
  create(object: unknown, query?: ApiRequest['query']): KubeObject;
  /** The message of the refusal that creating an object gets. */
  refusalOf(object: unknown): string;
  http(method: string, path: string, options?: HttpOptions): HttpApiAnswer;
}

interface HttpOptions {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly user?: User;
}

/** Runs a task to its end in virtual time. @throws what the task throws */
export function runTask<T>(sim: Sim, task: Task<T>): T {
  let failure: { readonly error: unknown } | undefined;
  function* guarded(): Task<T | undefined> {
    try {
      return yield* task;
    } catch (error) {
      failure = { error };
      return undefined;
    }
  }
  const handle = sim.spawn('test', guarded());
  sim.advance(sim.now + 60_000);
  if (failure) throw failure.error;
  if (!handle.isDone) throw new Error('the task did not end');
  return handle.result as T;
}

/** A server with the namespace `default` and its service account. */
export function testServer(): TestServer {
  const sim = new Sim(Date.UTC(2026, 0, 1));
  const server = new ApiServer({
    sim,
    store: new Store(sim, 'test'),
    catalog: new Catalog(kinds),
    random: new Random('test'),
    admission: [...admissionPlugins.values()],
  });
  const request = (asked: ApiRequest, user = admin) =>
    runTask(sim, server.request(asked, user)).object;
  const create = (given: unknown, query?: ApiRequest['query']) => {
    const object = given as KubeObject;
    const resource = server.catalog.byKind(object.apiVersion, object.kind);
    if (resource === undefined) throw new Error(`no kind ${object.kind}`);
    const namespace = resource.namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
    return request({
      verb: 'create',
      apiVersion: resource.apiVersion,
      resource: resource.resource,
      namespace,
      body: object,
      isUntrusted: true,
      query: { fieldValidation: 'Strict', ...query },
      userAgent: 'kubectl-create',
    });
  };
  const refusalOf = (object: unknown) => {
    try {
      create(object);
    } catch (error) {
      if (error instanceof ApiError) return error.message;
      throw error;
    }
    throw new Error('it was not refused');
  };
  const http = (method: string, path: string, options: HttpOptions = {}) => {
    const { body = '', headers = {}, user = admin } = options;
    const asked = { method, path, headers: { 'user-agent': 'curl/8', ...headers }, body };
    return runTask(sim, answerHttp(server, asked, user));
  };
  create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
  return { server, sim, request, create, refusalOf, http };
}
