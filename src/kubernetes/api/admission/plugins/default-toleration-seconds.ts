// DefaultTolerationSeconds: pods stay five minutes on a node that is lost.
import { deepFreeze } from '../../../../base/json';
import { rememberFrozen, withField } from '../../../kinds/complete';
import type { Pod, PodSpec, Toleration } from '../../../kinds/generated/types';
import { defineAdmission } from '../admission';

const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

const completed = rememberFrozen((spec: PodSpec): PodSpec => {
  const tolerations = spec.tolerations ?? [];
  const isCovered = (key: string) =>
    tolerations.some(
      (one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect),
    );
  const lacking = keys.filter((key) => !isCovered(key));
  if (lacking.length === 0) return spec;
  const more = lacking.map(
    (key): Toleration => ({
      effect: 'NoExecute',
      key,
      operator: 'Exists',
      tolerationSeconds: 300,
    }),
  );
  const result = { ...spec, tolerations: [...tolerations, ...more] };
  return Object.isFrozen(spec) ? deepFreeze(result) : result;
});

export default defineAdmission({
  name: 'default-toleration-seconds',
  order: 60,
  resources: ['pods'],
  admit({ operation, subresource, object }) {
    const pod = object as Pod;
    if (subresource || (operation !== 'CREATE' && operation !== 'UPDATE')) return pod;
    if (operation === 'UPDATE') return pod;
    return withField(pod, 'spec', completed(pod.spec));
  },
});
