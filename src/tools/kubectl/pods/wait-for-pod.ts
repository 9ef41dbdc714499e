// Waiting until a pod is as wanted, by watching it.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../../kubernetes/api/errors';
import type { Pod } from '../../../kubernetes/kinds/generated/types';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';

/** Watches a pod until `isDone`. @throws PlainError after the time, ApiError when it is deleted */
export function* waitForPod(
  ctx: Context,
  pod: Pod,
  how: { readonly isDone: (pod: Pod) => boolean; readonly timeoutMs?: number },
): Task<Pod> {
  const rest = yield* ctx.rest();
  const namespace = pod.metadata.namespace ?? '';
  const { name } = pod.metadata;
  const end = how.timeoutMs ? ctx.now + how.timeoutMs : undefined;
  const at = { apiVersion: 'v1', resource: 'pods', namespace };
  for (;;) {
    const answer = yield* rest.request({ ...at, verb: 'get', name });
    const found = answer.object as unknown as Pod;
    if (how.isDone(found)) return found;
    const { watch } = yield* rest.request({
      ...at,
      verb: 'watch',
      query: {
        fieldSelector: `metadata.name=${name}`,
        resourceVersion: found.metadata.resourceVersion ?? '0',
        watch: 'true',
      },
    });
    if (watch === undefined) return fail('watch is not supported');
    try {
      for (;;) {
        const event = watch.take();
        if (event?.type === 'DELETED') {
          throw new ApiError(404, 'NotFound', `pods ${JSON.stringify(name)} not found`);
        }
        if (event !== undefined) {
          const changed = event.object as unknown as Pod;
          if (how.isDone(changed)) return changed;
          continue;
        }
        if (end !== undefined && ctx.now >= end) fail('timed out waiting for the condition');
        if (watch.isEnded) break;
        yield { on: watch.changed, ...(end === undefined ? {} : { until: end }) };
      }
    } finally {
      watch.close();
    }
  }
}
