// The ReplicaSets of a Deployment: finding the one with the present template, making it, its
// annotations and revision.
import { fnv1a32, safeEncodeString } from '../../../base/hash';
import { deepEqual, goJson } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import { deployments, replicaSets } from '../../api/refs';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../kinds/generated/types';
import { fenceposts, oldSets, type Rollout, sumReplicas } from './rollout';
import { addCondition } from './status';

export const hashLabel = 'pod-template-hash';
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';

/** Annotations that belong to the Deployment alone. */
const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
]);

export function sortByAge(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return [...sets].sort((a, b) => {
    const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
    if (x !== y) return x < y ? -1 : 1;
    return a.metadata.name < b.metadata.name ? -1 : 1;
  });
}

/** A template without the label that the controller adds. */
function bare(template: PodTemplateSpec | undefined): unknown {
  if (template?.metadata?.labels?.[hashLabel] === undefined) return template;
  const { [hashLabel]: _hash, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The (oldest) set whose template is the Deployment's. */
export function findNewSet(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  return sets.find((set) => {
    const { template } = set.spec;
    if (template?.spec !== deployment.spec.template.spec) {
      if (!deepEqual(template?.spec, deployment.spec.template.spec)) return false;
    }
    return deepEqual(bare(template), bare(deployment.spec.template));
  });
}

export function revisionOf(object: Deployment | ReplicaSet): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0);
}

/** A Deployment's annotations that its sets carry too, with those that are the set's own. */
function annotationsFor(
  rollout: Rollout,
  old: Readonly<Record<string, string>> | undefined,
  revision: number,
): Record<string, string> {
  const { deployment } = rollout;
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([name]) => !notCopied.has(name),
  );
  const oldRevision = old?.[revisionAnnotation];
  const history = old?.[historyAnnotation];
  const isNewRevision = oldRevision !== undefined && Number(oldRevision) < revision;
  return {
    ...old,
    ...Object.fromEntries(copied),
    ...sizeAnnotations(deployment),
    [revisionAnnotation]: String(isNewRevision || !oldRevision ? revision : Number(oldRevision)),
    ...(isNewRevision
      ? { [historyAnnotation]: history ? `${history},${oldRevision}` : oldRevision }
      : {}),
  };
}

/** How many replicas the Deployment wants and may have: later scaling is told by them. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const replicas = deployment.spec.replicas ?? 1;
  return {
    [desiredAnnotation]: String(replicas),
    [maxAnnotation]: String(replicas + fenceposts(deployment).surge),
  };
}

export function desiredOf(set: ReplicaSet): number | undefined {
  const text = set.metadata.annotations?.[desiredAnnotation];
  return text === undefined ? undefined : Number(text);
}

export function maxOf(set: ReplicaSet): number | undefined {
  const text = set.metadata.annotations?.[maxAnnotation];
  return text === undefined ? undefined : Number(text);
}

/** Makes sure that the set for the present template exists (or only looks) and is annotated. */
export function* ensureNewSet(rollout: Rollout, mayCreate: boolean): Task<Rollout> {
  const { deployment, context, all } = rollout;
  const { current } = rollout;
  const highest = Math.max(0, ...oldSets(rollout).map(revisionOf));
  const revision = highest + 1;
  if (current === undefined) {
    if (!mayCreate) return rollout;
    const created = yield* createSet(rollout, revision);
    const next = { ...rollout, current: created, all: [...all, created] };
    return yield* noteRevision(next, revision);
  }
  const annotations = annotationsFor(rollout, current.metadata.annotations, revision);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const isSame =
    deepEqual(annotations, current.metadata.annotations) &&
    (current.spec.minReadySeconds ?? 0) === minReadySeconds;
  let updated = current;
  if (!isSame) {
    updated = yield* context.client.update(replicaSets, {
      ...current,
      metadata: { ...current.metadata, annotations },
      spec: { ...current.spec, ...(minReadySeconds ? { minReadySeconds } : {}) },
    });
  }
  const next = { ...rollout, current: updated, all: replaceSet(all, updated) };
  return yield* noteRevision(next, revisionOf(updated));
}

export function replaceSet(all: readonly ReplicaSet[], set: ReplicaSet): readonly ReplicaSet[] {
  return all.map((one) => (one.metadata.uid === set.metadata.uid ? set : one));
}

/** Writes the revision into the Deployment's own annotations. */
function* noteRevision(rollout: Rollout, revision: number): Task<Rollout> {
  const { deployment, context } = rollout;
  if (deployment.metadata.annotations?.[revisionAnnotation] === String(revision)) return rollout;
  const body = { metadata: { annotations: { [revisionAnnotation]: String(revision) } } };
  const patch = { type: 'merge', body } as const;
  const updated = yield* context.client.patch(deployments, deployment.metadata, patch);
  return { ...rollout, deployment: updated };
}

function templateHash(deployment: Deployment): string {
  const collisions = deployment.status?.collisionCount;
  const text = goJson(deployment.spec.template) + (collisions === undefined ? '' : collisions);
  return safeEncodeString(String(fnv1a32(text)));
}

function* createSet(rollout: Rollout, revision: number): Task<ReplicaSet> {
  const { deployment, context } = rollout;
  const { metadata, spec } = deployment;
  const hash = templateHash(deployment);
  const { name, namespace, uid } = metadata;
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
  const { surge } = fenceposts(deployment);
  const wanted = spec.replicas ?? 1;
  const isRecreate = spec.strategy?.type === 'Recreate';
  const room = Math.max(0, wanted + surge - sumReplicas(rollout.all));
  const replicas = isRecreate ? wanted : Math.min(wanted, room);
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name, uid };
  try {
    const set = yield* context.client.create(replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        uid: '',
        ...(namespace ? { namespace } : {}),
        labels,
        annotations: annotationsFor(rollout, undefined, revision),
        ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
      },
      spec: {
        replicas,
        ...(spec.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
        selector: {
          ...spec.selector,
          matchLabels: { ...spec.selector.matchLabels, [hashLabel]: hash },
        },
        template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
      },
    });
    if (replicas > 0) {
      const message = `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`;
      context.events.record(deployment, 'Normal', 'ScalingReplicaSet', message);
    }
    return set;
  } catch (error) {
    if (error instanceof ApiError) yield* noteFailure(rollout, error, `${name}-${hash}`);
    throw error;
  }
}

function* noteFailure(rollout: Rollout, error: ApiError, name: string): Task<void> {
  const { deployment, context } = rollout;
  if (error.reason === 'AlreadyExists') {
    // Another template has the same hash: the next try uses another one.
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    const status = { ...deployment.status, collisionCount };
    yield* context.client.updateStatus(deployments, { ...deployment, status });
    return;
  }
  const message = `Failed to create new replica set ${JSON.stringify(name)}: ${error.message}`;
  const conditions = addCondition(deployment, context.nowMs, {
    type: 'Progressing',
    status: 'False',
    reason: 'ReplicaSetCreateError',
    message,
  });
  context.events.record(deployment, 'Warning', 'ReplicaSetCreateError', message);
  const status = { ...deployment.status, conditions };
  yield* context.client.updateStatus(deployments, { ...deployment, status });
}
