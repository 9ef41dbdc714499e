// Gives every namespace its `default` service account.
import type { Task } from '../../base/sim';
import { serviceAccounts } from '../api/refs';
import type { Namespace, ServiceAccount } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

export default defineController({
  name: 'serviceaccount-controller',
  watches: [
    { storage: 'namespaces', keys: (object) => [keyOf(object)] },
    {
      storage: 'serviceaccounts',
      keys: (object, _old, _context, type) =>
        type === 'DELETED' ? [object.metadata.namespace ?? ''] : [],
    },
  ],

  *reconcile(name, context): Task<undefined> {
    const namespace = informerOf<Namespace>(context, 'namespaces').byKey(name);
    if (namespace === undefined || namespace.status?.phase === 'Terminating') return;
    const accounts = informerOf<ServiceAccount>(context, 'serviceaccounts');
    if (accounts.get(name, 'default') !== undefined) return;
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: name, uid: '' },
    };
    yield* ignoring(
      ['AlreadyExists', 'Forbidden'],
      context.client.create(serviceAccounts, account),
    );
  },
});
