// RuntimeClass: the class must exist; its overhead and node selector go into the pod.
import type { Pod, RuntimeClass } from '../../../kinds/generated/types';
import { forbiddenError } from '../../errors';
import { defineAdmission } from '../admission';

export default defineAdmission({
  name: 'runtime-class',
  order: 78,
  resources: ['pods'],
  admit({ operation, subresource, object, resource, server }) {
    const pod = object as Pod;
    const name = pod.spec.runtimeClassName;
    if (operation !== 'CREATE' || subresource || !name) return pod;
    const found = server.store.get('runtimeclasses.node.k8s.io', name) as RuntimeClass | undefined;
    if (found === undefined) {
      const why = `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`;
      throw forbiddenError(resource, pod.metadata.name, why);
    }
    const { overhead, scheduling } = found;
    const nodeSelector = scheduling?.nodeSelector
      ? { ...pod.spec.nodeSelector, ...scheduling.nodeSelector }
      : pod.spec.nodeSelector;
    const tolerations = scheduling?.tolerations
      ? [...(pod.spec.tolerations ?? []), ...scheduling.tolerations]
      : pod.spec.tolerations;
    const podOverhead = overhead?.podFixed;
    return {
      ...pod,
      spec: {
        ...pod.spec,
        ...(nodeSelector ? { nodeSelector } : {}),
        ...(tolerations ? { tolerations } : {}),
        ...(podOverhead ? { overhead: podOverhead } : {}),
      },
    };
  },
});
