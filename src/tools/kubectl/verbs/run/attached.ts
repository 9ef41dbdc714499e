// run -i, -t, --attach: waits for the pod, connects to it, passes on its exit code, and cleans up
// after --rm.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import type { Context } from '../../framework/context';
import { ExactError, fail, PlainError } from '../../framework/errors';
import { attachTo } from '../../pods/attach-session';
import { isFinished, readyCondition } from '../../pods/ready';
import { waitForPod } from '../../pods/wait-for-pod';
import { deletedLine } from '../delete';
import { removeObject, waitUntilGone } from '../delete/remove';
import { streamLogs } from '../logs/streams';

/** Attaches to the pod that was made. Returns the exit code. @throws what went wrong */
export function* attachToRun(ctx: Context, made: JsonObject, policy: string): Task<number> {
  const pod = made as unknown as Pod;
  try {
    yield* handleAttach(ctx, pod);
    const waits = !ctx.flags.bool('leave-stdin-open') && policy !== 'Always';
    if (!waits) return 0;
    const ended = yield* waitForPod(ctx, pod, {
      isDone: (one) =>
        policy === 'OnFailure' ? one.status?.phase === 'Succeeded' : isFinished(one),
    });
    return finalCode(ended);
  } finally {
    if (ctx.flags.bool('rm')) yield* removePod(ctx, pod);
  }
}

function finalCode(pod: Pod): number {
  const { namespace, name } = pod.metadata;
  const phase = pod.status?.phase ?? '';
  if (phase === 'Succeeded') return 0;
  if (phase !== 'Failed') fail(`pod ${namespace}/${name} left in phase ${phase}`);
  const ended = pod.status?.containerStatuses?.[0]?.state?.terminated;
  const code = ended?.exitCode ?? 0;
  if (ended === undefined || code === 0) {
    throw new PlainError(`pod ${namespace}/${name} failed with unknown exit code`);
  }
  const text = `pod ${namespace}/${name} terminated (${ended.reason ?? ''})\n${ended.message ?? ''}`;
  throw new ExactError(text, code);
}

function* handleAttach(ctx: Context, made: Pod): Task<void> {
  const { flags } = ctx;
  const pod = yield* waitForPod(ctx, made, {
    isDone: (one) => isFinished(one) || readyCondition(one)?.status === 'True',
    timeoutMs: flags.duration('pod-running-timeout'),
  });
  const container = pod.spec.containers[0]?.name ?? '';
  const at = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container };
  if (isFinished(pod)) {
    yield* streamLogs(ctx, [at], {});
    return;
  }
  const isQuiet = flags.bool('quiet');
  try {
    const [stdin, tty] = [flags.bool('stdin'), flags.bool('tty')];
    yield* attachTo(ctx, pod, { container, stdin, tty, isQuiet });
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof PlainError)) {
      if (error instanceof ExactError) return;
      throw error;
    }
    yield* ctx.err(
      `warning: couldn't attach to pod/${at.pod}, falling back to streaming logs: ` +
        `${error.message}\n`,
    );
    yield* streamLogs(ctx, [at], { follow: 'true' });
  }
}

function* removePod(ctx: Context, pod: Pod): Task<void> {
  const rest = yield* ctx.rest();
  const resource = yield* rest.resourceFor('pods');
  const namespace = pod.metadata.namespace ?? '';
  const { name } = pod.metadata;
  const info = { resource, namespace, name, object: {}, source: '' };
  const graceSeconds = ctx.flags.int('grace-period');
  const uid = yield* removeObject(ctx, info, { graceSeconds, propagation: 'Background' });
  if (!ctx.flags.bool('quiet')) yield* ctx.out(deletedLine(info, false, 'none'));
  yield* waitUntilGone(ctx, [{ info, uid }], 0);
}
