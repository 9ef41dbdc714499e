// pause: Kubernetes is frozen, the machines run on.
import { defineVerb } from '../verb';

/** Namespaces whose containers are counted when none are named. */
export const pausedNamespaces = ['kube-system', 'kubernetes-dashboard', 'istio-operator'];

export default defineVerb({
  name: 'pause',
  *run(ctx) {
    const { machines } = yield* ctx.running();
    const { out, process } = ctx;
    const isAll = ctx.flags.bool('all-namespaces');
    const namespaces = ctx.flags.changed('namespaces')
      ? ctx.flags.list('namespaces')
      : pausedNamespaces;
    let count = 0;
    for (const node of machines.nodes) {
      yield* out.step('pause', `Pausing node ${node.name} ... `);
      yield* process.sleep(700);
      count += node.containerCount(isAll ? [] : namespaces);
    }
    machines.pause();
    const where = isAll ? '' : ` in: ${namespaces.join(', ')}`;
    yield* out.step('unpause', `Paused ${count} containers${where}`);
    return 0;
  },
});
