// ReplicaSet.
import { replicaSets } from '../../api/refs';
import { replicaController } from './replicas';

export default replicaController('replicaset-controller', {
  kind: 'ReplicaSet',
  storage: 'replicasets.apps',
  of: replicaSets,
  selectorOf: (set) => set.spec.selector,
  countsTerminating: true,
});
