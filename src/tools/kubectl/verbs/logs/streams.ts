// Reading several logs one after the other, or at the same time when following.
import type { Task } from '../../../../base/sim';
import { Condition } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import type { TextStream } from '../../../../kubernetes/api/request';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { chooseContainer } from '../../pods/containers';

/** The log of one container. */
export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** The containers of a pod whose logs are wanted. */
export function* sourcesOf(ctx: Context, pod: Pod, wanted: string): Task<LogSource[]> {
  const at = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name };
  const isAll = ctx.flags.bool('all-containers') || (ctx.flags.bool('all-pods') && wanted === '');
  if (!isAll) return [{ ...at, container: yield* chooseContainer(ctx, pod, wanted) }];
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  return [...initContainers, ...containers, ...ephemeralContainers].map((one) => ({
    ...at,
    container: one.name,
  }));
}

/** Prints all logs. */
export function* streamLogs(
  ctx: Context,
  sources: readonly LogSource[],
  query: Readonly<Record<string, string>>,
): Task<number> {
  const follows = ctx.flags.bool('follow') && sources.length > 1;
  const most = ctx.flags.int('max-log-requests');
  if (follows && sources.length > most) {
    fail(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed ` +
        `concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  }
  if (follows) return yield* followAll(ctx, sources, query);
  for (const source of sources) {
    try {
      yield* copyLog(ctx, source, query);
    } catch (error) {
      if (!ctx.flags.bool('ignore-errors') || !(error instanceof ApiError)) throw error;
      yield* ctx.out(`error: ${error.message}\n`);
    }
  }
  return 0;
}

function* openLog(
  ctx: Context,
  source: LogSource,
  query: Readonly<Record<string, string>>,
): Task<TextStream | undefined> {
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'get',
    apiVersion: 'v1',
    resource: 'pods',
    namespace: source.namespace,
    name: source.pod,
    subresource: 'log',
    query: { ...query, container: source.container },
  });
  return answer.stream;
}

function* copyLog(
  ctx: Context,
  source: LogSource,
  query: Readonly<Record<string, string>>,
): Task<void> {
  const stream = yield* openLog(ctx, source, query);
  if (stream === undefined) return;
  const lines = new PrefixedLines(ctx, source);
  try {
    for (;;) {
      const piece = yield* stream.next();
      if (piece === undefined) break;
      yield* ctx.out(lines.add(piece));
    }
    yield* ctx.out(lines.rest());
  } finally {
    stream.close();
  }
}

/** --prefix puts pod and container before each line. */
class PrefixedLines {
  readonly #prefix: string;
  #held = '';

  constructor(ctx: Context, source: LogSource) {
    const isOn = ctx.flags.bool('prefix');
    this.#prefix = isOn ? `[pod/${source.pod}/${source.container}] ` : '';
  }

  add(piece: string): string {
    if (this.#prefix === '') return piece;
    const lines = (this.#held + piece).split('\n');
    this.#held = lines.pop() ?? '';
    return lines.map((line) => `${this.#prefix}${line}\n`).join('');
  }

  rest(): string {
    const held = this.#held;
    this.#held = '';
    return held === '' ? '' : this.#prefix + held;
  }
}

/** Follows every log until all have ended. The first error ends the command. */
function* followAll(
  ctx: Context,
  sources: readonly LogSource[],
  query: Readonly<Record<string, string>>,
): Task<number> {
  const changed = new Condition();
  const queue: string[] = [];
  let open = sources.length;
  let failed: unknown;
  const reader = function* (source: LogSource): Task<void> {
    try {
      const stream = yield* openLog(ctx, source, query);
      const lines = new PrefixedLines(ctx, source);
      for (;;) {
        const piece = stream === undefined ? undefined : yield* stream.next();
        if (piece === undefined) break;
        queue.push(lines.add(piece));
        changed.wake();
      }
      queue.push(lines.rest());
    } catch (error) {
      failed ??= error;
    } finally {
      open--;
      changed.wake();
    }
  };
  const tasks = sources.map((source) => ctx.process.sim.spawn('log', reader(source)));
  try {
    for (;;) {
      const text = queue.splice(0).join('');
      if (text !== '') yield* ctx.out(text);
      else if (failed !== undefined) throw failed;
      else if (open === 0) return 0;
      else yield { on: changed };
    }
  } finally {
    for (const task of tasks) task.kill();
  }
}
