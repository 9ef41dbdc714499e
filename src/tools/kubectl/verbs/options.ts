// options: the flags that every command takes.
import { globalOptionsText } from '../framework/help';
import { defineVerb } from '../framework/verb';

export default defineVerb({
  name: 'options',
  *run(ctx) {
    yield* ctx.out(globalOptionsText());
    return 0;
  },
});
