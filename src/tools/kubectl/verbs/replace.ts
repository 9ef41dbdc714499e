// replace: a whole object by what a file says; --force deletes it first.
import type { JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { isReason } from '../../../kubernetes/api/errors';
import { findObjects, requireFiles } from '../builder/builder';
import { type Info, withSource } from '../builder/info';
import type { Context } from '../framework/context';
import { type DryRun, fieldValidation, readDryRun, writeQuery } from '../framework/dry-run';
import { fail, failAll } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { lastApplied, ResultPrinter, withLastApplied } from '../printers/result';
import { deletedLine, readCascade } from './delete';
import { removeObject, waitUntilGone } from './delete/remove';
import { writeBody } from './get/raw';

export default defineVerb({ name: 'replace', run: runReplace });

function* runReplace(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const isForced = flags.bool('force');
  if (!isForced && flags.int('grace-period') >= 0) {
    fail('--grace-period must have --force specified');
  }
  if (!isForced && flags.duration('timeout') !== 0) fail('--timeout must have --force specified');
  if (flags.string('raw') !== '') return yield* replaceRaw(ctx);
  requireFiles(ctx);
  const validation = fieldValidation(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  if (isForced && dryRun !== 'none') fail('--dry-run can not be used when --force is set');
  const found = yield* findObjects(ctx, { useFiles: true, validate: validation !== 'Ignore' });
  if (found.outcomes.length === 0) fail('no objects passed to replace');
  const infos: Info[] = [];
  const errors: unknown[] = [];
  for (const outcome of found.outcomes) {
    if ('error' in outcome) errors.push(outcome.error);
    else infos.push(outcome.info);
  }
  if (isForced) yield* removeAll(ctx, infos);
  for (const info of infos) {
    try {
      const how = { dryRun, validation, isForced };
      yield* printer.print(yield* replaceOne(ctx, info, how), 'replaced');
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(withSource(error, 'replacing', info.source));
    }
  }
  failAll(errors);
  return 0;
}

function* replaceOne(
  ctx: Context,
  info: Info,
  how: { readonly dryRun: DryRun; readonly validation: string; readonly isForced: boolean },
): Task<JsonObject> {
  const body = keepsConfiguration(ctx, info) ? withLastApplied(info.object) : info.object;
  if (how.dryRun === 'client') return body;
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: how.isForced ? 'create' : 'update',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
    ...(how.isForced ? {} : { name: info.name }),
    ...(ctx.flags.string('subresource') ? { subresource: ctx.flags.string('subresource') } : {}),
    query: { ...writeQuery(ctx, how.dryRun), fieldValidation: how.validation },
    body,
  });
  return answer.object as unknown as JsonObject;
}

function keepsConfiguration(ctx: Context, info: Info): boolean {
  if (ctx.flags.bool('save-config')) return true;
  const metadata = (info.object.metadata ?? {}) as JsonObject;
  const annotations = (metadata.annotations ?? {}) as JsonObject;
  return annotations[lastApplied] !== undefined;
}

function* removeAll(ctx: Context, infos: readonly Info[]): Task<void> {
  const propagation = yield* readCascade(ctx);
  const graceSeconds = ctx.flags.int('grace-period');
  const removed: { info: Info; uid: string }[] = [];
  for (const info of infos) {
    try {
      const uid = yield* removeObject(ctx, info, { graceSeconds, propagation });
      yield* ctx.out(deletedLine(info, false, 'none'));
      removed.push({ info, uid });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
  yield* waitUntilGone(ctx, removed, ctx.flags.duration('timeout'));
}

function* replaceRaw(ctx: Context): Task<number> {
  const [file = ''] = ctx.flags.list('filename');
  if (file === '') fail('--raw can only use a single local file or stdin');
  const body = file === '-' ? yield* ctx.process.readAll() : ctx.process.files.read(file);
  const rest = yield* ctx.rest();
  const path = ctx.flags.string('raw');
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, */*' };
  yield* writeBody(ctx, yield* rest.http('PUT', path, { headers, body }), path);
  return 0;
}
