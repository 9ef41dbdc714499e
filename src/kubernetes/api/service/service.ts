// The API as its clients reach it: who they are, requests by reference, and everything by HTTP.
import { sha256 } from '../../../base/digest';
import { toHex } from '../../../base/hash';
import type { Task } from '../../../base/sim';
import type { Socket } from '../../../machine/types';
import type {
  ApiService,
  ClientCredentials,
  ExecRequest,
  ExecSession,
  HttpApiAnswer,
  HttpApiRequest,
  PortForwardRequest,
  User,
} from '../request';
import type { ApiServer } from '../server';
import { execInPod, forwardToPod } from '../subresources/pod-connect';
import { answerHttp } from './http';

export interface ApiServiceOptions {
  readonly server: ApiServer;
  readonly caCertificate: string;
  /** Whether the API server answers at all. */
  readonly isUp: () => boolean;
  /** Users by the text of their client certificate. */
  readonly certificates: ReadonlyMap<string, User>;
  /** The user behind a bearer token. */
  readonly token: (token: string) => User | undefined;
}

const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** What the listener of an API server offers to clients in the same process. */
export function createApiService(options: ApiServiceOptions): ApiService {
  const { server } = options;
  return {
    kind: 'kubernetes-api',
    caCertificate: options.caCertificate,
    authenticate: (credentials) => authenticate(options, credentials),
    request: (request, user) => server.request(request, user),
    *http(request: HttpApiRequest, user: User): Task<HttpApiAnswer> {
      return yield* answerHttp(server, request, user);
    },
    *exec(request: ExecRequest, user: User): Task<ExecSession> {
      return yield* execInPod(server, request, user);
    },
    *portForward(request: PortForwardRequest, user: User): Task<Socket> {
      return yield* forwardToPod(server, request, user);
    },
  };
}

function authenticate(
  options: ApiServiceOptions,
  credentials: ClientCredentials,
): User | undefined {
  const user = identify(options, credentials);
  const as = credentials.impersonate;
  if (user === undefined || as?.name === undefined) return user;
  const groups = [...(as.groups ?? [])];
  if (groups.length === 0 && as.name.startsWith('system:serviceaccount:')) {
    const namespace = as.name.split(':')[2] ?? '';
    groups.push('system:serviceaccounts', `system:serviceaccounts:${namespace}`);
  }
  if (!groups.includes('system:authenticated')) groups.push('system:authenticated');
  return {
    name: as.name,
    groups,
    ...(as.uid ? { uid: as.uid } : {}),
    ...(as.extra ? { extra: as.extra } : {}),
  };
}

function identify(options: ApiServiceOptions, credentials: ClientCredentials): User | undefined {
  const { clientCertificate, token, username } = credentials;
  if (token !== undefined && token !== '') return options.token(token);
  if (clientCertificate !== undefined) {
    const user = options.certificates.get(clientCertificate.trim());
    return user && { ...user, extra: { [credentialId]: [fingerprint(clientCertificate)] } };
  }
  return username === undefined ? anonymous : undefined;
}

const credentialId = 'authentication.kubernetes.io/credential-id';

function fingerprint(certificate: string): string {
  return `X509SHA256=${toHex(sha256(certificate.trim()))}`;
}
