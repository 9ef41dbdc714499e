// Deployment: a ReplicaSet for each template, replicas moved from the old to the new as the
// strategy says, and a status that tells how far it is.
import type { Task } from '../../../base/sim';
import type { Deployment, ReplicaSet } from '../../kinds/generated/types';
import { controllerOf, keyOf } from '../../kinds/object';
import { defineController, informerOf } from '../controller';
import { adoptSets } from './adopt';
import { recreate } from './recreate';
import { rolling } from './rolling';
import type { Rollout } from './rollout';
import { cleanUp, isScalingEvent, scaleProportionally } from './scale';
import { ensureNewSet, findNewSet, sortByAge } from './sets';
import { updateStatus } from './status';

const storage = 'deployments.apps';
/** What a user writes is done sooner than what follows from it (ms). */
const userDelayMs = 1;

export default defineController({
  name: 'deployment-controller',
  watches: [
    {
      storage,
      keys(object, old, context) {
        const isOwnWrite =
          old !== undefined &&
          old.spec === object.spec &&
          old.metadata.annotations === object.metadata.annotations;
        if (isOwnWrite) return [keyOf(object)];
        context.enqueue(keyOf(object), userDelayMs);
        return [];
      },
    },
    {
      storage: 'replicasets.apps',
      keys: (object) => {
        const owner = controllerOf(object);
        return owner?.kind === 'Deployment' ? [`${object.metadata.namespace}/${owner.name}`] : [];
      },
    },
    {
      // Recreate waits for the last pod of the old sets to be gone.
      storage: 'pods',
      keys: (object, _old, context, type) => {
        if (type !== 'DELETED') return [];
        const owner = controllerOf(object);
        if (owner?.kind !== 'ReplicaSet') return [];
        const sets = informerOf<ReplicaSet>(context, 'replicasets.apps');
        const set = sets.get(object.metadata.namespace, owner.name);
        const above = set && controllerOf(set);
        return above ? [`${object.metadata.namespace}/${above.name}`] : [];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const deployment = informerOf<Deployment>(context, storage).byKey(key);
    if (deployment === undefined) return undefined;
    const sets = yield* adoptSets(deployment, context);
    const all = sortByAge(sets);
    const current = findNewSet(deployment, all);
    const rollout: Rollout = { deployment, all, current, context };
    if (deployment.metadata.deletionTimestamp) return yield* updateStatus(rollout);
    if (deployment.spec.paused) {
      yield* scaleProportionally(rollout);
      yield* cleanUp(rollout);
      return yield* updateStatus(rollout);
    }
    if (isScalingEvent(rollout)) {
      const ensured = yield* ensureNewSet(rollout, false);
      yield* scaleProportionally(ensured);
      return yield* updateStatus(ensured);
    }
    const isRecreate = deployment.spec.strategy?.type === 'Recreate';
    const moved = isRecreate ? yield* recreate(rollout) : yield* rolling(rollout);
    if (isComplete(moved)) yield* cleanUp(moved);
    return yield* updateStatus(moved);
  },
});

function isComplete({ deployment }: Rollout): boolean {
  const { status, spec } = deployment;
  const wanted = spec.replicas ?? 1;
  return (
    status?.updatedReplicas === wanted &&
    status.replicas === wanted &&
    status.availableReplicas === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}
