// What kubectl looks at in pods, and how it finds the pod behind another object.
import { isObject, type JsonObject } from '../../../base/json';
import { formatSelector, selectorFromObject, selectorFromPairs } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import type { Pod } from '../../../kubernetes/kinds/generated/types';
import { findObjects, itemsOf, onlyInfos } from '../builder/builder';
import type { Info } from '../builder/info';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { readyCondition } from './ready';

/** The pod that `exec`, `attach` and `port-forward` mean: a pod, or a pod of something. */
export function* attachablePod(ctx: Context, argument: string, what: string): Task<Pod> {
  const args = argument.includes('/') ? [argument] : ['pods', argument];
  const useFiles = argument === '';
  const found = yield* findObjects(
    ctx,
    useFiles ? { useFiles, latest: true } : { args, attempts: 4 },
  );
  const [info] = onlyInfos(found);
  if (info === undefined) return fail('no resource found');
  if (info.resource.kind === 'Pod') return info.object as unknown as Pod;
  const selector = selectorOf(info, what);
  const timeoutMs = ctx.flags.knows('pod-running-timeout')
    ? ctx.flags.duration('pod-running-timeout')
    : 60_000;
  if (timeoutMs <= 0) fail('--pod-running-timeout must be higher than zero');
  const end = ctx.now + timeoutMs;
  for (;;) {
    const pods = yield* podsOf(ctx, info.namespace, selector);
    const [first] = pods.sort(byActivity);
    if (first !== undefined) return first;
    if (ctx.now >= end) fail('timed out waiting for the condition');
    yield* ctx.process.sleep(Math.min(1000, end - ctx.now));
  }
}

/** The selector of an object that has pods. `what` is `get the logs from`, `attach to`. */
export function selectorOf(info: Info, what: string): string {
  const type = goType(info);
  const { spec } = info.object;
  const selector = isObject(spec) ? spec.selector : undefined;
  switch (info.resource.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job': {
      const parsed = selectorFromObject(selector);
      return parsed === null ? '' : formatSelector(parsed);
    }
    case 'ReplicationController':
      return formatSelector(selectorFromPairs(isObject(selector) ? selector : {}));
    case 'Service':
      if (!isObject(selector) || Object.keys(selector).length === 0) {
        fail(
          `cannot ${what} ${type}: invalid service '${info.name}': ` +
            'Service is defined without a selector',
        );
      }
      return formatSelector(selectorFromPairs(isObject(selector) ? selector : {}));
    default:
      return fail(`cannot ${what} ${type}: selector for ${type} not implemented`);
  }
}

/** How Go names an object's type: `*v1.Service`. */
export function goType(info: Info): string {
  const isBuiltIn = !info.resource.group.includes('.') || info.resource.group.endsWith('.k8s.io');
  if (!isBuiltIn) return '*unstructured.Unstructured';
  return `*${info.resource.version}.${info.resource.kind}`;
}

/** Pods of a namespace by selector. */
export function* podsOf(ctx: Context, namespace: string, labelSelector: string): Task<Pod[]> {
  const rest = yield* ctx.rest();
  const resource = yield* rest.resourceFor('pods');
  const answer = yield* rest.request({
    verb: 'list',
    apiVersion: 'v1',
    resource: 'pods',
    namespace,
    query: { labelSelector },
  });
  const infos = itemsOf(answer.object as unknown as JsonObject, resource);
  return infos.map((one) => one.object as unknown as Pod);
}

/** Best first, as the controllers' ActivePods reversed: assigned, running, ready, long ready. */
export function byActivity(a: Pod, b: Pod): number {
  const assigned = Number(!!b.spec.nodeName) - Number(!!a.spec.nodeName);
  if (assigned !== 0) return assigned;
  const phases = ['Running', 'Unknown', 'Pending'];
  const rank = (pod: Pod) => {
    const at = phases.indexOf(pod.status?.phase ?? '');
    return at < 0 ? phases.length : at;
  };
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  const [x, y] = [readyCondition(a), readyCondition(b)];
  const isReady = (one: typeof x) => Number(one?.status === 'True');
  if (isReady(x) !== isReady(y)) return isReady(y) - isReady(x);
  const [s, t] = [String(x?.lastTransitionTime ?? ''), String(y?.lastTransitionTime ?? '')];
  if (isReady(x) && s !== t) return s < t ? -1 : 1;
  const restarts = (pod: Pod) =>
    Math.max(0, ...(pod.status?.containerStatuses ?? []).map((one) => one.restartCount ?? 0));
  if (restarts(a) !== restarts(b)) return restarts(a) - restarts(b);
  const [c, d] = [String(a.metadata.creationTimestamp), String(b.metadata.creationTimestamp)];
  return c < d ? -1 : c > d ? 1 : 0;
}
