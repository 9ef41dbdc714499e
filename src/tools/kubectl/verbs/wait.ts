// wait: until objects meet a condition, have a value, exist, or are gone.
import type { Task } from '../../../base/sim';
import { ApiError, isReason } from '../../../kubernetes/api/errors';
import { findObjects } from '../builder/builder';
import type { Info } from '../builder/info';
import type { Context } from '../framework/context';
import { fail, failAll, PlainError } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter } from '../printers/result';
import { readTest, type WaitTest, watchUntil } from '../wait/conditions';
import { isGoneBy } from './delete/remove';

export default defineVerb({ name: 'wait', run: runWait });

const WEEK_MS = 168 * 3_600_000;

function* runWait(ctx: Context): Task<number> {
  const { flags } = ctx;
  const tests = flags.list('for').map(readTest);
  if (tests.length === 0) fail('unrecognized condition: []');
  const printer = new ResultPrinter(ctx, 'none');
  const timeoutMs = flags.duration('timeout');
  const end = ctx.now + (timeoutMs < 0 ? WEEK_MS : timeoutMs);
  for (const test of tests) yield* waitFor(ctx, test, { printer, end, isNow: timeoutMs === 0 });
  return 0;
}

interface WaitHow {
  readonly printer: ResultPrinter;
  readonly end: number;
  /** --timeout=0s: looks once. */
  readonly isNow: boolean;
}

function* find(ctx: Context, isDelete: boolean) {
  const { flags } = ctx;
  return yield* findObjects(ctx, {
    args: ctx.args,
    useFiles: true,
    latest: !isDelete,
    fetch: !isDelete,
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allowEmptySelector: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
    local: flags.bool('local'),
  });
}

function* waitFor(ctx: Context, test: WaitTest, how: WaitHow): Task<void> {
  if (test.kind === 'create') yield* waitCreated(ctx, how);
  const found = yield* find(ctx, test.kind === 'delete');
  if (found.outcomes.length === 0 && test.kind !== 'delete') fail('no matching resources found');
  const errors: unknown[] = [];
  for (const outcome of found.outcomes) {
    if ('error' in outcome) {
      errors.push(outcome.error);
      continue;
    }
    try {
      yield* waitOne(ctx, outcome.info, { ...how, test });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
  }
  failAll(errors);
}

function* waitCreated(ctx: Context, how: WaitHow): Task<void> {
  for (;;) {
    const found = yield* find(ctx, false);
    const missing = found.outcomes.find((one) => 'error' in one);
    if (missing === undefined && found.outcomes.length > 0) return;
    if (missing !== undefined && 'error' in missing && !isReason(missing.error, 'NotFound')) {
      throw missing.error;
    }
    if (ctx.now >= how.end) fail('timed out waiting for the condition');
    yield* ctx.process.sleep(Math.min(500, how.end - ctx.now));
  }
}

function* waitOne(
  ctx: Context,
  info: Info,
  how: WaitHow & { readonly test: WaitTest },
): Task<void> {
  const { test, end, printer } = how;
  const what = `${info.resource.resource}/${info.name}`;
  if (test.kind === 'create') {
    yield* printer.print(info.object, 'condition met');
    return;
  }
  if (test.kind === 'delete') {
    yield* waitDeleted(ctx, info, { end, printer, what });
    return;
  }
  // Once the time is over, the objects still to come are not looked at any more.
  const isOver = !how.isNow && ctx.now >= end;
  const met = isOver ? undefined : yield* watchUntil(ctx, info, { test: test.test, end });
  if (met !== undefined) {
    yield* printer.print(met, 'condition met');
    return;
  }
  throw new PlainError(
    how.isNow ? `condition not met for ${what}` : `timed out waiting for the condition on ${what}`,
  );
}

function* waitDeleted(
  ctx: Context,
  info: Info,
  how: { readonly end: number; readonly printer: ResultPrinter; readonly what: string },
): Task<void> {
  const rest = yield* ctx.rest();
  let uid = '';
  let object = info.object;
  try {
    const answer = yield* rest.request({
      verb: 'get',
      apiVersion: info.resource.apiVersion,
      resource: info.resource.resource,
      ...(info.namespace ? { namespace: info.namespace } : {}),
      name: info.name,
    });
    object = answer.object as unknown as Info['object'];
    uid = answer.object.metadata.uid ?? '';
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return;
    throw error;
  }
  if (yield* isGoneBy(ctx, info, { uid, end: how.end })) {
    yield* how.printer.print(object, 'condition met');
    return;
  }
  throw new PlainError(`timed out waiting for the condition on ${how.what}`);
}
