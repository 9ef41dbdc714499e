// Who a connection's client is: its certificate, its token, and whom it wants to act as.
import type { TLSSocket } from 'node:tls';
import { type AccessQuestion, decide } from '../../kubernetes/api/authorization/rbac';
import { ApiError } from '../../kubernetes/api/errors';
import type { ApiService, User } from '../../kubernetes/api/request';
import type { Store } from '../../kubernetes/store/store';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What authentication needs of a cluster. */
export interface Gate {
  readonly service: ApiService;
  readonly store: Store;
}

const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');

/** The user of a request. @throws ApiError 401 for false credentials, 403 for impersonation */
export function userOf(gate: Gate, socket: TLSSocket, headers: Headers): User {
  const own = ownUser(gate, socket, headers);
  return impersonated(gate, own, headers);
}

function ownUser(gate: Gate, socket: TLSSocket, headers: Headers): User {
  const [, token] = /^bearer\s+(.*)$/i.exec(one(headers.authorization)) ?? [];
  const certified = certifiedUser(socket);
  if (certified !== undefined) return certified;
  const user = gate.service.authenticate(token === undefined ? {} : { token });
  if (user === undefined) throw unauthorized();
  return user;
}

/** The user that a client certificate names; undefined without one. @throws ApiError 401 */
function certifiedUser(socket: TLSSocket): User | undefined {
  const certificate = socket.getPeerCertificate();
  const { subject } = certificate ?? {};
  if (subject === undefined) return undefined;
  if (!socket.authorized) throw unauthorized();
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return {
    name: one(subject.CN),
    groups: [...many(subject.O), 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
  };
}

function impersonated(gate: Gate, user: User, headers: Headers): User {
  const name = one(headers['impersonate-user']);
  // Node joins the values of a header that comes several times.
  const groups = many(headers['impersonate-group']).flatMap((value) => value.split(', '));
  const uid = one(headers['impersonate-uid']);
  const extra = extraOf(headers);
  if (name === '') {
    if (groups.length === 0 && uid === '' && Object.keys(extra).length === 0) return user;
    const what = `requested ${JSON.stringify([...groups, uid])} without impersonating a user`;
    throw new ApiError(500, 'InternalError', what);
  }
  const [, , namespace = '', account = ''] = name.split(':');
  const isAccount = name.startsWith('system:serviceaccount:');
  if (isAccount) check(gate, user, { resource: 'serviceaccounts', namespace, name: account });
  else check(gate, user, { resource: 'users', name });
  for (const group of groups) check(gate, user, { resource: 'groups', name: group });
  if (isAccount && groups.length === 0) {
    groups.push('system:serviceaccounts', `system:serviceaccounts:${namespace}`);
  }
  const own = name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  if (!groups.includes(own)) groups.push(own);
  return {
    name,
    groups,
    ...(uid === '' ? {} : { uid }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function check(gate: Gate, user: User, asked: Omit<AccessQuestion, 'verb'>): void {
  const question = { verb: 'impersonate', ...asked };
  if (decide(gate.store, user, question).isAllowed) return;
  const where = asked.namespace
    ? `in the namespace ${JSON.stringify(asked.namespace)}`
    : 'at the cluster scope';
  const message =
    `${asked.resource} ${JSON.stringify(asked.name)} is forbidden: User ` +
    `${JSON.stringify(user.name)} cannot impersonate resource ${JSON.stringify(asked.resource)} ` +
    `in API group "" ${where}`;
  throw new ApiError(403, 'Forbidden', message, { name: asked.name ?? '', kind: asked.resource });
}

function extraOf(headers: Headers): Record<string, string[]> {
  const prefix = 'impersonate-extra-';
  const found: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix)) found[decodeURIComponent(name.slice(prefix.length))] = many(value);
  }
  return found;
}

function one(value: string | string[] | undefined): string {
  return many(value)[0] ?? '';
}

function many(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? [...value] : [value];
}
