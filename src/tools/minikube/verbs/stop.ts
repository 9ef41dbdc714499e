// stop: the machines stop, what is on them stays.
import { unsetContext } from '../kubeconfig';
import { stopNodes } from '../start/stopping';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'stop',
  *run(ctx) {
    const { out, profiles } = ctx;
    if (ctx.flags.bool('all')) {
      let count = 0;
      for (const name of profiles.names() ?? []) {
        const machines = ctx.platform.find(name);
        if (machines === undefined) continue;
        count += yield* stopNodes(ctx, machines);
        if (!ctx.flags.bool('keep-context-active')) unsetContext(ctx, name);
      }
      yield* out.step('stopped', stopped(count));
      return 0;
    }
    const { machines, name } = yield* ctx.loaded();
    const count = yield* stopNodes(ctx, machines);
    if (!ctx.flags.bool('keep-context-active')) unsetContext(ctx, name);
    yield* out.step('stopped', stopped(count));
    return 0;
  },
});

function stopped(count: number): string {
  return `${count} node${count === 1 ? '' : 's'} stopped.`;
}
