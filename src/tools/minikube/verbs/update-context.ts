// update-context: the kubeconfig's address is made right.
import { serverOf, writeContext } from '../kubeconfig';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'update-context',
  *run(ctx) {
    const { config, name } = yield* ctx.running();
    const address = config.Nodes[0]?.IP ?? '';
    const server = `https://${address}:${config.APIServerPort}`;
    if (serverOf(ctx, name) === server) {
      yield* ctx.out.step('meh', `No changes required for the "${name}" context`);
    } else {
      yield* ctx.out.step(
        'celebrate',
        `"${name}" context has been updated to point to ${address}:${config.APIServerPort}`,
      );
    }
    writeContext(ctx, name, server);
    yield* ctx.out.step('happy', `Current context is "${name}"`);
    return 0;
  },
});
