// Garbage collection by owner references: what has lost all its owners goes; foreground deletion
// waits for dependents; orphaning cuts their references.
import type { Task } from '../../base/sim';
import { ref } from '../api/client';
import type { ChangeType, Index } from '../api/informer';
import type { OwnerReference } from '../kinds/generated/types';
import type { KubeObject } from '../kinds/object';
import type { Resource } from '../kinds/resource';
import { type ControllerContext, defineController } from './controller';
import { ignoring } from './outcomes';

/** Not collected: they come and go too often and own nothing. */
const ignored = new Set(['events', 'leases.coordination.k8s.io']);

export default defineController({
  name: 'generic-garbage-collector-controller',
  delayMs: 2,
  watches: [],

  watchFor(resource, context) {
    const { storage } = resource;
    if (!isCollectable(resource)) return undefined;
    byOwner(storage, context);
    return {
      storage,
      keys: (object, old, _context, type) => keysOf(storage, object, old, type, context),
    };
  },

  *reconcile(key, context): Task<undefined> {
    const [storage = '', uid = ''] = key.split(' ');
    const informer = context.informers.get(storage);
    const object = informer
      .index('uid', (one) => [one.metadata.uid])
      .get(uid)
      .values()
      .next().value;
    if (object === undefined) {
      // The object has gone: its dependents must be looked at.
      for (const [other, dependent] of dependentsOf(uid, context)) {
        context.enqueue(`${other} ${dependent.metadata.uid}`);
      }
      return;
    }
    const { finalizers = [], deletionTimestamp } = object.metadata;
    if (deletionTimestamp && finalizers.includes('orphan')) {
      yield* orphanDependents(object, storage, context);
      return;
    }
    if (deletionTimestamp && finalizers.includes('foregroundDeletion')) {
      yield* deleteDependents(object, storage, context);
      return;
    }
    yield* collect(object, storage, context);
  },
});

function isCollectable({ verbs, storage }: Resource): boolean {
  return verbs.includes('delete') && verbs.includes('watch') && !ignored.has(storage);
}

function collectable(context: ControllerContext): Set<string> {
  const storages = new Set<string>();
  for (const resource of context.catalog.resources) {
    if (isCollectable(resource)) storages.add(resource.storage);
  }
  return storages;
}

function keysOf(
  storage: string,
  object: KubeObject,
  old: KubeObject | undefined,
  type: ChangeType,
  context: ControllerContext,
): readonly string[] {
  const { uid, ownerReferences = [], deletionTimestamp, finalizers } = object.metadata;
  if (type === 'DELETED') {
    // Owners may wait for their dependents to go.
    return [`${storage} ${uid}`, ...ownerReferences.flatMap((owner) => ownerKey(owner, context))];
  }
  const isLeaving = deletionTimestamp !== undefined && (finalizers?.length ?? 0) > 0;
  const hasNewOwners =
    old === undefined
      ? ownerReferences.length > 0
      : old.metadata.ownerReferences !== object.metadata.ownerReferences;
  return hasNewOwners || isLeaving ? [`${storage} ${uid}`] : [];
}

function ownerKey(owner: OwnerReference, context: ControllerContext): readonly string[] {
  const resource = context.catalog.byKind(owner.apiVersion, owner.kind);
  return resource === undefined ? [] : [`${resource.storage} ${owner.uid}`];
}

function byOwner(storage: string, context: ControllerContext): Index<KubeObject> {
  return context.informers
    .get(storage)
    .index('owner', (one) => (one.metadata.ownerReferences ?? []).map((owner) => owner.uid));
}

function* dependentsOf(uid: string, context: ControllerContext): Generator<[string, KubeObject]> {
  for (const storage of collectable(context)) {
    for (const dependent of byOwner(storage, context).get(uid).values()) yield [storage, dependent];
  }
}

function resourceOf(storage: string, context: ControllerContext): Resource | undefined {
  return context.catalog.byStorage(storage);
}

