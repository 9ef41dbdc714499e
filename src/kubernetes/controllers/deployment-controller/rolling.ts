// RollingUpdate: the new set grows within maxSurge, the old ones shrink within maxUnavailable.
import type { Task } from '../../../base/sim';
import {
  fenceposts,
  maxUnavailable,
  oldSets,
  type Rollout,
  replicasOf,
  sumAvailable,
  sumReplicas,
} from './rollout';
import { scaleSet } from './scale';
import { ensureNewSet, sortByAge } from './sets';

/** One step of a rolling update. */
export function* rolling(before: Rollout): Task<Rollout> {
  const rollout = yield* ensureNewSet(before, true);
  const grown = yield* grow(rollout);
  if (grown !== rollout) return grown;
  return yield* shrink(rollout);
}

function* grow(rollout: Rollout): Task<Rollout> {
  const { deployment, current, all } = rollout;
  if (current === undefined) return rollout;
  const wanted = deployment.spec.replicas ?? 1;
  const size = replicasOf(current);
  if (size === wanted) return rollout;
  if (size > wanted) return yield* scaleSet(rollout, current, wanted);
  const room = wanted + fenceposts(deployment).surge - sumReplicas(all);
  if (room <= 0) return rollout;
  return yield* scaleSet(rollout, current, size + Math.min(room, wanted - size));
}

function* shrink(rollout: Rollout): Task<Rollout> {
  const { deployment, current, all } = rollout;
  const old = oldSets(rollout);
  if (sumReplicas(old) === 0) return rollout;
  const wanted = deployment.spec.replicas ?? 1;
  const leastAvailable = wanted - maxUnavailable(deployment);
  const newUnavailable = replicasOf(current) - (current?.status?.availableReplicas ?? 0);
  const most = sumReplicas(all) - leastAvailable - newUnavailable;
  if (most <= 0) return rollout;
  const cleaned = yield* shrinkUnhealthy(rollout, most);
  return yield* shrinkHealthy(cleaned, leastAvailable);
}

/** Pods of old sets that aren't available go first: nothing is lost with them. */
function* shrinkUnhealthy(rollout: Rollout, most: number): Task<Rollout> {
  let next = rollout;
  let done = 0;
  for (const set of sortByAge(oldSets(rollout))) {
    if (done >= most) break;
    const size = replicasOf(set);
    const unhealthy = size - (set.status?.availableReplicas ?? 0);
    if (size === 0 || unhealthy <= 0) continue;
    const less = Math.min(most - done, unhealthy);
    next = yield* scaleSet(next, set, size - less);
    done += less;
  }
  return next;
}

function* shrinkHealthy(rollout: Rollout, leastAvailable: number): Task<Rollout> {
  let next = rollout;
  let room = sumAvailable(rollout.all) - leastAvailable;
  for (const set of sortByAge(oldSets(rollout))) {
    if (room <= 0) break;
    const size = replicasOf(set);
    if (size === 0) continue;
    const less = Math.min(size, room);
    next = yield* scaleSet(next, set, size - less);
    room -= less;
  }
  return next;
}
