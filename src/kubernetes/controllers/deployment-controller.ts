// Deployment: one ReplicaSet per template, scaled from the old to the new.

import { goJson } from '../../base/json';
import type { Task } from '../../base/sim';
import { deployments, replicaSets } from '../api/refs';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../kinds/generated/types';
import { controllerOf, keyOf } from '../kinds/object';
import { type ControllerContext, defineController, informerOf } from './controller';

const storage = 'deployments.apps';

export default defineController({
  name: 'deployment-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    {
      storage: 'replicasets.apps',
      keys: (object) => {
        const owner = controllerOf(object);
        return owner?.kind === 'Deployment' ? [`${object.metadata.namespace}/${owner.name}`] : [];
      },
    },
  ],

  *reconcile(key: string, context: ControllerContext): Task<number | undefined> {
    const deployment = informerOf<Deployment>(context, storage).byKey(key);
    if (deployment === undefined || deployment.metadata.deletionTimestamp) return undefined;
    const owned = informerOf<ReplicaSet>(context, 'replicasets.apps')
      .byController()
      .get(deployment.metadata.uid);
    const hash = templateHash(deployment);
    const name = `${deployment.metadata.name}-${hash}`;
    const current = [...owned.values()].find((set) => set.metadata.name === name);
    if (current === undefined) yield* createSet(deployment, hash, context);
    yield* updateStatus(deployment, [...owned.values()], context);
    return undefined;
  },
});

function templateHash(deployment: Deployment): string {
  return String(fnv1a32(goJson(deployment.spec.template as never)));
}

function* createSet(deployment: Deployment, hash: string, context: ControllerContext): Task<void> {
  const { name, namespace, uid } = deployment.metadata;
  const labels = { ...deployment.spec.template.metadata?.labels, 'pod-template-hash': hash };
  const { template, selector, replicas } = deployment.spec;
  yield* context.client.create(replicaSets, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      uid: '',
      ...(namespace ? { namespace } : {}),
      labels,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas,
      selector: {
        ...selector,
        matchLabels: { ...selector.matchLabels, 'pod-template-hash': hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

function* updateStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  context: ControllerContext,
): Task<void> {
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas') =>
    sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
  const status: DeploymentStatus = {
    observedGeneration: deployment.metadata.generation,
    replicas: sum('replicas'),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: sum('availableReplicas'),
  };
  const old = deployment.status;
  if (old?.replicas === status.replicas && old?.readyReplicas === status.readyReplicas) return;
  yield* context.client.updateStatus(deployments, { ...deployment, status });
}

function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
