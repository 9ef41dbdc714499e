// cordon: keeps new pods off nodes.
import { objectNames } from '../complete-arguments';
import { readDryRun } from '../framework/dry-run';
import { defineVerb } from '../framework/verb';
import { findNodes, setSchedulable } from '../nodes/nodes';

export default defineVerb({
  name: 'cordon',
  complete: (request) => objectNames(request.context, 'nodes'),
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    for (const info of yield* findNodes(ctx)) {
      yield* setSchedulable(ctx, info, { unschedulable: true, dryRun });
    }
    return 0;
  },
});
