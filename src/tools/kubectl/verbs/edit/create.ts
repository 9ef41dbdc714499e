// create --edit: the objects of files in the editor before they are created.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { findObjects, onlyInfos } from '../../builder/builder';
import { type Info, withSource } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fieldValidation, writeQuery } from '../../framework/dry-run';
import { ResultPrinter } from '../../printers/result';
import { editLoop, type RoundResult } from './session';

/** Edits and creates. Returns the exit code. */
export function* editThenCreate(ctx: Context): Task<number> {
  const infos = onlyInfos(yield* findObjects(ctx, { useFiles: true, validate: true }));
  const save = function* (pairs: readonly { info: Info; edited: JsonObject }[]) {
    return yield* createEdited(ctx, pairs);
  };
  return yield* editLoop(ctx, infos, { format: 'yaml', save, mayRename: true });
}

function* createEdited(
  ctx: Context,
  pairs: readonly { readonly info: Info; readonly edited: JsonObject }[],
): Task<RoundResult> {
  const printer = new ResultPrinter(ctx, 'none');
  const rest = yield* ctx.rest();
  for (const { info, edited } of pairs) {
    try {
      const answer = yield* rest.request({
        verb: 'create',
        apiVersion: info.resource.apiVersion,
        resource: info.resource.resource,
        ...(info.namespace ? { namespace: info.namespace } : {}),
        query: { ...writeQuery(ctx, 'none'), fieldValidation: fieldValidation(ctx) },
        body: edited,
      });
      yield* printer.print(answer.object as unknown as JsonObject, 'created');
    } catch (error) {
      throw withSource(error, 'creating', info.source);
    }
  }
  return { refused: [], failures: 0, missing: 0 };
}
