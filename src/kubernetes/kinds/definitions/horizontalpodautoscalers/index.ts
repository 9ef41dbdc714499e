// HorizontalPodAutoscaler, kept as autoscaling/v2.
import { ageCell } from '../../cells';
import { changeField, complete, withField } from '../../complete';
import { defineKind } from '../../define-kind';
import { type FieldError, forbidden, invalid, required } from '../../field-error';
import type {
  AutoscalingV2HorizontalPodAutoscaler as HorizontalPodAutoscaler,
  AutoscalingV2HorizontalPodAutoscalerSpec as HorizontalPodAutoscalerSpec,
  HPAScalingRules,
} from '../../generated/types';
import { targetsCell } from './targets';

export default defineKind<HorizontalPodAutoscaler>({
  name: 'horizontalpodautoscalers',
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec ?? {})),

  prepareForCreate: (object) =>
    ({ ...object, status: { desiredReplicas: 0, currentMetrics: null } }) as never,

  validate: ({ spec }) => checkSpec(spec),

  cells: (object, { nowMs }) => [
    object.metadata.name,
    `${object.spec.scaleTargetRef?.kind}/${object.spec.scaleTargetRef?.name}`,
    targetsCell(object),
    object.spec.minReplicas === undefined ? '<unset>' : String(object.spec.minReplicas),
    String(object.spec.maxReplicas ?? 0),
    String(object.status?.currentReplicas ?? 0),
    ageCell(object, nowMs),
  ],
});

const defaultMetric = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

function specDefaults(given: HorizontalPodAutoscalerSpec): HorizontalPodAutoscalerSpec {
  let spec = complete(given as HorizontalPodAutoscalerSpec & { metrics?: readonly unknown[] }, {
    minReplicas: 1,
  });
  if (!spec.metrics?.length) spec = { ...spec, metrics: [defaultMetric] };
  const withBehavior = spec as unknown as {
    behavior?: { scaleUp?: HPAScalingRules; scaleDown?: HPAScalingRules };
  };
  return changeField(withBehavior, 'behavior', (behavior) => ({
    scaleUp: complete(
      { ...behavior.scaleUp },
      {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
    ),
    scaleDown: complete(
      { ...behavior.scaleDown },
      {
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      },
    ),
  })) as unknown as HorizontalPodAutoscalerSpec;
}

function checkSpec(spec: HorizontalPodAutoscalerSpec): FieldError[] {
  const errors: FieldError[] = [];
  const { minReplicas, maxReplicas = 0, scaleTargetRef } = spec;
  const metrics = (spec as { metrics?: readonly { type: string }[] }).metrics ?? [];
  if (minReplicas !== undefined && minReplicas < 1) {
    const why = 'must be greater than or equal to 1';
    errors.push(invalid('spec.minReplicas', minReplicas, why));
  }
  if (maxReplicas < 1) errors.push(required('spec.maxReplicas', 'must be set and greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    const why = 'must be greater than or equal to `minReplicas`';
    errors.push(invalid('spec.maxReplicas', maxReplicas, why));
  }
  if (!scaleTargetRef?.kind) errors.push(required('spec.scaleTargetRef.kind'));
  if (!scaleTargetRef?.name) errors.push(required('spec.scaleTargetRef.name'));
  const isCountable = metrics.some((one) => one.type === 'Object' || one.type === 'External');
  if (minReplicas === 0 && !isCountable) {
    const why =
      'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(forbidden('spec.metrics', why));
  }
  return errors;
}
