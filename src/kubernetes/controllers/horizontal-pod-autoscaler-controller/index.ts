// HorizontalPodAutoscaler: every 15 s measures the pods of its target and sets the target's size.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { ApiError } from '../../api/errors';
import { horizontalPodAutoscalers } from '../../api/refs';
import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  MetricStatus,
  AutoscalingV2HorizontalPodAutoscalerStatus as Status,
} from '../../kinds/generated/types';
import { keyOf } from '../../kinds/object';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { Conditions } from './conditions';
import { normalize, noteScaling } from './limits';
import { measure } from './metrics';
import { readScale, type Scale, writeScale } from './target';

const storage = 'horizontalpodautoscalers.autoscaling';
const periodMs = 15_000;

export default defineController({
  name: 'horizontal-pod-autoscaler-controller',
  eventSource: 'horizontal-pod-autoscaler',
  watches: [
    {
      storage,
      keys(object, old, context, type) {
        if (type !== 'DELETED' && old?.spec !== object.spec) {
          context.enqueue(keyOf(object), periodMs);
        }
        return [];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const found = informerOf<Autoscaler>(context, storage).byKey(key);
    if (found === undefined) return undefined;
    const status = yield* look(found, context);
    if (!deepEqual(status, found.status)) {
      const { resourceVersion: _version, ...metadata } = found.metadata;
      const body = { ...found, metadata, status };
      const request = context.client.updateStatus(horizontalPodAutoscalers as never, body);
      yield* ignoring(['NotFound'], request);
    }
    return periodMs;
  },
});

/** One look: the new status; the target is scaled on the way. */
function* look(autoscaler: Autoscaler, context: ControllerContext): Task<Status> {
  const conditions = new Conditions(autoscaler.status?.conditions ?? [], context.nowMs);
  const before = autoscaler.status;
  const status = (more: Partial<Status>): Status => ({
    desiredReplicas: before?.desiredReplicas ?? 0,
    ...(before?.currentReplicas !== undefined ? { currentReplicas: before.currentReplicas } : {}),
    currentMetrics: before?.currentMetrics ?? (null as never),
    ...(before?.lastScaleTime !== undefined ? { lastScaleTime: before.lastScaleTime } : {}),
    ...more,
    conditions: conditions.all,
  });
  let scale: Scale;
  try {
    scale = yield* readScale(autoscaler, context);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.events.record(autoscaler, 'Warning', 'FailedGetScale', error.message);
    const text = `the HPA controller was unable to get the target's current scale: ${error.message}`;
    conditions.set('AbleToScale', 'False', 'FailedGetScale', text);
    return status({});
  }
  conditions.set(
    'AbleToScale',
    'True',
    'SucceededGetScale',
    "the HPA controller was able to get the target's current scale",
  );
  const current = scale.replicas;
  const decision = yield* decide(autoscaler, scale, conditions, context);
  if (decision === undefined) return status({ currentReplicas: current });
  const { desired, reason, metrics } = decision;
  if (desired === current) {
    return status({ currentReplicas: current, desiredReplicas: desired, currentMetrics: metrics });
  }
  try {
    yield* writeScale(autoscaler, scale, desired, context);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = `New size: ${desired}; reason: ${reason}; error: ${error.message}`;
    context.events.record(autoscaler, 'Warning', 'FailedRescale', message);
    const text = `the HPA controller was unable to update the target scale: ${error.message}`;
    conditions.set('AbleToScale', 'False', 'FailedUpdateScale', text);
    return status({ currentReplicas: current });
  }
  conditions.set(
    'AbleToScale',
    'True',
    'SucceededRescale',
    `the HPA controller was able to update the target scale to ${desired}`,
  );
  const message = `New size: ${desired}; reason: ${reason}`;
  context.events.record(autoscaler, 'Normal', 'SuccessfulRescale', message);
  noteScaling(autoscaler, current, desired, context);
  return status({
    currentReplicas: current,
    desiredReplicas: desired,
    currentMetrics: metrics,
    lastScaleTime: formatRfc3339(context.nowMs),
  });
}

interface Decision {
  readonly desired: number;
  readonly reason: string;
  readonly metrics: readonly MetricStatus[];
}

/** Undefined when nothing can be said. */
function* decide(
  autoscaler: Autoscaler,
  scale: Scale,
  conditions: Conditions,
  context: ControllerContext,
): Task<Decision | undefined> {
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  const current = scale.replicas;
  const metrics = autoscaler.status?.currentMetrics ?? [];
  if (current === 0 && minReplicas !== 0) {
    const text = 'scaling is disabled since the replica count of the target is zero';
    conditions.set('ScalingActive', 'False', 'ScalingDisabled', text);
    return { desired: 0, reason: '', metrics };
  }
  if (current > maxReplicas) {
    const reason = 'Current number of replicas above Spec.MaxReplicas';
    return { desired: maxReplicas, reason, metrics };
  }
  if (current < minReplicas) {
    const reason = 'Current number of replicas below Spec.MinReplicas';
    return { desired: minReplicas, reason, metrics };
  }
  const measured = yield* measure(autoscaler, scale, conditions, context);
  if (measured.problem !== undefined) {
    const { problem } = measured;
    context.events.record(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', problem);
    return undefined;
  }
  const desired = normalize(autoscaler, current, measured.replicas, conditions, context);
  const reason =
    desired > current
      ? `${measured.name} above target`
      : desired < current
        ? 'All metrics below target'
        : '';
  return { desired, reason, metrics: measured.statuses };
}
