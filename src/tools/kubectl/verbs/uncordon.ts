// uncordon: lets new pods onto nodes again.
import { objectNames } from '../complete-arguments';
import { readDryRun } from '../framework/dry-run';
import { defineVerb } from '../framework/verb';
import { findNodes, setSchedulable } from '../nodes/nodes';

export default defineVerb({
  name: 'uncordon',
  complete: (request) => objectNames(request.context, 'nodes'),
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    for (const info of yield* findNodes(ctx)) {
      yield* setSchedulable(ctx, info, { unschedulable: false, dryRun });
    }
    return 0;
  },
});
