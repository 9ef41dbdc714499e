// pods/eviction: a delete that disruption budgets may forbid.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { Pod, PodDisruptionBudget } from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { ApiError } from '../errors';
import type { ApiRequest, ApiResponse, User } from '../request';
import { deleteObject } from '../rest/delete';
import { isDryRun } from '../rest/options';
import type { ApiServer } from '../server';
import { fieldsOf } from '../virtual/answer';

const table = 'poddisruptionbudgets.policy';

/** Evicts a pod. @throws ApiError 404, 429 */
export function* evictPod(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const pod = server.find(resource, request.namespace, request.name ?? '') as Pod;
  const options = fieldsOf(fieldsOf(request.body).deleteOptions);
  const dry =
    isDryRun(request) || (Array.isArray(options.dryRun) && options.dryRun.includes('All'));
  if (needsBudget(pod)) spendBudget(server, pod, dry);
  const { resource: plural, apiVersion, namespace, name, userAgent } = request;
  const query = dry ? { dryRun: 'All' } : {};
  const target = {
    verb: 'delete',
    resource: plural,
    apiVersion,
    namespace,
    name,
    userAgent,
  } as const;
  yield* deleteObject(server, { ...target, query, body: options }, resource, user);
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  return { code: 201, object: status as unknown as KubeObject, warnings: [] };
}

function needsBudget(pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending') return false;
  return pod.metadata.deletionTimestamp === undefined;
}

function spendBudget(server: ApiServer, pod: Pod, isDry: boolean): void {
  const budgets = (
    server.store.list(table, `${pod.metadata.namespace}/`) as PodDisruptionBudget[]
  ).filter((one) => matchesSelectorObject(one.spec?.selector, pod.metadata.labels));
  if (budgets.length === 0) return;
  if (budgets.length > 1) {
    const why =
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw new ApiError(500, '', why);
  }
  const budget = budgets[0] as PodDisruptionBudget;
  const isReady = pod.status?.conditions?.some(
    (one) => one.type === 'Ready' && one.status === 'True',
  );
  const { status, spec } = budget;
  const isHealthy = (status?.currentHealthy ?? 0) >= (status?.desiredHealthy ?? 0);
  if (!isReady) {
    if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return;
    if (isHealthy && (status?.desiredHealthy ?? 0) > 0) return;
  }
  if ((status?.disruptionsAllowed ?? 0) <= 0) throw refusal(budget);
  if (isDry) return;
  server.store.put(table, {
    ...budget,
    metadata: { ...budget.metadata, resourceVersion: String(server.store.nextRevision) },
    status: {
      ...status,
      disruptionsAllowed: (status?.disruptionsAllowed ?? 0) - 1,
      disruptedPods: {
        ...status?.disruptedPods,
        [pod.metadata.name]: formatRfc3339(server.sim.now),
      },
    },
  } as unknown as KubeObject);
}

function refusal(budget: PodDisruptionBudget): ApiError {
  const { name } = budget.metadata;
  const { desiredHealthy = 0, currentHealthy = 0 } = budget.status ?? {};
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  const why = `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return new ApiError(429, 'TooManyRequests', message, {
    causes: [{ reason: 'DisruptionBudget', message: why }],
  });
}
