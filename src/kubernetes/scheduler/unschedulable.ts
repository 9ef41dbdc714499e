// Tells in a pod's status that it could not be scheduled, and where it is about to go.
import type { Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import type { ApiClient } from '../api/client';
import { pods } from '../api/refs';
import type { Pod } from '../kinds/generated/types';

/** Writes the PodScheduled condition and the nominated node, if they changed. @throws ApiError */
export function* reportUnschedulable(
  pod: Pod,
  message: string,
  nominated: string | undefined,
  { client, nowMs }: { readonly client: ApiClient; readonly nowMs: number },
): Task<void> {
  const old = pod.status?.conditions?.find((one) => one.type === 'PodScheduled');
  const isSame = old?.message === message && old.reason === 'Unschedulable';
  if (isSame && (nominated === undefined || nominated === pod.status?.nominatedNodeName)) return;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    observedGeneration: pod.metadata.generation,
    lastProbeTime: null,
    lastTransitionTime: old?.lastTransitionTime ?? formatRfc3339(nowMs),
    reason: 'Unschedulable',
    message,
  };
  const others = (pod.status?.conditions ?? []).filter((one) => one.type !== 'PodScheduled');
  const body = {
    status: {
      conditions: [...others, condition],
      ...(nominated ? { nominatedNodeName: nominated } : {}),
    },
  };
  yield* client.patch(pods, pod.metadata, { type: 'merge', body, subresource: 'status' });
}
