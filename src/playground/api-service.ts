// The API of a cluster as clients in the same world see it.
import type { Task } from '../base/sim';
import { ApiError } from '../kubernetes/api/errors';
import type { ApiService, ExecSession, HttpApiAnswer } from '../kubernetes/api/request';
import type { Cluster } from '../kubernetes/cluster';
import type { Socket } from '../machine/types';

/** For now: every client is the administrator. */
export function createService(cluster: Cluster): ApiService {
  const user = { name: 'minikube', groups: ['system:masters', 'system:authenticated'] };
  return {
    kind: 'kubernetes-api',
    caCertificate: cluster.caCertificate,
    authenticate: () => user,
    request: (request, asking) => cluster.server.request(request, asking),
    *http(): Task<HttpApiAnswer> {
      return { code: 404, headers: {}, body: '404 page not found\n' };
    },
    *exec(): Task<ExecSession> {
      throw new ApiError(501, 'NotImplemented', 'exec is not there yet');
    },
    *portForward(): Task<Socket> {
      throw new ApiError(501, 'NotImplemented', 'port-forward is not there yet');
    },
  };
}
