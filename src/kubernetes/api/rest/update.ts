// PUT and PATCH, of objects and of their subresources.
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { StrategyContext } from '../../kinds/define-kind';
import { type KubeObject, keyOf, objectKey } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { type AdmissionRequest, admit, validateAdmission } from '../admission/admission';
import {
  badRequest,
  conflict,
  forbiddenError,
  invalidObject,
  notFound,
  staleObject,
} from '../errors';
import type { ApiRequest, ApiResponse, User } from '../request';
import type { ApiServer } from '../server';
import { storeNew } from './create';
import { decodeBody, present } from './decode';
import { removeNow } from './delete';
import { validateMetadata } from './metadata';
import { fieldManager, isDryRun } from './options';
import { patched } from './patch';

/** Updates, patches or applies. @throws ApiError */
export function* updateObject(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const warnings: string[] = [];
  const dryRun = isDryRun(request);
  const context = server.context(resource, user, warnings, dryRun);
  const name = request.name ?? '';
  const key = objectKey(resource.namespaced ? request.namespace : undefined, name);
  const old = server.store.get(resource.storage, key);
  if (old === undefined) {
    if (request.patchType !== 'apply' || request.subresource) throw notFound(resource, name);
    const body = patched(server, { request, resource, old, warnings });
    const created = yield* storeNew(server, { request, resource, user, context, body, dryRun });
    return { code: 201, object: present(server, created, request, resource), warnings };
  }
  const shown = shownObject(old, request, resource, context);
  const body =
    request.verb === 'patch'
      ? patched(server, { request, resource, old: shown, warnings })
      : decodeBody(server, request, resource, warnings);
  checkIdentity(body, old, request, resource);
  const owners = body.metadata.managedFields;
  if (owners !== undefined && !dryRun) server.ownership?.takeOver?.(old.metadata.uid, owners);
  const changesOwners = owners !== undefined;
  const write = { server, request, resource, user, context, dryRun, changesOwners };
  const object = yield* writeObject(write, old, body);
  const answer = shownObject(object, request, resource, context);
  return { code: 200, object: present(server, answer, request, resource), warnings };
}

interface Write {
  readonly server: ApiServer;
  readonly request: ApiRequest;
  readonly resource: Resource;
  readonly user: User;
  readonly context: StrategyContext;
  readonly dryRun: boolean;
  /** metadata.managedFields was written: a new version, even if nothing else changed. */
  readonly changesOwners: boolean;
}

/** What a GET of the (sub)resource shows. */
export function shownObject(
  object: KubeObject,
  request: ApiRequest,
  resource: Resource,
  context: StrategyContext,
): KubeObject {
  const subresources = resource.definition?.subresources;
  const sub = request.subresource ? subresources?.[request.subresource] : undefined;
  return sub?.get?.(object, context) ?? object;
}

function checkIdentity(
  body: KubeObject,
  old: KubeObject,
  request: ApiRequest,
  resource: Resource,
): void {
  const { name, namespace, uid, resourceVersion } = body.metadata;
  if (name && name !== request.name) {
    throw badRequest(
      `the name of the object (${name}) does not match the name on the URL (${request.name})`,
    );
  }
  if (namespace && resource.namespaced && namespace !== request.namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (uid && uid !== old.metadata.uid) {
    const key = `/registry/${resource.resource}/${keyOf(old)}`;
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
    throw conflict(resource, old.metadata.name, why);
  }
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
    throw conflict(resource, old.metadata.name, staleObject);
  }
}

/** Takes a new version of an object through its rules into the store; an unchanged one stays. */
function* writeObject(write: Write, old: KubeObject, body: KubeObject): Task<KubeObject> {
  const { server, request, resource, context } = write;
  const { definition } = resource;
  const sub = request.subresource;
  let object = sub ? afterSubresource(write, old, body) : { ...body, metadata: merged(old, body) };
  if (!sub && definition?.applyDefaults) object = definition.applyDefaults(object, context);
  if (!sub) object = keepStatus(object, old, resource);
  const admission: AdmissionRequest = {
    operation: 'UPDATE',
    resource,
    subresource: sub ?? '',
    namespace: old.metadata.namespace ?? '',
    name: old.metadata.name,
    object,
    old,
    user: write.user,
    request,
    context,
    server,
  };
  const plugins = server.pluginsFor(resource.storage);
  object = (yield* admit(plugins, admission)) ?? object;
  if (!sub && definition?.prepareForUpdate) {
    object = definition.prepareForUpdate(object, old, context);
  }
  object = withGeneration(object, old, resource);
  validateUpdate(write, object, old);
  yield* validateAdmission(plugins, { ...admission, object });
  if (!sub) {
    for (const text of definition?.warnings?.(object, old, context) ?? []) context.warn(text);
  }
  return commit(write, old, object);
}

