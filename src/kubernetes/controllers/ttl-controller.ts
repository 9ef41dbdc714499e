// Tells kubelets by an annotation of their node how long they may keep Secrets and ConfigMaps: the
// longer, the more nodes there are.
import type { Task } from '../../base/sim';
import { nodes } from '../api/refs';
import type { Node } from '../kinds/generated/types';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const annotation = 'node.alpha.kubernetes.io/ttl';
const steps: readonly (readonly [upToNodes: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1_000, 30],
  [2_000, 60],
  [Number.POSITIVE_INFINITY, 300],
];

export default defineController({
  name: 'ttl-controller',
  delayMs: 50,
  watches: [
    {
      storage: 'nodes',
      keys(object, old, context, type) {
        if (type === 'DELETED') return [];
        const isNew = old === undefined || old.metadata.annotations !== object.metadata.annotations;
        return isNew && ttlOf(object as Node) !== wanted(context) ? [object.metadata.name] : [];
      },
    },
  ],

  *reconcile(name, context): Task<undefined> {
    const node = informerOf<Node>(context, 'nodes').byKey(name);
    const seconds = wanted(context);
    if (node === undefined || ttlOf(node) === seconds) return;
    const body = { metadata: { annotations: { [annotation]: seconds } } };
    const request = context.client.patch(nodes, { name }, { type: 'merge', body });
    yield* ignoring(['NotFound', 'Conflict'], request);
  },
});

function ttlOf(node: Node): string | undefined {
  return node.metadata.annotations?.[annotation];
}

function wanted(context: ControllerContext): string {
  const count = informerOf<Node>(context, 'nodes').objects.size;
  return String(steps.find(([most]) => count <= most)?.[1] ?? 0);
}
