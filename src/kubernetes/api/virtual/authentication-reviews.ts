// Reviews of authentication.k8s.io: who am I, whose is this token.
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { Resource } from '../../kinds/resource';
import type { ApiRequest, ApiResponse, User } from '../request';
import type { ApiServer } from '../server';
import { verifyToken } from '../tokens';
import { answerOf, fieldsOf } from './answer';

function userInfo(user: User) {
  return {
    username: user.name,
    ...(user.uid ? { uid: user.uid } : {}),
    groups: user.groups,
    ...(user.extra && Object.keys(user.extra).length > 0 ? { extra: user.extra } : {}),
  };
}

/** SelfSubjectReview. */
export function* reviewSelf(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const body = fieldsOf(request.body);
  const metadata = {
    ...fieldsOf(body.metadata),
    creationTimestamp: formatRfc3339(server.sim.now),
  };
  return answerOf(resource, { ...body, metadata }, { status: { userInfo: userInfo(user) } });
}

/** TokenReview. */
export function* reviewToken(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  const body = fieldsOf(request.body);
  const spec = fieldsOf(body.spec);
  const found = verifyToken(server, String(spec.token ?? ''));
  const status =
    found === undefined
      ? { user: {}, error: '[invalid bearer token, token lookup failed]' }
      : { authenticated: true, user: userInfo(found.user), audiences: found.audiences };
  return answerOf(resource, body, { spec, status });
}
