// Requests and answers between clients and the API server. In process, objects pass by reference.
import type { Condition, Task } from '../../base/sim';
import type { Socket } from '../../machine/types';
import type { KubeObject } from '../kinds/object';

/** Who asks, as authentication found out. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string | undefined;
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection';

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

/** Query parameters by their API names, as text (`labelSelector`, `dryRun`, `limit`, ...). */
export type Query = Readonly<Record<string, string | undefined>>;

/** One request, for a resource. `/version` and the like go through `ApiServer.path`. */
export interface ApiRequest {
  readonly verb: Verb;
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** Plural. */
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly query?: Query | undefined;
  /** An object, a patch, DeleteOptions. */
  readonly body?: unknown;
  readonly patchType?: PatchType | undefined;
  /** Table: as `kubectl get` asks; partial: metadata only. */
  readonly accept?: 'object' | 'table' | 'partial' | undefined;
  /** The body is a client's own text: decode strictly and warn as fieldValidation says. */
  readonly isUntrusted?: boolean | undefined;
  /** Show metadata.managedFields in answers. */
  readonly withManagedFields?: boolean | undefined;
  /** User-Agent; its first part is the default field manager. */
  readonly userAgent?: string | undefined;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  /** An object, a Table (when asked for), or a Status for ERROR. */
  readonly object: KubeObject;
}

/** An open watch: a cursor and a bounded queue. */
export interface WatchStream {
  /** The next event; undefined when the watch has ended. Waits. */
  next(): Task<WatchEvent | undefined>;
  /** An event that is already there. */
  take(): WatchEvent | undefined;
  readonly isEnded: boolean;
  /** Wakes when take() may have something, or at the end. */
  readonly changed: Condition;
  close(): void;
}

/** An answer. Failures are thrown as ApiError. */
export interface ApiResponse {
  readonly code: number;
  /** The object, list, table or Status. */
  readonly object: KubeObject;
  readonly warnings: readonly string[];
  /** For watches, in place of `object`. */
  readonly watch?: WatchStream | undefined;
  /** For logs, in place of `object`. */
  readonly stream?: TextStream | undefined;
}

/** Who carries requests to an API server. @throws ApiError, or SystemError when none answers. */
export interface Transport {
  request(request: ApiRequest): Task<ApiResponse>;
  /** Stores a component's own event at once. False: not now (the server is down). */
  event?(event: KubeObject): boolean;
}

/** Text that comes piece by piece: logs, the body of a long answer. */
export interface TextStream {
  /** The next piece; undefined at the end. Waits. */
  next(): Task<string | undefined>;
  close(): void;
}

/** Who a client says it is (kubeconfig's user). PEM texts stand for the real certificates. */
export interface ClientCredentials {
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** --as, --as-group, --as-uid. */
  readonly impersonate?: Partial<User> | undefined;
}

/** A request as HTTP would carry it, for paths that are no resource, `--raw` and proxies. */
export interface HttpApiRequest {
  readonly method: string;
  /** With the query: `/api/v1/pods?limit=500`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpApiAnswer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, or a stream of it (watches, logs, proxied answers). */
  readonly body: string | TextStream;
}

/** pods/exec and pods/attach. */
export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  /** Undefined attaches to the running process. */
  readonly command?: readonly string[] | undefined;
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** An open exec or attach. */
export interface ExecSession {
  write(text: string): Task<void>;
  closeInput(): void;
  resize(columns: number, rows: number): void;
  /** The next output; undefined at the end. Waits. */
  next(): Task<{ readonly stream: 'stdout' | 'stderr'; readonly text: string } | undefined>;
  /** Exit code once next() has answered undefined. */
  readonly exitCode: number | undefined;
  /** The reason when it did not end by itself (`command terminated with exit code 1` is not one). */
  readonly error: string | undefined;
  close(): void;
}

/** One stream of a port-forward. */
export interface PortForwardRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** What an API server's listener offers as `service` to clients in the same process. */
export interface ApiService {
  readonly kind: 'kubernetes-api';
  /** PEM of the authority that signed the server's certificate: clients compare it with theirs. */
  readonly caCertificate: string;
  /** The user behind credentials; undefined: 401 Unauthorized. */
  authenticate(credentials: ClientCredentials): User | undefined;
  /** @throws ApiError */
  request(request: ApiRequest, user: User): Task<ApiResponse>;
  /** Any path, answered in JSON text; refusals are answers here, not exceptions. */
  http(request: HttpApiRequest, user: User): Task<HttpApiAnswer>;
  /** @throws ApiError */
  exec(request: ExecRequest, user: User): Task<ExecSession>;
  /** A connection to a port in a pod. @throws ApiError, SystemError */
  portForward(request: PortForwardRequest, user: User): Task<Socket>;
}