function commit(write: Write, old: KubeObject, object: KubeObject): KubeObject {
  const { server, request, resource, dryRun } = write;
  if (!write.changesOwners && isSame(object, old)) return old;
  if (dryRun) return object;
  const revision = String(server.store.nextRevision);
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: revision } };
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = stored.metadata;
  const isHeld = resource.definition?.holdsDeletion?.(stored) ?? false;
  if (deletionTimestamp && !finalizers?.length && !deletionGracePeriodSeconds && !isHeld) {
    removeNow(server, resource, stored);
    return stored;
  }
  server.store.put(resource.storage, stored);
  server.ownership?.record({
    resource,
    before: old,
    after: stored,
    manager: fieldManager(request),
    operation: request.patchType === 'apply' ? 'Apply' : 'Update',
    subresource: request.subresource ?? '',
    atMs: server.sim.now,
  });
  return stored;
}

function isSame(a: KubeObject, b: KubeObject): boolean {
  if (a === b) return true;
  for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (field !== 'metadata' && !deepEqual(a[field], b[field])) return false;
  }
  const { resourceVersion: _1, ...mine } = a.metadata;
  const { resourceVersion: _2, ...theirs } = b.metadata;
  return deepEqual(mine, theirs);
}

/** Metadata of an update: identity is the old one's, labels and the like the new one's. */
function merged(old: KubeObject, body: KubeObject): KubeObject['metadata'] {
  const { managedFields: _1, selfLink: _2, ...given } = body.metadata;
  const kept = old.metadata;
  const { deletionTimestamp: _3, deletionGracePeriodSeconds: _4, generation: _5, ...rest } = given;
  return {
    ...rest,
    name: kept.name,
    ...(kept.namespace ? { namespace: kept.namespace } : {}),
    ...(kept.generateName ? { generateName: kept.generateName } : {}),
    uid: kept.uid,
    creationTimestamp: kept.creationTimestamp,
    resourceVersion: kept.resourceVersion,
    ...(kept.generation !== undefined ? { generation: kept.generation } : {}),
    ...(kept.deletionTimestamp ? { deletionTimestamp: kept.deletionTimestamp } : {}),
    ...(kept.deletionGracePeriodSeconds !== undefined
      ? { deletionGracePeriodSeconds: kept.deletionGracePeriodSeconds }
      : {}),
  };
}

function hasStatusSubresource(resource: Resource): boolean {
  return resource.subresources.some((one) => one.name === 'status');
}

/** A plain write leaves the status as it was, where status has a subresource of its own. */
function keepStatus(object: KubeObject, old: KubeObject, resource: Resource): KubeObject {
  if (!hasStatusSubresource(resource) || object.status === old.status) return object;
  if (old.status !== undefined) return { ...object, status: old.status };
  const { status: _1, ...rest } = object;
  return rest as KubeObject;
}

/** Through status only the status changes (and the metadata that may be written with it). */
function afterSubresource(write: Write, old: KubeObject, body: KubeObject): KubeObject {
  const { resource, request, context } = write;
  const strategy = resource.definition?.subresources?.[request.subresource ?? ''];
  if (strategy?.update) return strategy.update(old, body, context);
  if (request.subresource !== 'status') {
    throw badRequest(`${resource.resource}/${request.subresource} can't be written`);
  }
  if (body.metadata === old.metadata) return { ...old, status: body.status };
  const given = merged(old, body);
  // Owners and the end of an object are not for a status write to change.
  return {
    ...old,
    metadata: { ...given, ownerReferences: old.metadata.ownerReferences },
    status: body.status,
  };
}

function withGeneration(object: KubeObject, old: KubeObject, resource: Resource): KubeObject {
  if (!resource.definition?.hasGeneration) return object;
  for (const field of Object.keys({ ...object, ...old })) {
    if (field === 'metadata' || field === 'status' || object[field] === old[field]) continue;
    if (deepEqual(object[field], old[field])) continue;
    const generation = (old.metadata.generation ?? 0) + 1;
    return { ...object, metadata: { ...object.metadata, generation } };
  }
  return object;
}

function validateUpdate(write: Write, object: KubeObject, old: KubeObject): void {
  const { resource, request, context } = write;
  const { definition } = resource;
  const added = object.metadata.finalizers?.filter(
    (one) => !old.metadata.finalizers?.includes(one),
  );
  if (old.metadata.deletionTimestamp && added?.length) {
    const list = added.map((one) => JSON.stringify(one)).join(', ');
    const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
    throw forbiddenError(resource, object.metadata.name, `metadata.finalizers: Forbidden: ${why}`);
  }
  const errors = [...validateMetadata(object.metadata)];
  if (request.subresource) {
    const strategy = definition?.subresources?.[request.subresource];
    errors.push(...(strategy?.validate?.(object, old, context) ?? []));
  } else {
    errors.push(...(definition?.validate?.(object, context) ?? []));
    errors.push(...(definition?.validateUpdate?.(object, old, context) ?? []));
  }
  if (errors.length > 0) throw invalidObject(resource, object.metadata.name, errors);
}
