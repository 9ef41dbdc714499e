// apply set-last-applied: writes a file's content into the annotation.
import { goJson, type JsonObject } from '../../../../base/json';
import { findObjects, onlyInfos } from '../../builder/builder';
import { readDryRun, writeQuery } from '../../framework/dry-run';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { lastApplied, ResultPrinter } from '../../printers/result';
import { annotationOf } from './client-side';

export const setLastApplied = defineVerb({
  name: 'set-last-applied',
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    const printer = new ResultPrinter(ctx, dryRun);
    if (ctx.flags.list('filename').length === 0) fail('must specify one of -f and -k');
    const found = yield* findObjects(ctx, { useFiles: true });
    const rest = yield* ctx.rest();
    for (const info of onlyInfos(found)) {
      const at = {
        apiVersion: info.resource.apiVersion,
        resource: info.resource.resource,
        ...(info.namespace ? { namespace: info.namespace } : {}),
        name: info.name,
      };
      const live = (yield* rest.request({ ...at, verb: 'get' })).object as unknown as JsonObject;
      const old = annotationOf(live);
      if (old === undefined && !ctx.flags.bool('create-annotation')) {
        fail(
          `no last-applied-configuration annotation found on resource: ${info.name}, to create ` +
            'the annotation, run the command with --create-annotation',
        );
      }
      const configuration = `${goJson(bare(info.object))}\n`;
      if (old === configuration) {
        if (dryRun === 'client') {
          yield* ctx.out(`set-last-applied ${info.name}: no changes required.\n`);
          continue;
        }
      }
      let object = live;
      if (dryRun !== 'client') {
        const body = { metadata: { annotations: { [lastApplied]: configuration } } };
        const query = writeQuery(ctx, dryRun);
        const answer = yield* rest.request({
          ...at,
          verb: 'patch',
          patchType: 'merge',
          body,
          query,
        });
        object = answer.object as unknown as JsonObject;
      }
      yield* printer.print(object, 'configured');
    }
    return 0;
  },
});

/** The object with an annotations map but without the annotation itself. */
function bare(object: JsonObject): JsonObject {
  const metadata = (object.metadata ?? {}) as JsonObject;
  const { [lastApplied]: _, ...annotations } = (metadata.annotations ?? {}) as JsonObject;
  return { ...object, metadata: { ...metadata, annotations } };
}
