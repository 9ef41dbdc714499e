// scale: sets the number of replicas through the scale subresource.
import { isObject, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { findObjects, onlyInfos } from '../builder/builder';
import type { Info } from '../builder/info';
import { patchInfo } from '../builder/patch-info';
import { completeKinds } from '../complete-arguments';
import type { Context } from '../framework/context';
import { type DryRun, readDryRun } from '../framework/dry-run';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter } from '../printers/result';

const kinds = ['deployment', 'replicaset', 'replicationcontroller', 'statefulset'];

export default defineVerb({ name: 'scale', run: runScale, complete: completeKinds(kinds) });

function* runScale(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const replicas = flags.int('replicas');
  if (replicas < 0) {
    fail('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  }
  if (flags.changed('current-replicas') && flags.int('current-replicas') < -1) {
    fail('The --current-replicas must specify an integer of -1 or greater');
  }
  const printer = new ResultPrinter(ctx, dryRun);
  const found = yield* findObjects(ctx, {
    args: ctx.args,
    useFiles: true,
    latest: true,
    selector: flags.string('selector'),
    allowEmptySelector: flags.bool('all'),
  });
  const infos = onlyInfos(found);
  if (infos.length === 0) fail('no objects passed to scale');
  if (infos.length > 1 && flags.string('resource-version') !== '') {
    fail('cannot use --resource-version with multiple resources');
  }
  for (const info of infos) yield* scaleOne(ctx, info, { replicas, dryRun, printer });
  return 0;
}

function* scaleOne(
  ctx: Context,
  info: Info,
  how: { readonly replicas: number; readonly dryRun: DryRun; readonly printer: ResultPrinter },
): Task<void> {
  const { replicas, dryRun, printer } = how;
  if (dryRun === 'client') {
    yield* printer.print(info.object, 'scaled');
    return;
  }
  yield* checkPreconditions(ctx, info);
  const body = { spec: { replicas } };
  yield* patchInfo(ctx, info, { type: 'merge', body, subresource: 'scale', dryRun });
  const timeoutMs = ctx.flags.duration('timeout');
  if (timeoutMs > 0 && dryRun === 'none') yield* waitScaled(ctx, info, timeoutMs);
  const object = printer.isPlain ? info.object : yield* fetchObject(ctx, info);
  yield* printer.print(object, 'scaled');
}

function* checkPreconditions(ctx: Context, info: Info): Task<void> {
  const { flags } = ctx;
  const wanted = flags.int('current-replicas');
  const version = flags.string('resource-version');
  if (wanted === -1 && version === '') return;
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'get',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    namespace: info.namespace,
    name: info.name,
    subresource: 'scale',
  });
  const scale = answer.object as unknown as JsonObject;
  const spec = isObject(scale.spec) ? scale.spec : {};
  const metadata = isObject(scale.metadata) ? scale.metadata : {};
  const replicas = Number(spec.replicas ?? 0);
  if (wanted !== -1 && replicas !== wanted) {
    fail(`Expected replicas to be ${wanted}, was ${replicas}`);
  }
  if (version !== '' && metadata.resourceVersion !== version) {
    fail(`Expected resource version to be ${version}, was ${String(metadata.resourceVersion)}`);
  }
}

function* fetchObject(ctx: Context, info: Info): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'get',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
    name: info.name,
    withManagedFields: true,
  });
  return answer.object as unknown as JsonObject;
}

/** Waits until as many replicas are there as are wanted. @throws PlainError */
function* waitScaled(ctx: Context, info: Info, timeoutMs: number): Task<void> {
  const end = ctx.now + timeoutMs;
  for (;;) {
    const object = yield* fetchObject(ctx, info);
    const status = isObject(object.status) ? object.status : {};
    const spec = isObject(object.spec) ? object.spec : {};
    const metadata = isObject(object.metadata) ? object.metadata : {};
    const isSeen = Number(status.observedGeneration ?? 0) >= Number(metadata.generation ?? 0);
    if (isSeen && Number(status.replicas ?? 0) === Number(spec.replicas ?? 0)) return;
    if (ctx.now >= end) fail('timed out waiting for the condition');
    yield* ctx.process.sleep(Math.min(500, end - ctx.now));
  }
}
