// Deleting one object and waiting until it is gone: for delete, replace --force, run --rm, apply.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError, isReason } from '../../../../kubernetes/api/errors';
import type { Info } from '../../builder/info';
import type { Context } from '../../framework/context';
import { PlainError } from '../../framework/errors';

/** What of DeleteOptions matters here. */
export interface RemoveOptions {
  readonly graceSeconds: number;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  readonly dryRun?: 'none' | 'client' | 'server';
}

/** Deletes; returns the uid, '' when the answer has none. @throws ApiError */
export function* removeObject(ctx: Context, info: Info, options: RemoveOptions): Task<string> {
  const rest = yield* ctx.rest();
  const body: JsonObject = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: options.propagation,
    ...(options.graceSeconds >= 0 ? { gracePeriodSeconds: options.graceSeconds } : {}),
    ...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
  const answer = yield* rest.request({
    verb: 'delete',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
    name: info.name,
    query: options.dryRun === 'server' ? { dryRun: 'All' } : {},
    body,
  });
  return uidOf(answer.object as unknown as JsonObject);
}

function uidOf(answer: JsonObject): string {
  const details = isObject(answer.details) ? answer.details : undefined;
  const metadata = isObject(answer.metadata) ? answer.metadata : undefined;
  const uid = answer.kind === 'Status' ? details?.uid : metadata?.uid;
  return typeof uid === 'string' ? uid : '';
}

/** Deletes at once and waits. */
export function* deleteAndWait(ctx: Context, info: Info, timeoutMs = 0): Task<void> {
  const uid = yield* removeObject(ctx, info, { graceSeconds: -1, propagation: 'Background' });
  yield* waitUntilGone(ctx, [{ info, uid }], timeoutMs);
}

/** Waits until the objects (by uid) are gone; 0 waits a week. @throws PlainError in the end */
export function* waitUntilGone(
  ctx: Context,
  removed: readonly { readonly info: Info; readonly uid: string }[],
  timeoutMs: number,
): Task<void> {
  const end = ctx.now + (timeoutMs > 0 ? timeoutMs : 168 * 3_600_000);
  for (const { info, uid } of removed) {
    try {
      if (!(yield* isGoneBy(ctx, info, { uid, end }))) {
        const what = `${info.resource.resource}/${info.name}`;
        throw new PlainError(`timed out waiting for the condition on ${what}`);
      }
    } catch (error) {
      const isDenied = isReason(error, 'Forbidden') || isReason(error, 'MethodNotAllowed');
      if (!isDenied) throw error;
    }
  }
}

/** Whether an object goes before a moment; another uid under its name counts as gone. */
export function* isGoneBy(
  ctx: Context,
  info: Info,
  until: { readonly uid: string; readonly end: number },
): Task<boolean> {
  const rest = yield* ctx.rest();
  const at = {
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
  };
  const query = { fieldSelector: `metadata.name=${info.name}` };
  for (;;) {
    const listed = yield* rest.request({ ...at, verb: 'list', query });
    const list = listed.object as unknown as JsonObject;
    const [item] = Array.isArray(list.items) ? list.items.filter(isObject) : [];
    if (item === undefined) return true;
    const metadata = isObject(item.metadata) ? item.metadata : {};
    if (until.uid !== '' && metadata.uid !== until.uid) return true;
    if (ctx.now >= until.end) return false;
    const version = isObject(list.metadata) ? String(list.metadata.resourceVersion ?? '') : '';
    const watching = { ...query, watch: 'true', resourceVersion: version };
    const { watch } = yield* rest.request({ ...at, verb: 'watch', query: watching });
    if (watch === undefined) throw new ApiError(405, 'MethodNotAllowed', 'watch is not supported');
    try {
      for (;;) {
        const event = watch.take();
        if (event?.type === 'DELETED') return true;
        if (event !== undefined) continue;
        if (ctx.now >= until.end) return false;
        if (watch.isEnded) break;
        yield { on: watch.changed, until: until.end };
      }
    } finally {
      watch.close();
    }
  }
}
