// ssh-key: where a node's key is.
import { findNode } from '../nodes';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'ssh-key',
  *run(ctx) {
    const loaded = yield* ctx.loaded();
    const { machine } = findNode(loaded, ctx.flags.string('node'));
    yield* ctx.out.print(`${ctx.profiles.folder}/machines/${machine.name}/id_rsa\n`);
    return 0;
  },
});
