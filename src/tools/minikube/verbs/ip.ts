// ip: the address of a node.
import { findNode } from '../nodes';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'ip',
  *run(ctx) {
    const loaded = yield* ctx.running();
    const { node } = findNode(loaded, ctx.flags.string('node'));
    yield* ctx.out.print(`${node.IP}\n`);
    return 0;
  },
});
