// Secrets of type service-account-token get their token when they are made (the token controller's
// work); those for an account that isn't there go again.
import { encodeBase64 } from '../../../../base/base64';
import type { Task } from '../../../../base/sim';
import type { ConfigMap, Secret } from '../../../kinds/generated/types';
import { removeNow } from '../../rest/delete';
import { issueToken } from '../../tokens';
import { type AdmissionRequest, defineAdmission } from '../admission';

const type = 'kubernetes.io/service-account-token';
const nameMark = 'kubernetes.io/service-account.name';
const uidMark = 'kubernetes.io/service-account.uid';
/** Such tokens don't expire: ten years. */
const seconds = 10 * 365 * 86_400;

export default defineAdmission({
  name: 'service-account-tokens',
  order: 90,
  resources: ['secrets'],
  admit(request) {
    const secret = request.object as Secret;
    if (request.operation !== 'CREATE' || secret.type !== type) return secret;
    const name = secret.metadata.annotations?.[nameMark];
    if (!name) return secret;
    const { server, namespace } = request;
    const account = server.store.get('serviceaccounts', `${namespace}/${name}`);
    if (account === undefined) {
      if (!request.context.isDryRun)
        server.sim.spawn('token-cleaner', removeLater(request, secret));
      return secret;
    }
    const root = server.store.get('configmaps', `${namespace}/kube-root-ca.crt`) as
      | ConfigMap
      | undefined;
    const token = issueToken(server, { namespace, account: name, seconds, secret });
    return {
      ...secret,
      metadata: {
        ...secret.metadata,
        annotations: { ...secret.metadata.annotations, [uidMark]: account.metadata.uid },
      },
      data: {
        ...secret.data,
        'ca.crt': encodeBase64(root?.data?.['ca.crt'] ?? ''),
        namespace: encodeBase64(namespace),
        token: encodeBase64(token),
      },
    };
  },
});

function* removeLater({ server, resource }: AdmissionRequest, secret: Secret): Task<void> {
  yield { until: server.sim.now + 100 };
  const { namespace, name, uid } = secret.metadata;
  const current = server.store.get('secrets', `${namespace}/${name}`);
  if (current?.metadata.uid === uid && current) removeNow(server, resource, current);
}
