// The claims of a StatefulSet's pods: made with them, kept or given away as the retention policy
// says.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { ApiError } from '../../api/errors';
import { persistentVolumeClaims } from '../../api/refs';
import type { OwnerReference, PersistentVolumeClaim, Pod } from '../../kinds/generated/types';
import { informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { claimName, claimsOf, ordinalOf, podName, type StatefulRun, startOf } from './identity';

/** Makes the missing claims of a number. Returns the name of one that is still going away. */
export function* makeClaims(run: StatefulRun, ordinal: number): Task<string | undefined> {
  const { set, context } = run;
  const informer = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
  const pod = podName(set, ordinal);
  for (const claim of claimsOf(set, ordinal)) {
    const { name, namespace } = claim.metadata;
    const existing = informer.get(namespace, name);
    if (existing?.metadata.deletionTimestamp) return name;
    if (existing !== undefined) continue;
    const what = `Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name}`;
    try {
      yield* context.client.create(persistentVolumeClaims, claim);
      context.events.record(set, 'Normal', 'SuccessfulCreate', `Create ${what} success`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'AlreadyExists') continue;
      const message = `Create ${what} failed error: ${error.message}`;
      context.events.record(set, 'Warning', 'FailedCreate', message);
      throw error;
    }
  }
  return undefined;
}

/** Says in the claims' owners what happens to them with the set or with the pod. */
export function* keepClaims(run: StatefulRun): Task<void> {
  const { set, condemned, replicas } = run;
  if ((set.spec.volumeClaimTemplates ?? []).length === 0) return;
  for (const [i] of replicas.entries()) yield* setOwners(run, startOf(set) + i, undefined);
  for (const pod of condemned) yield* setOwners(run, ordinalOf(pod), pod);
}

function* setOwners(run: StatefulRun, ordinal: number, condemned: Pod | undefined): Task<void> {
  const { set, context } = run;
  const policy = set.spec.persistentVolumeClaimRetentionPolicy;
  const informer = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const claim = informer.get(set.metadata.namespace, claimName(template, set, ordinal));
    if (claim === undefined) continue;
    const old = claim.metadata.ownerReferences ?? [];
    const isOwn = (one: OwnerReference) =>
      one.uid === set.metadata.uid || one.kind === 'StatefulSet' || one.kind === 'Pod';
    const owners = old.filter((one) => !isOwn(one));
    const goesWithPod = condemned !== undefined && policy?.whenScaled === 'Delete';
    if (goesWithPod) owners.push(reference('v1', 'Pod', condemned.metadata));
    else if (policy?.whenDeleted === 'Delete') {
      owners.push(reference('apps/v1', 'StatefulSet', set.metadata));
    }
    if (deepEqual(owners, old)) continue;
    const body = {
      metadata: {
        uid: claim.metadata.uid,
        ownerReferences: owners.length > 0 ? owners : null,
      },
    };
    const patch = { type: 'merge', body } as const;
    const request = context.client.patch(persistentVolumeClaims, claim.metadata, patch);
    yield* ignoring(['NotFound', 'Conflict'], request);
  }
}

function reference(
  apiVersion: string,
  kind: string,
  { name, uid }: { readonly name: string; readonly uid: string },
): OwnerReference {
  return { apiVersion, kind, name, uid };
}
