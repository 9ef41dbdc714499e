// kubectl as a client of the API: its requests, what it knows of the resources, and the log of -v.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../../kubernetes/api/errors';
import type {
  ApiRequest,
  ApiResponse,
  ApiService,
  ExecRequest,
  ExecSession,
  HttpApiAnswer,
  PortForwardRequest,
  User,
} from '../../../kubernetes/api/request';
import { SystemError } from '../../../machine/errno';
import type { Process, Socket } from '../../../machine/types';
import { ConnectionError } from '../framework/errors';
import { klogInfo, klogLine } from '../framework/klog';
import type { ClientConfig } from './client-config';
import type { Discovery } from './discovery';
import { readCachedDiscovery, writeCachedDiscovery } from './discovery-cache';
import { requestUrl } from './urls';

/** What one request takes on the wire, in virtual ms. */
const ROUND_TRIP_MS = 2;

const DISCOVERY_TYPE =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

/** A client for one command. */
export class Rest {
  readonly #warned = new Set<string>();
  #discovery: Discovery | undefined;
  #isDiscoveryFresh = false;

  constructor(
    readonly process: Process,
    readonly config: ClientConfig,
  ) {}

  /** How many warnings the server gave. */
  get warningCount(): number {
    return this.#warned.size;
  }

  /** Sends a request for a resource. @throws ApiError, ConnectionError */
  *request(request: ApiRequest): Task<ApiResponse> {
    const url = requestUrl(this.config.server, request);
    const { service, user } = yield* this.#connect(url, httpMethod(request));
    const full: ApiRequest = { userAgent: 'kubectl', isUntrusted: true, ...request };
    let answer: ApiResponse;
    try {
      answer = yield* service.request(full, user);
    } catch (error) {
      throw asClientError(error, url, httpMethod(request));
    }
    yield* this.#note(url, httpMethod(request).toUpperCase());
    for (const text of answer.warnings) yield* this.#warn(text);
    return answer;
  }

  /** Only connects. @throws ConnectionError when nobody answers */
  *reach(path: string): Task<void> {
    try {
      yield* this.#connect(this.config.server + path, 'Get');
    } catch (error) {
      if (error instanceof ConnectionError) throw error;
    }
  }

  /** Sends a request for any path. Refusals are answers. @throws ConnectionError, ApiError 401 */
  *http(
    method: string,
    path: string,
    options: { headers?: Readonly<Record<string, string>>; body?: string } = {},
  ): Task<HttpApiAnswer> {
    const url = this.config.server + path;
    const { service, user } = yield* this.#connect(url, titled(method));
    const { headers = {}, body = '' } = options;
    try {
      return yield* service.http({ method, path, headers, body }, user);
    } catch (error) {
      throw asClientError(error, url, titled(method));
    }
  }

  *exec(request: ExecRequest): Task<ExecSession> {
    const what = request.command === undefined ? 'attach' : 'exec';
    const path = `/api/v1/namespaces/${request.namespace}/pods/${request.pod}/${what}`;
    const { service, user } = yield* this.#connect(this.config.server + path, 'Post');
    return yield* service.exec(request, user);
  }

  *portForward(request: PortForwardRequest): Task<Socket> {
    const path = `/api/v1/namespaces/${request.namespace}/pods/${request.pod}/portforward`;
    const { service, user } = yield* this.#connect(this.config.server + path, 'Post');
    return yield* service.portForward(request, user);
  }

