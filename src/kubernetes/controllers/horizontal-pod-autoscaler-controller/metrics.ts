// Measuring: each metric proposes a size, the largest counts. Usage comes from the metrics API.
import { formatQuantity, milliQuantity, parseMilliValue } from '../../../base/quantity';
import type { Task } from '../../../base/sim';
import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
} from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import type { Conditions } from './conditions';
import { proposal, type Reading } from './replica-count';
import type { Scale } from './target';
import { podUsage } from './usage';

/** What all metrics together say; `problem` when they can't. */
export interface Measured {
  readonly replicas: number;
  /** Of the metric that decided. */
  readonly name: string;
  readonly statuses: readonly MetricStatus[];
  readonly problem?: string | undefined;
}

interface One {
  readonly replicas: number;
  readonly name: string;
  readonly status: MetricStatus;
}

interface Failure {
  readonly reason: string;
  /** With what was measured, for the event's summary. */
  readonly text: string;
  readonly message: string;
}

export function* measure(
  autoscaler: Autoscaler,
  scale: Scale,
  conditions: Conditions,
  context: ControllerContext,
): Task<Measured> {
  const specs = autoscaler.spec.metrics ?? [];
  const statuses: MetricStatus[] = [];
  let best: One | undefined;
  let first: Failure | undefined;
  let failures = 0;
  for (const spec of specs) {
    const found = yield* measureOne(autoscaler, spec, scale, context);
    if ('reason' in found) {
      failures++;
      first ??= found;
      context.events.record(autoscaler, 'Warning', found.reason, found.message);
      statuses.push({ type: '' });
      continue;
    }
    statuses.push(found.status);
    if (best === undefined || found.replicas > best.replicas) best = found;
  }
  const isBlind = best === undefined || (failures > 0 && best.replicas < scale.replicas);
  if (isBlind && first !== undefined) {
    const text = `the HPA was unable to compute the replica count: ${first.message}`;
    conditions.set('ScalingActive', 'False', first.reason, text);
    const problem = `invalid metrics (${failures} invalid out of ${specs.length}), first error is: ${first.text}: ${first.message}`;
    return { replicas: 0, name: '', statuses, problem };
  }
  const { name = '', replicas = scale.replicas } = best ?? {};
  const text = `the HPA was able to successfully calculate a replica count from ${name}`;
  conditions.set('ScalingActive', 'True', 'ValidMetricFound', text);
  return { replicas, name, statuses };
}

function* measureOne(
  autoscaler: Autoscaler,
  spec: MetricSpec,
  scale: Scale,
  context: ControllerContext,
): Task<One | Failure> {
  const { resource, containerResource } = spec;
  if (spec.type === 'Resource' && resource) {
    return yield* measureResource(autoscaler, { ...resource, container: '' }, scale, context);
  }
  if (spec.type === 'ContainerResource' && containerResource) {
    return yield* measureResource(autoscaler, containerResource, scale, context);
  }
  return custom(spec);
}

/** Nobody serves these APIs here. */
function custom(spec: MetricSpec): Failure {
  const isExternal = spec.type === 'External';
  const api = isExternal ? 'external' : 'custom';
  const name = (spec.external ?? spec.pods ?? spec.object)?.metric.name ?? '';
  const served = `no ${api} metrics API (${api}.metrics.k8s.io) registered`;
  const message = isExternal
    ? `unable to get external metric ${name}: unable to fetch metrics from external metrics API: ${served}`
    : `unable to get metric ${name}: unable to fetch metrics from custom metrics API: ${served}`;
  return {
    reason: `FailedGet${spec.type}Metric`,
    text: `failed to get ${spec.type.toLowerCase()} metric value`,
    message,
  };
}

interface Source {
  readonly name: string;
  readonly container: string;
  readonly target: MetricTarget;
}

function* measureResource(
  autoscaler: Autoscaler,
  source: Source,
  scale: Scale,
  context: ControllerContext,
): Task<One | Failure> {
  const { name, container, target } = source;
  const isUtilization = target.averageUtilization !== undefined;
  const fail = (why: string): Failure => ({
    reason: container ? 'FailedGetContainerResourceMetric' : 'FailedGetResourceMetric',
    text: `failed to get ${name} ${container ? 'container' : 'resource'} metric value`,
    message: `failed to get ${name} ${isUtilization ? 'utilization' : 'usage'}: ${why}`,
  });
  const usage = yield* podUsage(autoscaler, source, scale, context);
  if (typeof usage === 'string') return fail(usage);
  const wanted = isUtilization
    ? { percent: target.averageUtilization ?? 0 }
    : { average: parseMilliValue(target.averageValue ?? '0') ?? 0 };
  const reading = proposal(usage, source, wanted, { scale, autoscaler, nowMs: context.nowMs });
  if (typeof reading === 'string') return fail(reading);
  return { replicas: reading.replicas, ...describe(source, reading, isUtilization) };
}

function describe(
  { name, container }: Source,
  reading: Reading,
  isUtilization: boolean,
): { readonly name: string; readonly status: MetricStatus } {
  const format = name === 'cpu' ? 'DecimalSI' : 'BinarySI';
  const current = {
    ...(isUtilization ? { averageUtilization: reading.percent } : {}),
    averageValue: formatQuantity(milliQuantity(reading.average, format)),
  };
  const what = container ? `${name} container resource` : `${name} resource`;
  const title = `${what}${isUtilization ? ' utilization (percentage of request)' : ''}`;
  const status = container
    ? { type: 'ContainerResource', containerResource: { name, container, current } }
    : { type: 'Resource', resource: { name, current } };
  return { name: title, status };
}
