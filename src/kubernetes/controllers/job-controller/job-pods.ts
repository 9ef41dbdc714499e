// A Job's pods: what they carry, when they ended, making and deleting them.
import type { Task } from '../../../base/sim';
import { parseRfc3339 } from '../../../base/time';
import { ApiError } from '../../api/errors';
import { pods } from '../../api/refs';
import type { Container, Job, Pod, PodTemplateSpec } from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { ControllerContext } from '../controller';
import { ignoring } from '../outcomes';
import { podFromTemplate } from '../pods';
import { indexLabel } from './indexes';

export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const failureCountAnnotation = 'batch.kubernetes.io/job-index-failure-count';
export const ignoredFailureAnnotation = 'batch.kubernetes.io/job-index-ignored-failure-count';

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed';
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(trackingFinalizer) ?? false;
}

export function hasSucceeded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded';
}

/** Failed, or going away before it ended, where the Job counts that as failed too. */
export function hasFailed(pod: Pod, job: Job): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Failed') return true;
  if (job.spec.podReplacementPolicy === 'Failed') return false;
  return pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded';
}

/** When the last of its containers ended (ms). */
export function finishedAt(pod: Pod): number | undefined {
  let latest: number | undefined;
  for (const { state } of pod.status?.containerStatuses ?? []) {
    const at = parseRfc3339(state?.terminated?.finishedAt ?? '');
    if (at !== null) latest = Math.max(latest ?? 0, at);
  }
  if (latest !== undefined) return latest;
  const ready = pod.status?.conditions?.find((one) => one.type === 'Ready');
  const at = parseRfc3339(ready?.lastTransitionTime ?? pod.metadata.deletionTimestamp ?? '');
  return at ?? undefined;
}

/** What a client would send to make a pod, of an index where the Job has them. */
function podOf(job: Job, index: number | undefined, failures: number): KubeObject {
  const { name } = job.metadata;
  const { template } = job.spec;
  const finalizers = [...(template.metadata?.finalizers ?? []), trackingFinalizer];
  if (index === undefined) {
    const own = { ...template, metadata: { ...template.metadata, finalizers } } as PodTemplateSpec;
    return podFromTemplate(job, own, { generateName: `${name}-` });
  }
  const text = String(index);
  const counted = job.spec.backoffLimitPerIndex !== undefined;
  const metadata = {
    ...template.metadata,
    finalizers,
    labels: { ...template.metadata?.labels, [indexLabel]: text },
    annotations: {
      ...template.metadata?.annotations,
      [indexLabel]: text,
      ...(counted ? { [failureCountAnnotation]: String(failures) } : {}),
    },
  };
  const spec = {
    ...template.spec,
    containers: (template.spec?.containers ?? []).map(withIndex),
    ...(template.spec?.initContainers
      ? { initContainers: template.spec.initContainers.map(withIndex) }
      : {}),
    hostname: `${name}-${text}`,
  };
  const own = { ...template, metadata, spec } as PodTemplateSpec;
  return podFromTemplate(job, own, { generateName: `${name}-${text}-` });
}

function withIndex(container: Container): Container {
  const variable = 'JOB_COMPLETION_INDEX';
  if (container.env?.some((one) => one.name === variable)) return container;
  const fieldRef = { fieldPath: `metadata.labels['${indexLabel}']` };
  const added = { name: variable, valueFrom: { fieldRef } };
  return { ...container, env: [...(container.env ?? []), added] } as Container;
}

/** Makes one pod. False when its namespace is going away. @throws ApiError */
export function* createPod(
  job: Job,
  index: number | undefined,
  failures: number,
  context: ControllerContext,
): Task<boolean> {
  try {
    const pod = yield* context.client.create(pods, podOf(job, index, failures));
    const message = `Created pod: ${pod.metadata.name}`;
    context.events.record(job, 'Normal', 'SuccessfulCreate', message);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.details?.causes?.some((one) => one.reason === 'NamespaceTerminating')) return false;
    context.events.record(job, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    throw error;
  }
}

export function* deletePod(job: Job, pod: Pod, context: ControllerContext): Task<void> {
  yield* ignoring(['NotFound'], context.client.delete(pods, pod.metadata));
  const message = `Deleted pod: ${pod.metadata.name}`;
  context.events.record(job, 'Normal', 'SuccessfulDelete', message);
}

/** Takes the finalizer away, so that the pod is not counted (any more). */
export function* withoutTracking(pod: Pod, context: ControllerContext): Task<void> {
  if (!isTracked(pod)) return;
  const left = (pod.metadata.finalizers ?? []).filter((one) => one !== trackingFinalizer);
  const body = {
    metadata: { uid: pod.metadata.uid, finalizers: left.length > 0 ? left : null },
  };
  const patch = { type: 'merge', body } as const;
  yield* ignoring(['NotFound', 'Conflict'], context.client.patch(pods, pod.metadata, patch));
}
