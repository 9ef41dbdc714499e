// logs: of one container, of several, of the pods behind an object or a selector.
import type { Task } from '../../../../base/sim';
import { parseRfc3339 } from '../../../../base/time';
import { isReason } from '../../../../kubernetes/api/errors';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import { findObjects, onlyInfos } from '../../builder/builder';
import { completePods } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { byActivity, podsOf, selectorOf } from '../../pods/pod';
import { type LogSource, sourcesOf, streamLogs } from './streams';

export default defineVerb({ name: 'logs', run: runLogs, complete: completePods });

function* runLogs(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  const container = checkArguments(ctx);
  const query = logQuery(ctx);
  let pods: readonly Pod[];
  if (flags.string('selector') !== '') {
    pods = yield* podsOf(ctx, ctx.namespace().name, flags.string('selector'));
    if (pods.length === 0) {
      yield* ctx.err(`No resources found in ${ctx.namespace().name} namespace.\n`);
      return 0;
    }
  } else pods = yield* namedPods(ctx, args[0] ?? '');
  const sources: LogSource[] = [];
  for (const pod of pods) sources.push(...(yield* sourcesOf(ctx, pod, container)));
  return yield* streamLogs(ctx, sources, query);
}

const usage =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n" +
  'POD or TYPE/NAME is a required argument for the logs command';

/** Returns the container that was asked for, '' for none. @throws */
function checkArguments(ctx: Context): string {
  const { args, flags } = ctx;
  const selector = flags.string('selector');
  let container = flags.string('container');
  if (args.length === 0 && selector === '') throw ctx.usageError(usage);
  if (args.length > 2) throw ctx.usageError(usage);
  if (args.length > 0 && selector !== '') {
    throw ctx.usageError('only a selector (-l) or a POD name is allowed');
  }
  if (args.length === 2) {
    if (container !== '') fail('only one of -c or an inline [CONTAINER] arg is allowed');
    container = args[1] ?? '';
  }
  if (flags.bool('all-containers') && container !== '') {
    fail(`--all-containers=true should not be specified with container name ${container}`);
  }
  return container;
}

/** PodLogOptions as query parameters. @throws PlainError */
function logQuery(ctx: Context): Record<string, string> {
  const { flags } = ctx;
  const query: Record<string, string> = {};
  const sinceTime = flags.string('since-time');
  const sinceMs = flags.duration('since');
  if (sinceTime !== '' && parseRfc3339(sinceTime) === null) {
    const quoted = JSON.stringify(sinceTime);
    fail(`parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`);
  }
  if (sinceTime !== '' && sinceMs !== 0) {
    fail('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (sinceMs < 0) fail('--since must be greater than 0');
  if (flags.int('tail') < -1) fail('--tail must be greater than or equal to -1');
  if (flags.int('limit-bytes') < 0) fail('--limit-bytes must be greater than 0');
  if (flags.bool('follow')) query.follow = 'true';
  if (flags.bool('previous')) query.previous = 'true';
  if (flags.bool('timestamps')) query.timestamps = 'true';
  if (sinceTime !== '') query.sinceTime = sinceTime;
  if (sinceMs > 0) query.sinceSeconds = String(Math.ceil(sinceMs / 1000));
  if (flags.int('limit-bytes') > 0) query.limitBytes = flags.string('limit-bytes');
  const tail = tailLines(ctx);
  if (tail >= 0) query.tailLines = String(tail);
  return query;
}

/** With a selector only ten lines are shown unless told otherwise. */
function tailLines(ctx: Context): number {
  const { flags } = ctx;
  if (flags.string('selector') !== '' && !flags.changed('tail')) return 10;
  return flags.int('tail');
}

function* namedPods(ctx: Context, target: string): Task<readonly Pod[]> {
  const args = target.includes('/') ? [target] : ['pods', target];
  const found = yield* findObjects(ctx, { args, attempts: 4 });
  const [outcome] = found.outcomes;
  if (outcome !== undefined && 'error' in outcome && isReason(outcome.error, 'NotFound')) {
    const { message } = outcome.error;
    fail(`error from server (NotFound): ${message} in namespace "${ctx.namespace().name}"`);
  }
  const [info] = onlyInfos(found);
  if (info === undefined) return [];
  if (info.resource.kind === 'Pod') return [info.object as unknown as Pod];
  const selector = selectorOf(info, 'get the logs from');
  const end = ctx.now + 20_000;
  for (;;) {
    const pods = (yield* podsOf(ctx, info.namespace, selector)).sort(byActivity);
    const [first] = pods;
    if (first === undefined) {
      if (ctx.now >= end) fail('timed out waiting for the condition');
      yield* ctx.process.sleep(1000);
      continue;
    }
    if (ctx.flags.bool('all-pods')) return pods;
    if (pods.length > 1) {
      yield* ctx.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
    }
    return [first];
  }
}
