// What the pods of a target use, from the metrics API (metrics.k8s.io), if somebody serves it.

import { matchesLabels, selectorFromText } from '../../../base/labels';
import { parseMilliValue } from '../../../base/quantity';
import type { Task } from '../../../base/sim';
import { parseRfc3339 } from '../../../base/time';
import { ref } from '../../api/client';
import { ApiError } from '../../api/errors';
import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  Pod,
} from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import { type ControllerContext, informerOf } from '../controller';
import type { Scale } from './target';

interface PodMetrics extends KubeObject {
  readonly timestamp?: string;
  readonly containers: readonly {
    readonly name: string;
    readonly usage: Readonly<Record<string, string>>;
  }[];
}

const podMetrics = ref<PodMetrics>('metrics.k8s.io/v1beta1', 'pods');

/** A pod with what it uses (thousandths), undefined when nothing is known. */
export interface PodUsage {
  readonly pod: Pod;
  readonly used: number | undefined;
  /** When it was measured (ms). */
  readonly atMs: number;
}

/** The target's pods with their usage of a resource; a text says why not. */
export function* podUsage(
  autoscaler: Autoscaler,
  source: { readonly name: string; readonly container: string },
  scale: Scale,
  context: ControllerContext,
): Task<readonly PodUsage[] | string> {
  const { namespace = '' } = autoscaler.metadata;
  const failed = `unable to get metrics for resource ${source.name}:`;
  let metrics: readonly PodMetrics[];
  try {
    metrics = yield* context.client.list(podMetrics, namespace, { labelSelector: scale.selector });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isAbsent = error.code === 404 || error.code === 503;
    const what = isAbsent && !error.message.includes('(') ? ' (get pods.metrics.k8s.io)' : '';
    return `${failed} unable to fetch metrics from resource metrics API: ${error.message}${what}`;
  }
  if (metrics.length === 0) return `${failed} no metrics returned from resource metrics API`;
  const selector = selectorFromText(scale.selector);
  const all = informerOf<Pod>(context, 'pods').byNamespace().get(namespace);
  const pods = [...all.values()].filter(
    (pod) => selector !== null && matchesLabels(selector, pod.metadata.labels),
  );
  if (pods.length === 0) return 'no pods returned by selector while calculating replica count';
  return pods.map((pod) => {
    const found = metrics.find((one) => one.metadata.name === pod.metadata.name);
    return {
      pod,
      used: found && sumOf(found, source),
      atMs: parseRfc3339(found?.timestamp ?? '') ?? context.nowMs,
    };
  });
}

function sumOf(
  metrics: PodMetrics,
  { name, container }: { readonly name: string; readonly container: string },
): number | undefined {
  let sum: number | undefined;
  for (const one of metrics.containers) {
    if (container && one.name !== container) continue;
    const used = parseMilliValue(one.usage[name] ?? '');
    if (used !== null) sum = (sum ?? 0) + used;
  }
  return sum;
}
