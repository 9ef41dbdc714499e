// Pod: defaults, what a client may not set, what may change later, subresources.
import { formatRfc3339 } from '../../../../base/time';
import { withField } from '../../complete';
import { defineKind, type StrategyContext } from '../../define-kind';
import { forbidden } from '../../field-error';
import type { Pod, PodSpec, PodStatus } from '../../generated/types';
import { podDefaults } from '../../pod-template/pod-defaults';
import { qosClass } from '../../pod-template/qos';
import { checkPodOnly, checkPodSpec } from '../../pod-template/validate-spec';
import { podSpecWarnings } from '../../pod-template/warnings';
import { podCells } from './columns';
import { ephemeralContainers } from './ephemeral';
import { resize } from './resize';
import { checkPodUpdate } from './update';

const noSpec = Object.freeze({ containers: Object.freeze([]) }) as unknown as PodSpec;

export default defineKind<Pod>({
  name: 'pods',
  group: '',
  kind: 'Pod',
  hasGeneration: true,

  applyDefaults: (pod) => withField(pod, 'spec', podDefaults(pod.spec ?? noSpec)),

  prepareForCreate: (pod, context) => ({ ...pod, status: firstStatus(pod, context) }),

  validate(pod) {
    const errors = [...checkPodSpec(pod.spec, 'spec'), ...checkPodOnly(pod.spec, 'spec')];
    const isNew = pod.metadata.resourceVersion === undefined;
    if (isNew && pod.spec.ephemeralContainers?.length) {
      const why = 'cannot be set on create';
      errors.push(forbidden('spec.ephemeralContainers', why));
    }
    return errors;
  },

  validateUpdate: checkPodUpdate,

  warnings: (pod, old) => (pod.spec === old?.spec ? [] : podSpecWarnings(pod.spec, 'spec')),

  gracePeriodSeconds(pod, requested) {
    const phase = pod.status?.phase;
    if (!pod.spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
    const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },

  selectableFields: (pod) => ({
    'spec.nodeName': pod.spec.nodeName ?? '',
    'spec.restartPolicy': pod.spec.restartPolicy ?? '',
    'spec.schedulerName': pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': String(pod.spec.hostNetwork ?? false),
    'status.phase': pod.status?.phase ?? '',
    'status.podIP': pod.status?.podIP ?? '',
    'status.podIPs': pod.status?.podIP ?? '',
    'status.nominatedNodeName': pod.status?.nominatedNodeName ?? '',
  }),

  cells: podCells,

  subresources: { ephemeralcontainers: ephemeralContainers, resize },
});

function firstStatus(pod: Pod, context: StrategyContext): PodStatus {
  const qos = qosClass(pod.spec);
  if (!pod.spec.schedulingGates?.length) return { phase: 'Pending', qosClass: qos };
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
    lastProbeTime: null,
    lastTransitionTime: formatRfc3339(context.nowMs),
  };
  return { phase: 'Pending', qosClass: qos, conditions: [gated] } as unknown as PodStatus;
}
