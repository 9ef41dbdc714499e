// edit: live objects in the user's editor, each patched with what was changed.
import { goJson, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { findObjects, onlyInfos } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { completeResources } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { fieldValidation } from '../../framework/dry-run';
import { defineVerb } from '../../framework/verb';
import { unknownFormat } from '../../printers/printer';
import { ResultPrinter } from '../../printers/result';
import { editLoop, editPatch, type RoundResult, refusalReasons, tellRefusal } from './session';

const formats = ['json', 'kyaml', 'yaml'];

export default defineVerb({ name: 'edit', run: runEdit, complete: completeResources });

function* runEdit(ctx: Context): Task<number> {
  const { flags } = ctx;
  const output = flags.string('output').toLowerCase();
  if (output !== '' && !formats.includes(output)) unknownFormat(flags.string('output'), formats);
  const subresource = flags.string('subresource');
  const found = yield* findObjects(ctx, {
    args: ctx.args,
    useFiles: true,
    latest: true,
    ...(subresource ? { subresource } : {}),
  });
  const infos = onlyInfos(found);
  const save = function* (pairs: readonly { info: Info; edited: JsonObject }[]) {
    return yield* saveEdited(ctx, pairs);
  };
  return yield* editLoop(ctx, infos, { format: output || 'yaml', save, mayRename: false });
}

function* saveEdited(
  ctx: Context,
  pairs: readonly { readonly info: Info; readonly edited: JsonObject }[],
): Task<RoundResult> {
  const printer = new ResultPrinter(ctx, 'none', formats);
  const refused: { info: Info; reasons: string[] }[] = [];
  const counts = { missing: 0, failed: 0 };
  for (const { info, edited } of pairs) {
    const patch = editPatch(info, edited);
    if (Object.keys(patch.body).length === 0) {
      yield* printer.print(info.object, 'skipped');
      continue;
    }
    if (ctx.flags.bool('output-patch')) yield* ctx.out(`Patch: ${goJson(patch.body)}\n`);
    try {
      yield* printer.print(yield* send(ctx, info, patch), 'edited');
    } catch (error) {
      const what = yield* tellRefusal(ctx, info, error);
      if (what === 'refused') refused.push({ info, reasons: refusalReasons(info, error) });
      else counts[what]++;
    }
  }
  return { refused, failures: counts.failed, missing: counts.missing };
}

function* send(ctx: Context, info: Info, patch: ReturnType<typeof editPatch>): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const subresource = ctx.flags.string('subresource');
  const answer = yield* rest.request({
    verb: 'patch',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
    name: info.name,
    ...(subresource ? { subresource } : {}),
    ...patch,
    query: {
      fieldManager: ctx.flags.string('field-manager'),
      fieldValidation: fieldValidation(ctx),
    },
  });
  return answer.object as unknown as JsonObject;
}
