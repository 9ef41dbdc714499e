// alpha: no commands are being tried out in this version.
import { defineVerb } from '../framework/verb';

export default defineVerb({
  name: 'alpha',
  *run(ctx) {
    yield* ctx.out('No alpha commands are available in this version of kubectl\n');
    return 0;
  },
});
