// options: the flags that every command takes.
import { globalOptionsText } from '../help';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'options',
  *run(ctx) {
    yield* ctx.out.print(globalOptionsText());
    return 0;
  },
});
