// ssh: a shell on a node, or one command.
import { findNode } from '../nodes';
import { runOnNode } from '../remote';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'ssh',
  *run(ctx) {
    const loaded = yield* ctx.running();
    const { machine } = findNode(loaded, ctx.flags.string('node'));
    const code = yield* runOnNode(ctx.process, machine.machine(), ctx.args);
    if (code !== 0 && ctx.args.length > 0) {
      yield* ctx.process.error(`ssh: Process exited with status ${code}\n`);
    }
    return code;
  },
});
