// What one reconcile of a Deployment works on, and the arithmetic of its strategy.
import type { Deployment, IntOrString, ReplicaSet } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';

export interface Rollout {
  readonly deployment: Deployment;
  /** All ReplicaSets of the Deployment, oldest first. */
  readonly all: readonly ReplicaSet[];
  /** The one with the present template. */
  readonly current: ReplicaSet | undefined;
  readonly context: ControllerContext;
}

/** Sets other than the present one. */
export function oldSets({ all, current }: Rollout): readonly ReplicaSet[] {
  return all.filter((set) => set.metadata.uid !== current?.metadata.uid);
}

export function replicasOf(set: ReplicaSet | undefined): number {
  return set === undefined ? 0 : (set.spec.replicas ?? 1);
}

export function sumReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + replicasOf(set), 0);
}

export function sumAvailable(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);
}

function scaled(value: IntOrString | undefined, total: number, roundUp: boolean): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const part = (Number.parseInt(value, 10) / 100) * total;
  return roundUp ? Math.ceil(part - 1e-9) : Math.floor(part + 1e-9);
}

/** maxSurge and maxUnavailable as numbers; never both zero. */
export function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const { strategy, replicas = 1 } = deployment.spec;
  if (strategy?.type === 'Recreate') return { surge: 0, unavailable: 0 };
  const surge = scaled(strategy?.rollingUpdate?.maxSurge, replicas, true);
  const unavailable = scaled(strategy?.rollingUpdate?.maxUnavailable, replicas, false);
  if (surge === 0 && unavailable === 0) return { surge: 0, unavailable: 1 };
  return { surge, unavailable };
}

/** How many pods may be unavailable during the rollout. */
export function maxUnavailable(deployment: Deployment): number {
  const { replicas = 1 } = deployment.spec;
  if (deployment.spec.strategy?.type === 'Recreate' || replicas === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicas);
}
