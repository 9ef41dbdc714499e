// run: one pod from an image, with a service, overrides, or attached at once.
import { isObject, type Json, type JsonObject } from '../../../../base/json';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  decodeJsonPatch,
} from '../../../../base/patch';
import type { Task } from '../../../../base/sim';
import { yamlToValue } from '../../../../base/yaml';
import type { Context } from '../../framework/context';
import { type DryRun, readDryRun, writeQuery } from '../../framework/dry-run';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { outputFormat } from '../../printers/printer';
import { ResultPrinter, withLastApplied } from '../../printers/result';
import { patchSchemaFor } from '../../rest/schemas';
import { attachToRun } from './attached';
import { checkImage, checkPullPolicy, restartPolicy } from './checks';
import { exposedService, podFor } from './pod';

export default defineVerb({ name: 'run', run: runRun });

function* runRun(ctx: Context): Task<number> {
  const { flags, args, argsBeforeDash } = ctx;
  if (args.length === 0 || argsBeforeDash === 0) throw ctx.usageError('NAME is required for run');
  const dryRun = yield* readDryRun(ctx);
  const isInteractive = flags.bool('stdin');
  const isAttached = flags.changed('attach') ? flags.bool('attach') : isInteractive;
  checkImage(flags.string('image'));
  if (flags.bool('tty') && !isInteractive) {
    fail('-i/--stdin is required for containers with -t/--tty=true');
  }
  if (flags.bool('expose') && flags.string('port') === '') {
    fail('--port must be set when exposing a service');
  }
  const policy = restartPolicy(ctx);
  if (flags.bool('rm') && !isAttached) fail('--rm should only be used for attached containers');
  if (isAttached && dryRun !== 'none') {
    throw ctx.usageError(
      "--dry-run=[server|client] can't be used with attached containers options " +
        '(--attach, --stdin, or --tty)',
    );
  }
  checkPullPolicy(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  const pod = completed(withOverrides(ctx, podFor(ctx, policy)));
  const body = flags.bool('save-config') ? withLastApplied(pod) : pod;
  const made = yield* create(ctx, body, { resource: 'pods', dryRun });
  if (flags.bool('expose')) yield* expose(ctx, pod, { dryRun, printer });
  if (isAttached) return yield* attachToRun(ctx, made, policy);
  yield* dryRun === 'client'
    ? printer.printGenerated(made, 'created')
    : printer.print(made, 'created');
  return 0;
}

function* create(
  ctx: Context,
  body: JsonObject,
  how: { readonly resource: string; readonly dryRun: DryRun },
): Task<JsonObject> {
  if (how.dryRun === 'client') return body;
  const rest = yield* ctx.rest();
  yield* rest.discovery(1);
  const answer = yield* rest.request({
    verb: 'create',
    apiVersion: 'v1',
    resource: how.resource,
    namespace: ctx.namespace().name,
    query: writeQuery(ctx, how.dryRun),
    body,
  });
  return answer.object as unknown as JsonObject;
}

function* expose(
  ctx: Context,
  pod: JsonObject,
  how: { readonly dryRun: DryRun; readonly printer: ResultPrinter },
): Task<void> {
  const { dryRun, printer } = how;
  const service = exposedService(ctx, pod);
  const made = yield* create(ctx, service, { resource: 'services', dryRun });
  yield* dryRun === 'client'
    ? printer.printGenerated(made, 'created')
    : printer.print(made, 'created');
  if (outputFormat(ctx).toLowerCase() === 'yaml') yield* ctx.out('---\n');
}

function withOverrides(ctx: Context, pod: JsonObject): JsonObject {
  const text = ctx.flags.string('overrides');
  if (text === '') return pod;
  const parsed = yamlToValue(text);
  if (!parsed.ok) return fail(parsed.error.yaml);
  const type = ctx.flags.string('override-type');
  if (type === 'json') {
    const decoded = decodeJsonPatch(text);
    if (!decoded.ok) return fail(decoded.error);
    const result = applyJsonPatch(pod, decoded.operations);
    return result.ok ? (result.value as JsonObject) : fail(result.error);
  }
  if (type === 'merge') return applyMergePatch(pod, parsed.value) as JsonObject;
  if (type !== 'strategic') fail(`invalid override type: ${type}`);
  if (!isObject(parsed.value)) return fail('overrides must be an object');
  const result = applyStrategicMergePatch(pod, parsed.value, patchSchemaFor('v1', 'Pod'));
  return result.ok ? (result.value as JsonObject) : fail(result.error);
}

/** What a typed pod always prints: resources of containers, the status. */
function completed(pod: JsonObject): JsonObject {
  const spec = isObject(pod.spec) ? pod.spec : {};
  const fill = (value: Json | undefined) =>
    Array.isArray(value)
      ? value.map((one) =>
          isObject(one) && one.resources === undefined ? { ...one, resources: {} } : one,
        )
      : value;
  const filled: Record<string, Json> = { ...spec };
  for (const key of ['containers', 'initContainers']) {
    const list = fill(spec[key]);
    if (list !== undefined) filled[key] = list;
  }
  return { ...pod, spec: filled, status: pod.status ?? {} };
}
