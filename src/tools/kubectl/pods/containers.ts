// Which container of a pod is meant.

import type { Task } from '../../../base/sim';
import type { Pod } from '../../../kubernetes/kinds/generated/types';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** `front, back, setup (init)`. */
export function allContainerNames(pod: Pod): string {
  return [
    ...pod.spec.containers.map((one) => one.name),
    ...(pod.spec.ephemeralContainers ?? []).map((one) => `${one.name} (ephem)`),
    ...(pod.spec.initContainers ?? []).map((one) => `${one.name} (init)`),
  ].join(', ');
}

/** Whether the pod has a container of that name, of whatever kind. */
export function hasContainer(pod: Pod, name: string): boolean {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  return [...containers, ...initContainers, ...ephemeralContainers].some(
    (one) => one.name === name,
  );
}

/** What is said of a container that the pod does not have. */
export function invalidContainer(pod: Pod, wanted: string): string {
  const names = allContainerNames(pod);
  return `container ${wanted} is not valid for pod ${pod.metadata.name} out of: ${names}`;
}

/** The named container, or the default one (said on standard error). @throws PlainError */
export function* chooseContainer(
  ctx: Context,
  pod: Pod,
  wanted: string,
  isQuiet = false,
): Task<string> {
  if (wanted !== '') {
    if (!hasContainer(pod, wanted)) fail(invalidContainer(pod, wanted));
    return wanted;
  }
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER];
  if (annotated !== undefined && annotated !== '') {
    if (hasContainer(pod, annotated)) return annotated;
    yield* ctx.err(
      `Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name}\n`,
    );
  }
  const first = pod.spec.containers[0]?.name ?? '';
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const count = containers.length + initContainers.length + ephemeralContainers.length;
  if (!isQuiet && count > 1) {
    const all = allContainerNames(pod);
    yield* ctx.err(`Defaulted container ${JSON.stringify(first)} out of: ${all}\n`);
  }
  return first;
}
