// unpause: a paused Kubernetes goes on.
import { usage } from '../exit';
import { defineVerb } from '../verb';
import { pausedNamespaces } from './pause';

export default defineVerb({
  name: 'unpause',
  *run(ctx) {
    const { machines } = yield* ctx.loaded();
    const { out, process } = ctx;
    if (machines.state === 'Stopped') throw usage('the cluster is not running');
    const isAll = ctx.flags.bool('all-namespaces');
    const namespaces = ctx.flags.changed('namespaces')
      ? ctx.flags.list('namespaces')
      : pausedNamespaces;
    let count = 0;
    for (const node of machines.nodes) {
      yield* out.step('pause', `Unpausing node ${node.name} ... `);
      yield* process.sleep(700);
      count += node.containerCount(isAll ? [] : namespaces);
    }
    machines.unpause();
    const where = isAll ? '' : ` in: ${namespaces.join(', ')}`;
    yield* out.step('pause', `Unpaused ${count} containers${where}`);
    return 0;
  },
});
