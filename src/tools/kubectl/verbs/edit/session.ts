// The loop of edit: editor, check, patch, and the editor again when the server refused.
import { isObject, type JsonObject } from '../../../../base/json';
import { createMergePatch, createTwoWayMergePatch } from '../../../../base/patch';
import type { Task } from '../../../../base/sim';
import { ApiError, isReason } from '../../../../kubernetes/api/errors';
import type { Info } from '../../builder/info';
import { metaText } from '../../builder/info';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { groupResourceName } from '../../rest/discovery';
import { patchSchemaFor } from '../../rest/schemas';
import { editDocument, hasContent, parseEdited, stripComments } from './document';
import { editText } from './editor';

/** What one round did with the objects. */
export interface RoundResult {
  /** Objects the server refused as invalid: they are edited again. */
  readonly refused: readonly { readonly info: Info; readonly reasons: readonly string[] }[];
  readonly failures: number;
  readonly missing: number;
}

/** What is done with edited objects. */
export type SaveRound = (
  pairs: readonly { readonly info: Info; readonly edited: JsonObject }[],
) => Task<RoundResult>;

/** Runs the loop. Returns the exit code. @throws when the edit was given up */
export function* editLoop(
  ctx: Context,
  infos: readonly Info[],
  how: { readonly format: string; readonly save: SaveRound; readonly mayRename: boolean },
): Task<number> {
  let reasons: readonly string[] = [];
  let original = editDocument(
    infos.map((one) => one.object),
    how.format,
    [],
  );
  let text = original;
  let isRetry = false;
  const extension = how.format === 'json' ? '.json' : '.yaml';
  for (;;) {
    const shown = isRetry ? withReasons(text, reasons) : text;
    const edited = yield* editText(ctx, shown, extension);
    if (isRetry && stripComments(shown) === stripComments(edited.text)) {
      yield* stored(ctx, edited.path);
      fail('Edit cancelled, no valid changes were saved.');
    }
    if (stripComments(original) === stripComments(edited.text)) {
      ctx.process.files.unlink(edited.path);
      yield* ctx.err('Edit cancelled, no changes made.\n');
      return 0;
    }
    if (!hasContent(edited.text)) {
      ctx.process.files.unlink(edited.path);
      yield* ctx.err('Edit cancelled, saved file was empty.\n');
      return 0;
    }
    text = edited.text;
    const parsed = parseEdited(edited.text);
    if ('error' in parsed) {
      yield* complain(ctx, infos[0]);
      reasons = [`The edited file failed validation: ${parsed.error}`];
      isRetry = true;
      continue;
    }
    const pairs = pair(infos, parsed.objects, how.mayRename);
    if (pairs === undefined) {
      yield* stored(ctx, edited.path);
      fail('At least one of apiVersion, kind and name was changed');
    }
    const result = yield* how.save(pairs ?? []);
    if (result.failures > 0) {
      const again = `You can run \`kubectl replace -f ${edited.path}\` to try this update again.`;
      throw new ExactError(again);
    }
    if (result.missing > 0) {
      const where = JSON.stringify(edited.path);
      throw new ExactError(`The edits you made on deleted resources have been saved to ${where}`);
    }
    if (result.refused.length === 0) {
      ctx.process.files.unlink(edited.path);
      return 0;
    }
    reasons = result.refused.flatMap((one) => one.reasons);
    original = edited.text;
    isRetry = true;
  }
}

function withReasons(text: string, reasons: readonly string[]): string {
  const notes = reasons.map((reason) => `# ${reason}\n`).join('');
  return `${notes}#\n${stripComments(text)}`;
}

function* stored(ctx: Context, path: string): Task<void> {
  yield* ctx.err(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
}

function* complain(ctx: Context, info: Info | undefined): Task<void> {
  if (info === undefined) return;
  const what = groupResourceName(info.resource);
  yield* ctx.err(`error: ${what} ${JSON.stringify(info.name)} is invalid\n`);
}

function pair(infos: readonly Info[], objects: readonly JsonObject[], mayRename: boolean) {
  if (mayRename) {
    return objects.map((edited, i) => ({ info: infos[i] ?? (infos[0] as Info), edited }));
  }
  const pairs: { info: Info; edited: JsonObject }[] = [];
  for (const edited of objects) {
    const info = infos.find(
      (one) =>
        one.object.kind === edited.kind &&
        one.object.apiVersion === edited.apiVersion &&
        one.name === metaText(edited, 'name') &&
        one.namespace === (metaText(edited, 'namespace') || one.namespace),
    );
    if (info === undefined) return undefined;
    pairs.push({ info, edited });
  }
  return pairs;
}

/** The patch between the live and the edited object. */
export function editPatch(info: Info, edited: JsonObject) {
  const live = withoutManaged(info.object);
  const schema = patchSchemaFor(info.resource.apiVersion, info.resource.kind);
  if (schema === undefined) {
    return { patchType: 'merge', body: createMergePatch(live, edited) } as const;
  }
  return { patchType: 'strategic', body: createTwoWayMergePatch(live, edited, schema) } as const;
}

function withoutManaged(object: JsonObject): JsonObject {
  if (!isObject(object.metadata)) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Tells of one object's refusal; invalid ones come back into the editor. */
export function* tellRefusal(
  ctx: Context,
  info: Info,
  error: unknown,
): Task<'refused' | 'missing' | 'failed'> {
  const what = `${groupResourceName(info.resource)} ${JSON.stringify(info.name)}`;
  if (isReason(error, 'Invalid') || isStrict(error)) {
    yield* ctx.err(`error: ${what} is invalid\n`);
    return 'refused';
  }
  if (isReason(error, 'NotFound')) {
    yield* ctx.err(`error: ${what} could not be found on the server\n`);
    return 'missing';
  }
  if (!(error instanceof ApiError)) throw error;
  yield* ctx.err(`error: ${what} could not be patched: ${error.message}\n`);
  return 'failed';
}

function isStrict(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'BadRequest';
}

/** The causes of a refusal as lines of a comment. */
export function refusalReasons(info: Info, error: unknown): string[] {
  const head = `${groupResourceName(info.resource)} ${JSON.stringify(info.name)} was not valid:`;
  if (!(error instanceof ApiError)) return [head];
  const causes = error.details?.causes ?? [];
  return [head, ...causes.map((one) => `* ${one.field ?? ''}: ${one.message ?? ''}`)];
}