/** Whether an owner is still there: with that uid, in the object's namespace. */
function ownerState(
  owner: OwnerReference,
  object: KubeObject,
  context: ControllerContext,
): 'solid' | 'waiting' | 'gone' {
  const resource = context.catalog.byKind(owner.apiVersion, owner.kind);
  if (resource === undefined) return 'solid';
  const namespace = resource.namespaced ? object.metadata.namespace : undefined;
  const found = context.informers.get(resource.storage).get(namespace, owner.name);
  if (found?.metadata.uid !== owner.uid) return 'gone';
  const waits =
    found.metadata.deletionTimestamp !== undefined &&
    found.metadata.finalizers?.includes('foregroundDeletion');
  return waits ? 'waiting' : 'solid';
}

/** Deletes an object none of whose owners is left. */
function* collect(object: KubeObject, storage: string, context: ControllerContext): Task<void> {
  const owners = object.metadata.ownerReferences ?? [];
  const resource = resourceOf(storage, context);
  if (owners.length === 0 || resource === undefined || object.metadata.deletionTimestamp) return;
  const states = owners.map((owner) => ownerState(owner, object, context));
  if (states.includes('solid')) {
    const left = owners.filter((_owner, i) => states[i] === 'solid');
    if (left.length < owners.length) yield* setOwners(object, resource, left, context);
    return;
  }
  const isWaited = states.includes('waiting');
  const hasDependents = !dependentsOf(object.metadata.uid, context).next().done;
  const propagationPolicy = isWaited && hasDependents ? 'Foreground' : 'Background';
  const of = ref<KubeObject>(resource.apiVersion, resource.resource);
  const preconditions = { uid: object.metadata.uid };
  yield* ignoring(
    ['NotFound', 'Conflict'],
    context.client.delete(of, object.metadata, { propagationPolicy, preconditions }),
  );
}

function* setOwners(
  object: KubeObject,
  resource: Resource,
  ownerReferences: readonly OwnerReference[],
  context: ControllerContext,
): Task<void> {
  const of = ref<KubeObject>(resource.apiVersion, resource.resource);
  const body = {
    metadata: {
      uid: object.metadata.uid,
      ownerReferences: ownerReferences.length > 0 ? ownerReferences : null,
    },
  };
  const patch = { type: 'merge', body } as const;
  yield* ignoring(['NotFound', 'Conflict'], context.client.patch(of, object.metadata, patch));
}

function* orphanDependents(
  object: KubeObject,
  storage: string,
  context: ControllerContext,
): Task<void> {
  for (const [other, dependent] of [...dependentsOf(object.metadata.uid, context)]) {
    const resource = resourceOf(other, context);
    if (resource === undefined) continue;
    const owners = dependent.metadata.ownerReferences ?? [];
    const left = owners.filter((owner) => owner.uid !== object.metadata.uid);
    yield* setOwners(dependent, resource, left, context);
  }
  yield* removeFinalizer(object, storage, 'orphan', context);
}

function* deleteDependents(
  object: KubeObject,
  storage: string,
  context: ControllerContext,
): Task<void> {
  let blocking = 0;
  for (const [other, dependent] of [...dependentsOf(object.metadata.uid, context)]) {
    const owner = dependent.metadata.ownerReferences?.find(
      (one) => one.uid === object.metadata.uid,
    );
    if (owner?.blockOwnerDeletion) blocking++;
    if (dependent.metadata.deletionTimestamp === undefined) {
      yield* collect(dependent, other, context);
    }
  }
  if (blocking === 0) yield* removeFinalizer(object, storage, 'foregroundDeletion', context);
}

function* removeFinalizer(
  object: KubeObject,
  storage: string,
  name: string,
  context: ControllerContext,
): Task<void> {
  const resource = resourceOf(storage, context);
  if (resource === undefined) return;
  const of = ref<KubeObject>(resource.apiVersion, resource.resource);
  const left = (object.metadata.finalizers ?? []).filter((one) => one !== name);
  const body = {
    metadata: { uid: object.metadata.uid, finalizers: left.length > 0 ? left : null },
  };
  const patch = { type: 'merge', body } as const;
  yield* ignoring(['NotFound', 'Conflict'], context.client.patch(of, object.metadata, patch));
}
