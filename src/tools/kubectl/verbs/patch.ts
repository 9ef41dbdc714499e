// patch: sends a strategic, merge or JSON patch; --local applies it here.
import { deepEqual, goJson, isObject, type Json, type JsonObject } from '../../../base/json';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  decodeJsonPatch,
} from '../../../base/patch';
import type { Task } from '../../../base/sim';
import { yamlToValue } from '../../../base/yaml';
import { ApiError } from '../../../kubernetes/api/errors';
import { errorsOf, findObjects } from '../builder/builder';
import type { Info } from '../builder/info';
import { patchInfo } from '../builder/patch-info';
import { completeResources } from '../complete-arguments';
import type { Context } from '../framework/context';
import { type DryRun, readDryRun } from '../framework/dry-run';
import { fail, failAll, PlainError } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter } from '../printers/result';
import { openWhy } from '../rest/client-config';
import { patchSchemaFor } from '../rest/schemas';

export default defineVerb({ name: 'patch', run: runPatch, complete: completeResources });

type Kind = 'json' | 'merge' | 'strategic';

function* runPatch(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const type = readType(ctx);
  const body = readPatch(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  const local = flags.bool('local');
  if (local && flags.list('filename').length === 0) {
    fail('cannot specify --local and server resources');
  }
  const subresource = flags.string('subresource');
  const found = yield* findObjects(ctx, { args: ctx.args, useFiles: true, latest: !local, local });
  const errors: unknown[] = errorsOf(found);
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    const { info } = outcome;
    try {
      if (local || dryRun === 'client') yield* patchHere(info, { type, body, printer });
      else yield* patchThere(ctx, info, { type, body, printer, dryRun, subresource });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
  }
  failAll(errors);
  return 0;
}

function readType(ctx: Context): Kind {
  const type = ctx.flags.string('type').toLowerCase();
  const { flags } = ctx;
  if (flags.string('patch') === '' && flags.string('patch-file') === '') {
    fail('must specify --patch or --patch-file containing the contents of the patch');
  }
  if (flags.string('patch') !== '' && flags.string('patch-file') !== '') {
    fail('cannot specify --patch and --patch-file together');
  }
  if (type === 'json' || type === 'merge' || type === 'strategic') return type;
  return fail(
    `--type must be one of [json merge strategic], not ${JSON.stringify(ctx.flags.string('type'))}`,
  );
}

/** The patch as a value; JSON or YAML. @throws PlainError */
function readPatch(ctx: Context): Json {
  const path = ctx.flags.string('patch-file');
  let text = ctx.flags.string('patch');
  if (path !== '') {
    try {
      text = ctx.process.files.read(path);
    } catch (error) {
      fail(`unable to read patch file: ${openWhy(error, path)}`);
    }
  }
  const parsed = yamlToValue(text);
  if (parsed.ok) return parsed.value;
  return fail(`unable to parse ${JSON.stringify(text)}: ${parsed.error.yaml}`);
}

interface PatchHow {
  readonly type: Kind;
  readonly body: Json;
  readonly printer: ResultPrinter;
}

function* patchThere(
  ctx: Context,
  info: Info,
  how: PatchHow & { readonly dryRun: DryRun; readonly subresource: string },
): Task<void> {
  const { type, body, printer, dryRun, subresource } = how;
  let object: JsonObject;
  try {
    object = yield* patchInfo(ctx, info, {
      type,
      body,
      dryRun,
      ...(subresource ? { subresource } : {}),
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'UnsupportedMediaType') throw error;
    const { apiVersion, kind } = info.resource;
    const media = { json: 'json-patch', merge: 'merge-patch', strategic: 'strategic-merge-patch' };
    throw new PlainError(
      `application/${media[type]}+json is not supported by ${apiVersion}, Kind=${kind}: ` +
        error.message,
    );
  }
  const isSame = versionOf(object) === versionOf(info.object) && dryRun === 'none';
  yield* printer.print(object, isSame && !subresource ? 'patched (no change)' : 'patched');
}

function versionOf(object: JsonObject): unknown {
  return isObject(object.metadata) ? object.metadata.resourceVersion : undefined;
}

function* patchHere(info: Info, how: PatchHow): Task<void> {
  const object = applyHere(info, how.type, how.body);
  const isSame = deepEqual(object, info.object);
  yield* how.printer.print(object, isSame ? 'patched (no change)' : 'patched');
}

function applyHere(info: Info, type: Kind, body: Json): JsonObject {
  if (type === 'json') {
    const decoded = decodeJsonPatch(goJson(body));
    if (!decoded.ok) return fail(decoded.error);
    const result = applyJsonPatch(info.object, decoded.operations);
    return result.ok ? (result.value as JsonObject) : fail(result.error);
  }
  if (type === 'merge') return applyMergePatch(info.object, body) as JsonObject;
  const schema = patchSchemaFor(info.resource.apiVersion, info.resource.kind);
  const result = applyStrategicMergePatch(info.object, body as JsonObject, schema);
  return result.ok ? (result.value as JsonObject) : fail(result.error);
}
