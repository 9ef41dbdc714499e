// Scaling: one set to a size, all sets in proportion when the Deployment was scaled in the middle
// of a rollout, and old sets away when there are more than the history keeps.
import type { Task } from '../../../base/sim';
import { replicaSets } from '../../api/refs';
import type { ReplicaSet } from '../../kinds/generated/types';
import { ignoring } from '../outcomes';
import { fenceposts, oldSets, type Rollout, replicasOf, sumReplicas } from './rollout';
import { desiredOf, maxOf, replaceSet, revisionOf, sizeAnnotations } from './sets';

/** Scales one set and says so. */
export function* scaleSet(rollout: Rollout, set: ReplicaSet, replicas: number): Task<Rollout> {
  const { deployment, context } = rollout;
  const before = replicasOf(set);
  const wanted = sizeAnnotations(deployment);
  const annotations = { ...set.metadata.annotations, ...wanted };
  const isAnnotated = Object.entries(wanted).every(
    ([name, text]) => set.metadata.annotations?.[name] === text,
  );
  if (before === replicas && isAnnotated) return rollout;
  const updated = yield* context.client.update(replicaSets, {
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, replicas },
  });
  if (before !== replicas) {
    const direction = replicas > before ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`;
    context.events.record(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  const isCurrent = set.metadata.uid === rollout.current?.metadata.uid;
  return {
    ...rollout,
    current: isCurrent ? updated : rollout.current,
    all: replaceSet(rollout.all, updated),
  };
}

/** Whether the wanted size differs from what the sets were last told. */
export function isScalingEvent({ deployment, all }: Rollout): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return all.some((set) => {
    if (replicasOf(set) === 0) return false;
    const desired = desiredOf(set);
    return desired !== undefined && desired !== wanted;
  });
}

/** Gives a new size to the sets: to the one that is active, or to all in proportion. */
export function* scaleProportionally(rollout: Rollout): Task<Rollout> {
  const { deployment, all } = rollout;
  const wanted = deployment.spec.replicas ?? 1;
  const active = all.filter((set) => replicasOf(set) > 0);
  const only =
    active.length <= 1 ? (active[0] ?? rollout.current ?? all[all.length - 1]) : undefined;
  if (only !== undefined) {
    return replicasOf(only) === wanted ? rollout : yield* scaleSet(rollout, only, wanted);
  }
  let next = rollout;
  if (isSaturated(rollout)) {
    for (const set of oldSets(rollout).filter((one) => replicasOf(one) > 0)) {
      next = yield* scaleSet(next, set, 0);
    }
    return next;
  }
  if (deployment.spec.strategy?.type === 'Recreate') return rollout;
  return yield* spread(next, active);
}

function isSaturated({ deployment, current }: Rollout): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return (
    current !== undefined &&
    replicasOf(current) === wanted &&
    desiredOf(current) === wanted &&
    current.status?.availableReplicas === wanted
  );
}

function* spread(rollout: Rollout, active: readonly ReplicaSet[]): Task<Rollout> {
  const { deployment } = rollout;
  const wanted = deployment.spec.replicas ?? 1;
  const most = wanted > 0 ? wanted + fenceposts(deployment).surge : 0;
  const toAdd = most - sumReplicas(active);
  const sorted = [...active].sort(
    (a, b) =>
      replicasOf(b) - replicasOf(a) ||
      (toAdd > 0 ? revisionOf(b) - revisionOf(a) : revisionOf(a) - revisionOf(b)),
  );
  const sizes = new Map<string, number>();
  let added = 0;
  for (const set of sorted) {
    const size = replicasOf(set);
    const share = proportion(set, rollout, toAdd, added);
    sizes.set(set.metadata.uid, size + share);
    added += share;
  }
  const [first] = sorted;
  if (first !== undefined && toAdd !== 0) {
    const left = toAdd - added;
    sizes.set(first.metadata.uid, Math.max(0, (sizes.get(first.metadata.uid) ?? 0) + left));
  }
  let next = rollout;
  for (const set of sorted) next = yield* scaleSet(next, set, sizes.get(set.metadata.uid) ?? 0);
  return next;
}

function proportion(set: ReplicaSet, rollout: Rollout, toAdd: number, added: number): number {
  const size = replicasOf(set);
  if (size === 0 || toAdd === 0 || toAdd === added) return 0;
  const { deployment } = rollout;
  const wanted = (deployment.spec.replicas ?? 1) + fenceposts(deployment).surge;
  const before = maxOf(set) ?? deployment.status?.replicas ?? wanted;
  const fraction = Math.round((size * wanted) / Math.max(before, 1)) - size;
  const allowed = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
}

/** Deletes old, empty sets beyond the history limit, the oldest first. */
export function* cleanUp(rollout: Rollout): Task<void> {
  const { deployment, context } = rollout;
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || deployment.metadata.deletionTimestamp) return;
  const alive = oldSets(rollout).filter((set) => !set.metadata.deletionTimestamp);
  const excess = alive.length - limit;
  if (excess <= 0) return;
  const sorted = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of sorted.slice(0, excess)) {
    if (replicasOf(set) !== 0 || set.status?.replicas) continue;
    if ((set.metadata.generation ?? 0) > (set.status?.observedGeneration ?? 0)) continue;
    yield* ignoring(['NotFound'], context.client.delete(replicaSets, set.metadata));
  }
}
