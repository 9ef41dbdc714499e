// Tokens of service accounts: JWTs whose signature is a keyed digest (a stand-in for RS256). What
// a token is bound to (account, pod, secret) must still be there when it is used.
import { decodeBase64, encodeBase64 } from '../../base/base64';
import { goJson } from '../../base/json';
import type { KubeObject } from '../kinds/object';
import type { User } from './request';
import type { ApiServer } from './server';

/** Who tokens are from, and for when nothing else is asked. */
export const issuer = 'https://kubernetes.default.svc.cluster.local';

/** What a token is for. */
export interface TokenRequest {
  readonly namespace: string;
  readonly account: string;
  readonly audiences?: readonly string[] | undefined;
  readonly seconds: number;
  readonly pod?: KubeObject | undefined;
  readonly secret?: KubeObject | undefined;
  readonly node?: KubeObject | undefined;
}

interface Bound {
  readonly name: string;
  readonly uid?: string;
}

interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly sub: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: Bound;
    readonly pod?: Bound;
    readonly secret?: Bound;
  };
}

function urlSafe(base64: string): string {
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function encode(text: string): string {
  return urlSafe(encodeBase64(text));
}

function signature(server: ApiServer, signed: string): string {
  return encode(server.random.hex(128, `service-accounts/${signed}`));
}

function bound(object: KubeObject): Bound {
  return { name: object.metadata.name, uid: object.metadata.uid };
}

/** Makes a token. The same request at the same moment gives the same token. */
export function issueToken(server: ApiServer, request: TokenRequest): string {
  const { namespace, account, pod, secret, node } = request;
  const now = Math.floor(server.sim.now / 1000);
  const found = server.store.get('serviceaccounts', `${namespace}/${account}`);
  const claims: Claims & Readonly<Record<string, unknown>> = {
    aud: request.audiences?.length ? request.audiences : [issuer],
    exp: now + request.seconds,
    iat: now,
    iss: issuer,
    jti: server.random.uuid(`jti/${namespace}/${account}/${now}/${pod?.metadata.uid ?? ''}`),
    'kubernetes.io': {
      namespace,
      ...(node ? { node: bound(node) } : {}),
      ...(pod ? { pod: bound(pod) } : {}),
      ...(secret ? { secret: bound(secret) } : {}),
      serviceaccount: found ? bound(found) : { name: account },
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${account}`,
  };
  const key = urlSafe(encodeBase64(server.random.hex(32, 'service-accounts/key-id')));
  const signed = `${encode(goJson({ alg: 'RS256', kid: key }))}.${encode(goJson(claims))}`;
  return `${signed}.${signature(server, signed)}`;
}

function claimsOf(server: ApiServer, token: string): Claims | undefined {
  const [head, body, signed, ...rest] = token.split('.');
  if (!head || !body || !signed || rest.length > 0) return undefined;
  if (signature(server, `${head}.${body}`) !== signed) return undefined;
  const text = decodeBase64(body.replace(/-/g, '+').replace(/_/g, '/').padEnd(pad(body), '='));
  return text === null ? undefined : (JSON.parse(text) as Claims);
}

function pad(body: string): number {
  return Math.ceil(body.length / 4) * 4;
}

/** The account behind a token that is still good. */
export function verifyToken(
  server: ApiServer,
  token: string,
): { readonly user: User; readonly audiences: readonly string[] } | undefined {
  const claims = claimsOf(server, token);
  if (claims === undefined || claims.exp * 1000 <= server.sim.now) return undefined;
  const { namespace, serviceaccount, pod, secret } = claims['kubernetes.io'];
  const isThere = (table: string, one: Bound | undefined) =>
    one === undefined ||
    server.store.get(table, `${namespace}/${one.name}`)?.metadata.uid === one.uid;
  if (!isThere('serviceaccounts', serviceaccount)) return undefined;
  if (!isThere('pods', pod) || !isThere('secrets', secret)) return undefined;
  const extra: Record<string, readonly string[]> = {};
  if (pod) {
    extra['authentication.kubernetes.io/pod-name'] = [pod.name];
    extra['authentication.kubernetes.io/pod-uid'] = [pod.uid ?? ''];
  }
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return {
    user: {
      name: claims.sub,
      groups: [...groups, 'system:authenticated'],
      ...(serviceaccount.uid ? { uid: serviceaccount.uid } : {}),
      ...(pod ? { extra } : {}),
    },
    audiences: claims.aud,
  };
}

/** The user behind a bearer token meant for the API server. */
export function userOfToken(server: ApiServer, token: string): User | undefined {
  const found = verifyToken(server, token);
  return found?.audiences.includes(issuer) ? found.user : undefined;
}
