// Which ReplicaSets are a Deployment's: owned ones, and orphans that its selector chooses.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { replicaSets } from '../../api/refs';
import type { Deployment, ReplicaSet } from '../../kinds/generated/types';
import { controllerOf } from '../../kinds/object';
import { type ControllerContext, informerOf } from '../controller';
import { ignoring } from '../outcomes';

/** The Deployment's sets; orphans are adopted, owned ones that don't match any more let go. */
export function* adoptSets(
  deployment: Deployment,
  context: ControllerContext,
): Task<readonly ReplicaSet[]> {
  const informer = informerOf<ReplicaSet>(context, 'replicasets.apps');
  const owned = informer.byController().get(deployment.metadata.uid);
  const found: ReplicaSet[] = [];
  for (const set of owned.values()) {
    if (matchesSelectorObject(deployment.spec.selector, set.metadata.labels)) found.push(set);
    else if (!deployment.metadata.deletionTimestamp) yield* release(set, deployment, context);
  }
  if (deployment.metadata.deletionTimestamp) return found;
  const neighbours = informer.byNamespace().get(deployment.metadata.namespace ?? '');
  for (const set of neighbours.values()) {
    if (controllerOf(set) || set.metadata.deletionTimestamp) continue;
    if (!matchesSelectorObject(deployment.spec.selector, set.metadata.labels)) continue;
    const adopted = yield* adopt(set, deployment, context);
    if (adopted) found.push(adopted);
  }
  return found;
}

function* adopt(
  set: ReplicaSet,
  deployment: Deployment,
  context: ControllerContext,
): Task<ReplicaSet | undefined> {
  const { name, uid } = deployment.metadata;
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const ownerReferences = [...(set.metadata.ownerReferences ?? []), owner];
  const body = { metadata: { uid: set.metadata.uid, ownerReferences } };
  const patch = { type: 'merge', body } as const;
  return yield* ignoring(
    ['NotFound', 'Conflict'],
    context.client.patch(replicaSets, set.metadata, patch),
  );
}

function* release(set: ReplicaSet, deployment: Deployment, context: ControllerContext): Task<void> {
  const left = (set.metadata.ownerReferences ?? []).filter(
    (owner) => owner.uid !== deployment.metadata.uid,
  );
  const ownerReferences = left.length > 0 ? left : null;
  const body = { metadata: { uid: set.metadata.uid, ownerReferences } };
  const patch = { type: 'merge', body } as const;
  yield* ignoring(['NotFound', 'Conflict'], context.client.patch(replicaSets, set.metadata, patch));
}
