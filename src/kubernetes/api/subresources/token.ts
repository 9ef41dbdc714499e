// serviceaccounts/token: a token for an account, perhaps bound to a pod, a secret or a node.
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { invalid } from '../../kinds/field-error';
import { type KubeObject, objectKey } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { invalidObject, notFound } from '../errors';
import type { ApiRequest, ApiResponse } from '../request';
import type { ApiServer } from '../server';
import { issuer, issueToken } from '../tokens';
import { fieldsOf } from '../virtual/answer';

const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' };
const tables: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** Answers a TokenRequest. @throws ApiError */
export function* requestToken(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  const namespace = request.namespace ?? '';
  if (server.store.get('namespaces', namespace) === undefined) {
    throw notFound({ group: '', resource: 'namespaces' }, namespace);
  }
  const account = server.find(resource, namespace, request.name ?? '');
  const spec = fieldsOf(fieldsOf(request.body).spec);
  const seconds = typeof spec.expirationSeconds === 'number' ? spec.expirationSeconds : 3600;
  const errors =
    seconds < 600
      ? [
          invalid(
            'spec.expirationSeconds',
            seconds,
            'may not specify a duration less than 10 minutes',
          ),
        ]
      : [];
  if (errors.length > 0) throw invalidObject(kind, '', errors);
  const asked = Array.isArray(spec.audiences) ? (spec.audiences as readonly string[]) : [];
  const audiences = asked.length > 0 ? asked : [issuer];
  const ref = fieldsOf(spec.boundObjectRef);
  const bound = boundObject(server, ref, namespace);
  const token = issueToken(server, {
    namespace,
    account: account.metadata.name,
    audiences,
    seconds,
    ...(bound ? { [String(ref.kind).toLowerCase()]: bound } : {}),
  });
  const expirationTimestamp = formatRfc3339(server.sim.now + seconds * 1000);
  const { creationTimestamp: _1, ...metadata } = {
    name: account.metadata.name,
    namespace,
    creationTimestamp: formatRfc3339(server.sim.now),
  };
  const object = {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { ...metadata, creationTimestamp: formatRfc3339(server.sim.now) },
    spec: {
      audiences,
      expirationSeconds: seconds,
      boundObjectRef: bound ? spec.boundObjectRef : null,
    },
    status: { token, expirationTimestamp },
  };
  return { code: 201, object: object as unknown as KubeObject, warnings: [] };
}

function boundObject(
  server: ApiServer,
  ref: Readonly<Record<string, unknown>>,
  namespace: string,
): KubeObject | undefined {
  if (ref.kind === undefined) return undefined;
  const table = tables[String(ref.kind)] ?? '';
  const name = String(ref.name ?? '');
  const found = server.store.get(table, objectKey(table === 'nodes' ? '' : namespace, name));
  if (found === undefined) throw notFound({ group: '', resource: table }, name);
  return found;
}
