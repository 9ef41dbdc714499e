// apply edit-last-applied: the annotation's content in the editor.
import { goJson, isObject, type JsonObject } from '../../../../base/json';
import { parseGoJson } from '../../../../base/json-parse';
import type { Task } from '../../../../base/sim';
import { findObjects, onlyInfos } from '../../builder/builder';
import type { Info } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { lastApplied, ResultPrinter } from '../../printers/result';
import { editLoop, type RoundResult } from '../edit/session';
import { annotationOf } from './client-side';

export const editLastApplied = defineVerb({
  name: 'edit-last-applied',
  *run(ctx) {
    const found = yield* findObjects(ctx, { args: ctx.args, useFiles: true, latest: true });
    const infos = onlyInfos(found).map((info) => ({ ...info, object: configuration(info) }));
    const save = function* (pairs: readonly { info: Info; edited: JsonObject }[]) {
      return yield* saveConfigurations(ctx, pairs);
    };
    const format = ctx.flags.string('output') || 'yaml';
    return yield* editLoop(ctx, infos, { format, save, mayRename: false });
  },
});

function configuration(info: Info): JsonObject {
  const text = annotationOf(info.object);
  const parsed = text === undefined ? undefined : parseGoJson(text);
  if (parsed?.ok && isObject(parsed.value)) return parsed.value;
  return fail(`The last-applied-configuration annotation not found on resource: ${info.name}`);
}

function* saveConfigurations(
  ctx: Context,
  pairs: readonly { readonly info: Info; readonly edited: JsonObject }[],
): Task<RoundResult> {
  const printer = new ResultPrinter(ctx, 'none', ['json', 'kyaml', 'yaml']);
  const rest = yield* ctx.rest();
  for (const { info, edited } of pairs) {
    const body = { metadata: { annotations: { [lastApplied]: `${goJson(edited)}\n` } } };
    const answer = yield* rest.request({
      verb: 'patch',
      patchType: 'merge',
      apiVersion: info.resource.apiVersion,
      resource: info.resource.resource,
      ...(info.namespace ? { namespace: info.namespace } : {}),
      name: info.name,
      body,
      query: { fieldManager: ctx.flags.string('field-manager') },
    });
    yield* printer.print(answer.object as unknown as JsonObject, 'edited');
  }
  return { refused: [], failures: 0, missing: 0 };
}
