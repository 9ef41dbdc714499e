// NamespaceLifecycle: three namespaces may not be deleted.
import { forbiddenError } from '../../errors';
import { defineAdmission } from '../admission';

const immortal = ['default', 'kube-system', 'kube-public'];

export default defineAdmission({
  name: 'namespace-lifecycle',
  order: 10,
  resources: ['namespaces'],
  validate({ operation, resource, name }) {
    if (operation !== 'DELETE' || !immortal.includes(name)) return undefined;
    throw forbiddenError(resource, name, 'this namespace may not be deleted');
  },
});
