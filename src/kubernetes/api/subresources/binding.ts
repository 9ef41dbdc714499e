// pods/binding: the scheduler's decision, written into the pod.

import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { Pod } from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { conflict } from '../errors';
import type { ApiRequest, ApiResponse } from '../request';
import type { ApiServer } from '../server';

/** Binds a pod to a node. @throws ApiError 404, 409 */
export function* bindPod(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  const pod = server.find(resource, request.namespace, request.name ?? '') as Pod;
  const target = (request.body as { target?: { name?: string } }).target?.name ?? '';
  if (pod.spec.nodeName) {
    const why = `pod ${pod.metadata.name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`;
    throw conflict({ group: '', resource: 'pods/binding' }, pod.metadata.name, why);
  }
  const node = server.store.get('nodes', target);
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatRfc3339(server.sim.now),
    observedGeneration: pod.metadata.generation,
  };
  const others = (pod.status?.conditions ?? []).filter((one) => one.type !== 'PodScheduled');
  const bound = {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...topologyLabels(pod, node),
      resourceVersion: String(server.store.nextRevision),
    },
    spec: { ...pod.spec, nodeName: target },
    status: { ...pod.status, conditions: [...others, scheduled] },
  };
  server.store.put(resource.storage, bound as unknown as KubeObject);
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  return { code: 201, object: status as unknown as KubeObject, warnings: [] };
}

const topology = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/** A pod learns its node's zone and region as labels. */
function topologyLabels(pod: Pod, node: KubeObject | undefined) {
  const labels = node?.metadata.labels;
  const found = topology.filter((key) => labels?.[key] !== undefined);
  if (found.length === 0) return {};
  const more = Object.fromEntries(found.map((key) => [key, labels?.[key] as string]));
  return { labels: { ...pod.metadata.labels, ...more } };
}
