// api-versions: what the server speaks.
import { compareStrings } from '../../../base/json';
import { defineVerb } from '../framework/verb';

export default defineVerb({
  name: 'api-versions',
  *run(ctx) {
    if (ctx.args.length > 0) throw ctx.usageError(`unexpected arguments: [${ctx.args.join(' ')}]`);
    const rest = yield* ctx.rest();
    const { groupVersions } = yield* rest.freshDiscovery(1);
    const sorted = [...groupVersions].sort(compareStrings);
    yield* ctx.out(sorted.map((one) => `${one}\n`).join(''));
    return 0;
  },
});