  /** What the server serves; `attempts` is how often a failure is noted before it is an error. */
  *discovery(attempts = 5): Task<Discovery> {
    if (this.#discovery !== undefined) return this.#discovery;
    const cached = readCachedDiscovery(this.process, this.config.server);
    if (cached !== undefined) {
      this.#discovery = cached;
      return cached;
    }
    return yield* this.freshDiscovery(attempts);
  }

  /** As the server answers now. */
  *freshDiscovery(attempts = 5): Task<Discovery> {
    if (this.#discovery !== undefined && this.#isDiscoveryFresh) return this.#discovery;
    let last: unknown;
    for (let i = 0; i < attempts; i++) {
      try {
        const core = yield* this.#discoveryDocument('/api');
        const groups = yield* this.#discoveryDocument('/apis');
        this.#discovery = writeCachedDiscovery(this.process, this.config.server, core, groups);
        this.#isDiscoveryFresh = true;
        return this.#discovery;
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
        last = error;
        const why = `couldn't get current server API group list: ${error.message}`;
        yield* this.process.error(klogLine(this.process, 'memcache.go:265', why));
      }
    }
    throw last;
  }

  /** A resource by a user's word; looks again at the server when it is not known. @throws */
  *resourceFor(word: string, attempts = 5): Task<import('./discovery').ApiResource> {
    const known = yield* this.discovery(attempts);
    const found = known.find(word);
    if (found !== undefined) return found;
    return (yield* this.freshDiscovery(attempts)).mustFind(word);
  }

  *#discoveryDocument(path: string): Task<string> {
    const seconds = this.config.timeoutMs > 0 ? this.config.timeoutMs / 1000 : 32;
    const url = `${this.config.server}${path}?timeout=${seconds}s`;
    const { service, user } = yield* this.#connect(url, 'Get', true);
    const headers = { Accept: DISCOVERY_TYPE };
    const answer = yield* service.http({ method: 'GET', path, headers, body: '' }, user);
    if (answer.code === 200 && typeof answer.body === 'string') return answer.body;
    if (answer.code === 403) throw new ApiError(403, 'Forbidden', 'unknown');
    if (answer.code === 401) throw unauthorized(true);
    throw new ApiError(
      answer.code,
      'ServiceUnavailable',
      'the server is currently unable to handle the request',
    );
  }

  *#connect(
    url: string,
    method: string,
    isDiscovery = false,
  ): Task<{ service: ApiService; user: User }> {
    const { process, config } = this;
    const parts = /^([a-z]+):\/\/(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(config.server);
    const scheme = parts?.[1] ?? '';
    if (scheme !== 'http' && scheme !== 'https') {
      throw new ConnectionError(method, url, `unsupported protocol scheme "${scheme}"`);
    }
    const host = parts?.[2] ?? '';
    const port = Number(parts?.[3] ?? (scheme === 'https' ? 443 : 80));
    const address = yield* this.#address(host, { url, method });
    const listener = process.machine.net.find(address, port);
    if (listener === undefined) {
      const why = `dial tcp ${address}:${port}: connect: connection refused`;
      throw new ConnectionError(method, url, why);
    }
    yield* process.sleep(ROUND_TRIP_MS);
    const service = apiService(listener.service);
    if (service === undefined) throw new ConnectionError(method, url, 'EOF');
    if (scheme === 'http' && !isPlain(listener.service)) throw plainToTls();
    if (scheme === 'https') this.#verify(service, { url, method });
    const user = service.authenticate(config.credentials);
    if (user === undefined) throw unauthorized(isDiscovery);
    return { service, user };
  }

  *#address(host: string, at: { url: string; method: string }): Task<string> {
    if (/^[\d.]+$/.test(host) || host.startsWith('[')) return host;
    const found = yield* this.process.machine.net.resolve(host);
    const address = found?.addresses[0];
    if (address !== undefined) return address;
    throw new ConnectionError(at.method, at.url, `dial tcp: lookup ${host}: no such host`);
  }

  #verify(service: ApiService, at: { url: string; method: string }): void {
    const { authority, isInsecure } = this.config;
    if (isInsecure || service.caCertificate === '') return;
    if (authority !== undefined && sameCertificate(authority, service.caCertificate)) return;
    const why = 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    throw new ConnectionError(at.method, at.url, why);
  }

  /** -v=6 and more tells of each request. */
  *#note(url: string, method: string): Task<void> {
    if (this.config.verbosity < 6) return;
    const text = `"Response" verb="${method}" url="${url}" status="200 OK" milliseconds=${ROUND_TRIP_MS}`;
    yield* this.process.error(klogInfo(this.process, 'round_trippers.go:632', text));
  }

  *#warn(text: string): Task<void> {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    yield* this.process.error(`Warning: ${text}\n`);
  }
}

function apiService(service: unknown): ApiService | undefined {
  const one = service as Partial<ApiService> | undefined;
  return one?.kind === 'kubernetes-api' ? (one as ApiService) : undefined;
}

/** A proxy's listener takes plain HTTP. */
function isPlain(service: unknown): boolean {
  return (service as { readonly isPlainHttp?: boolean }).isPlainHttp === true;
}

function sameCertificate(a: string, b: string): boolean {
  return a.replace(/\s+/g, '').includes(b.replace(/\s+/g, ''));
}

function unauthorized(isDiscovery: boolean): ApiError {
  const generic = 'the server has asked for the client to provide credentials';
  return new ApiError(401, 'Unauthorized', isDiscovery ? generic : 'Unauthorized');
}

function plainToTls(): ApiError {
  return new ApiError(400, 'BadRequest', 'the server rejected our request for an unknown reason');
}

function asClientError(error: unknown, url: string, method: string): unknown {
  if (!(error instanceof SystemError)) return error;
  const { host } = new ConnectionError(method, url, '');
  const why = error.code === 'ECONNREFUSED' ? 'connect: connection refused' : 'i/o timeout';
  return new ConnectionError(method, url, `dial tcp ${host}: ${why}`);
}

function titled(method: string): string {
  return method[0] + method.slice(1).toLowerCase();
}

const methods: Readonly<Record<ApiRequest['verb'], string>> = {
  get: 'Get',
  list: 'Get',
  watch: 'Get',
  create: 'Post',
  update: 'Put',
  patch: 'Patch',
  delete: 'Delete',
  deletecollection: 'Delete',
};

function httpMethod(request: ApiRequest): string {
  return methods[request.verb];
}
