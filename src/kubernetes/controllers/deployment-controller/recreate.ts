// Recreate: the old sets go to zero and their pods end before the new set comes.
import type { Task } from '../../../base/sim';
import type { Pod } from '../../kinds/generated/types';
import { informerOf } from '../controller';
import { oldSets, type Rollout, replicasOf } from './rollout';
import { scaleSet } from './scale';
import { ensureNewSet } from './sets';

/** One step of a recreation. */
export function* recreate(before: Rollout): Task<Rollout> {
  let rollout = before;
  const active = oldSets(before).filter((set) => replicasOf(set) > 0);
  for (const set of active) rollout = yield* scaleSet(rollout, set, 0);
  if (active.length > 0 || hasOldPods(rollout)) return rollout;
  rollout = yield* ensureNewSet(rollout, true);
  const { current, deployment } = rollout;
  return current ? yield* scaleSet(rollout, current, deployment.spec.replicas ?? 1) : rollout;
}

function hasOldPods(rollout: Rollout): boolean {
  const owned = informerOf<Pod>(rollout.context, 'pods').byController();
  return oldSets(rollout).some((set) =>
    [...owned.get(set.metadata.uid).values()].some((pod) => {
      const phase = pod.status?.phase;
      return phase !== 'Succeeded' && phase !== 'Failed';
    }),
  );
}
