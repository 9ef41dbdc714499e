// ReplicationController: what ReplicaSets do, with a selector of plain pairs.
import { replicationControllers } from '../api/refs';
import { replicaController } from './replicaset-controller/replicas';

export default replicaController('replicationcontroller-controller', {
  kind: 'ReplicationController',
  storage: 'replicationcontrollers',
  of: replicationControllers,
  selectorOf: (set) => ({ matchLabels: set.spec.selector }),
  countsTerminating: false,
});
