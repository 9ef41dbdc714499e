// How many pods a budget expects and how many of them must stay healthy: percentages and
// maxUnavailable count from the sizes of the pods' controllers.

import { formatSelectorObject } from '../../../base/labels';
import type { IntOrString, Pod, PodDisruptionBudget } from '../../kinds/generated/types';
import { controllerOf, type KubeObject } from '../../kinds/object';
import type { ControllerContext } from '../controller';

export interface Expectation {
  readonly expected: number;
  readonly desired: number;
  readonly problem?: {
    readonly reason: string;
    readonly message: string;
    /** The numbers can't be used: nothing may be disrupted. */
    readonly isFatal: boolean;
  };
}

export function expectation(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  context: ControllerContext,
): Expectation {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (maxUnavailable === undefined && typeof minAvailable === 'number') {
    return { expected: pods.length, desired: minAvailable };
  }
  if (maxUnavailable === undefined && minAvailable === undefined) {
    return { expected: pods.length, desired: 0 };
  }
  const sizes = new Map<string, number>();
  let unmanaged: Pod | undefined;
  for (const pod of pods) {
    const found = sizeOfOwner(pod, context);
    if (found === undefined) unmanaged ??= pod;
    else sizes.set(found.uid, found.size);
  }
  const expected = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const desired =
    maxUnavailable !== undefined
      ? Math.max(0, expected - scaled(maxUnavailable, expected))
      : scaled(minAvailable, expected);
  if (unmanaged === undefined) return { expected, desired };
  const selector = formatSelectorObject(budget.spec.selector);
  const message = `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
  return { expected, desired, problem: { reason: 'UnmanagedPods', message, isFatal: false } };
}

function scaled(value: IntOrString | undefined, total: number): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(value, 10) / 100) * total - 1e-9);
}

/** The size of what controls the pod: of the Deployment for its ReplicaSets. */
function sizeOfOwner(
  pod: Pod,
  context: ControllerContext,
): { readonly uid: string; readonly size: number } | undefined {
  const owner = ownerOf(pod, context);
  if (owner === undefined) return undefined;
  const above = owner.kind === 'ReplicaSet' ? ownerOf(owner, context) : undefined;
  const scaledOne = above ?? owner;
  const { replicas } = (scaledOne.spec ?? {}) as { readonly replicas?: number };
  const isScalable = replicas !== undefined;
  return isScalable ? { uid: scaledOne.metadata.uid, size: replicas } : undefined;
}

function ownerOf(object: KubeObject, context: ControllerContext): KubeObject | undefined {
  const owner = controllerOf(object);
  if (owner === undefined) return undefined;
  const resource = context.catalog.byKind(owner.apiVersion, owner.kind);
  if (resource === undefined) return undefined;
  const found = context.informers.get(resource.storage).get(object.metadata.namespace, owner.name);
  return found?.metadata.uid === owner.uid ? found : undefined;
}
