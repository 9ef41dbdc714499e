// TaintNodesByCondition: a new node is not ready until its kubelet says so.
import type { Node } from '../../../kinds/generated/types';
import { defineAdmission } from '../admission';

const key = 'node.kubernetes.io/not-ready';

export default defineAdmission({
  name: 'taint-nodes-by-condition',
  order: 35,
  resources: ['nodes'],
  admit({ operation, object }) {
    const node = object as Node;
    if (operation !== 'CREATE') return node;
    const isReady = node.status?.conditions?.some(
      (one) => one.type === 'Ready' && one.status === 'True',
    );
    const taints = node.spec.taints ?? [];
    if (isReady || taints.some((one) => one.key === key)) return node;
    return { ...node, spec: { ...node.spec, taints: [...taints, { key, effect: 'NoSchedule' }] } };
  },
});
