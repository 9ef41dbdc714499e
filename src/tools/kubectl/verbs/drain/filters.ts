// Which pods of a node may be removed, and what stands in the way of the others.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { parseRfc3339 } from '../../../../base/time';
import { isReason } from '../../../../kubernetes/api/errors';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import { itemsOf } from '../../builder/builder';
import type { Context } from '../../framework/context';
import { ErrorList, PlainError } from '../../framework/errors';
import { isFinished } from '../../pods/ready';

const messages = {
  daemonSet: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
  unmanaged: 'cannot delete Pods that declare no controller (use --force to override)',
  local: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)',
} as const;

const notes = {
  daemonSet: 'ignoring DaemonSet-managed Pods',
  unmanaged: 'deleting Pods that declare no controller',
} as const;

/** The pods to remove and the text of the warning. @throws what forbids the draining */
export function* podsToRemove(
  ctx: Context,
  node: string,
): Task<{ readonly pods: readonly Pod[]; readonly warnings: string }> {
  const rest = yield* ctx.rest();
  const resource = yield* rest.resourceFor('pods');
  const selector = ctx.flags.string('pod-selector');
  const answer = yield* rest.request({
    verb: 'list',
    apiVersion: 'v1',
    resource: 'pods',
    query: {
      fieldSelector: `spec.nodeName=${node}`,
      ...(selector ? { labelSelector: selector } : {}),
    },
  });
  const all = itemsOf(answer.object as unknown as JsonObject, resource);
  const errors = new Map<string, string[]>();
  const warnings = new Map<string, string[]>();
  const pods: Pod[] = [];
  const note = (into: Map<string, string[]>, key: string, pod: Pod) => {
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
    into.set(key, [...(into.get(key) ?? []), name]);
  };
  for (const { object } of all) {
    const pod = object as unknown as Pod;
    const verdict = yield* judge(ctx, pod);
    if (verdict.warning) note(warnings, verdict.warning, pod);
    for (const error of verdict.errors) note(errors, error, pod);
    if (verdict.isRemoved) pods.push(pod);
  }
  if (errors.size > 0) {
    const list = Object.values(messages)
      .filter((one) => errors.has(one))
      .map((one) => new PlainError(`${one}: ${errors.get(one)?.join(', ')}`));
    throw new ErrorList(list);
  }
  const text = [...warnings].map(([key, names]) => `${key}: ${names.join(', ')}`).join('; ');
  return { pods, warnings: text };
}

interface Verdict {
  readonly isRemoved: boolean;
  readonly warning?: string;
  readonly errors: readonly string[];
}

function* judge(ctx: Context, pod: Pod): Task<Verdict> {
  const { flags } = ctx;
  if (isSkipped(ctx, pod)) return { isRemoved: false, errors: [] };
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) {
    return { isRemoved: false, errors: [] };
  }
  const owner = pod.metadata.ownerReferences?.find((one) => one.controller === true);
  if (owner?.kind === 'DaemonSet' && !isFinished(pod)) {
    if (yield* daemonSetExists(ctx, pod, owner.name)) {
      if (!flags.bool('ignore-daemonsets')) {
        return { isRemoved: false, errors: [messages.daemonSet] };
      }
      return { isRemoved: false, warning: notes.daemonSet, errors: [] };
    }
  }
  const hasLocal = (pod.spec.volumes ?? []).some((one) => one.emptyDir !== undefined);
  if (hasLocal && !flags.bool('delete-emptydir-data')) {
    return { isRemoved: false, errors: [messages.local] };
  }
  if (owner === undefined && !isFinished(pod)) {
    if (!flags.bool('force')) return { isRemoved: false, errors: [messages.unmanaged] };
    return { isRemoved: true, warning: notes.unmanaged, errors: [] };
  }
  return { isRemoved: true, errors: [] };
}

/** Pods that have been leaving for longer than --skip-wait-for-delete-timeout. */
function isSkipped(ctx: Context, pod: Pod): boolean {
  const seconds = ctx.flags.int('skip-wait-for-delete-timeout');
  const deleted = pod.metadata.deletionTimestamp;
  if (seconds <= 0 || deleted === undefined) return false;
  const ms = parseRfc3339(String(deleted));
  return ms !== null && ctx.now - ms > seconds * 1000;
}

function* daemonSetExists(ctx: Context, pod: Pod, name: string): Task<boolean> {
  const rest = yield* ctx.rest();
  const namespace = pod.metadata.namespace ?? '';
  try {
    const at = { apiVersion: 'apps/v1', resource: 'daemonsets', namespace, name };
    yield* rest.request({ verb: 'get', ...at });
    return true;
  } catch (error) {
    if (isReason(error, 'NotFound')) return false;
    throw error;
  }
}
