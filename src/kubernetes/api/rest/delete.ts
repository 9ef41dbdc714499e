// DELETE: grace, finalizers, propagation.
import { isObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { type KubeObject, keyOf } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { type AdmissionRequest, validateAdmission } from '../admission/admission';
import { ApiError, conflict, type Status } from '../errors';
import type { ApiRequest, ApiResponse, User } from '../request';
import type { ApiServer } from '../server';
import { present } from './decode';
import { isDryRun } from './options';
import { selected } from './selection';

interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

/** Deletes an object, or begins to. @throws ApiError */
export function* deleteObject(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const warnings: string[] = [];
  const object = server.find(resource, request.namespace, request.name ?? '');
  const options = optionsOf(request);
  checkPreconditions(object, options, resource);
  const dryRun = isDryRun(request) || (options.dryRun?.includes('All') ?? false);
  const context = server.context(resource, user, warnings, dryRun);
  const admission: AdmissionRequest = {
    operation: 'DELETE',
    resource,
    subresource: '',
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    object: undefined,
    old: object,
    user,
    request,
    context,
    server,
  };
  yield* validateAdmission(server.pluginsFor(resource.storage), admission);
  const left = dryRun ? undefined : deleteNow(server, resource, object, options);
  if (left !== undefined) {
    return { code: 200, object: present(server, left, request, resource), warnings };
  }
  return { code: 200, object: success(object, resource) as unknown as KubeObject, warnings };
}

/** Deletes all that the selectors choose. */
export function* deleteCollection(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const items = selected(server, request, resource);
  for (const item of items) {
    const { name, namespace } = item.metadata;
    yield* deleteObject(server, { ...request, verb: 'delete', name, namespace }, resource, user);
  }
  const list = {
    kind: `${resource.kind}List`,
    apiVersion: resource.apiVersion,
    metadata: { name: '', uid: '', resourceVersion: String(server.store.revision) },
    items,
  };
  return { code: 200, object: list, warnings: [] };
}

function optionsOf(request: ApiRequest): DeleteOptions {
  const body = isObject(request.body) ? (request.body as DeleteOptions) : {};
  const grace = request.query?.gracePeriodSeconds;
  const propagation = request.query?.propagationPolicy;
  return {
    ...body,
    ...(grace !== undefined ? { gracePeriodSeconds: Number(grace) } : {}),
    ...(propagation !== undefined ? { propagationPolicy: propagation } : {}),
  };
}

function checkPreconditions(object: KubeObject, options: DeleteOptions, resource: Resource): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = object;
  const refuse = (what: string, wanted: string, found: string | undefined) => {
    const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been deleted and then recreated`;
    const about = `${resource.kind} ${JSON.stringify(metadata.name)}`;
    const error = conflict(resource, metadata.name, '');
    const message = `Operation cannot be fulfilled on ${about}: ${why}`;
    return new ApiError(409, 'Conflict', message, error.details);
  };
  if (uid && uid !== metadata.uid) throw refuse('UID', uid, metadata.uid);
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw refuse('ResourceVersion', resourceVersion, metadata.resourceVersion);
  }
}

function propagation(options: DeleteOptions, resource: Resource): string {
  if (options.propagationPolicy) return options.propagationPolicy;
  if (options.orphanDependents === true) return 'Orphan';
  return resource.definition?.orphansByDefault ? 'Orphan' : 'Background';
}

/** Returns what is left (terminating), or undefined when it has gone. */
function deleteNow(
  server: ApiServer,
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions,
): KubeObject | undefined {
  const policy = propagation(options, resource);
  const finalizers = withPropagation(object.metadata.finalizers ?? [], policy);
  const grace = resource.definition?.gracePeriodSeconds?.(object, options.gracePeriodSeconds) ?? 0;
  const isHeld = resource.definition?.holdsDeletion?.(object) ?? false;
  if (finalizers.length === 0 && grace === 0 && !isHeld) {
    removeNow(server, resource, object);
    return undefined;
  }
  return beginDelete(server, resource, object, finalizers, grace);
}

function withPropagation(finalizers: readonly string[], policy: string): readonly string[] {
  const others = finalizers.filter((one) => one !== 'orphan' && one !== 'foregroundDeletion');
  if (policy === 'Orphan') return [...others, 'orphan'];
  if (policy === 'Foreground') return [...others, 'foregroundDeletion'];
  return others;
}

function beginDelete(
  server: ApiServer,
  resource: Resource,
  object: KubeObject,
  finalizers: readonly string[],
  grace: number,
): KubeObject {
  const { metadata } = object;
  const isFirst = metadata.deletionTimestamp === undefined;
  const shorter = grace < (metadata.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY);
  if (!isFirst && !shorter && sameList(finalizers, metadata.finalizers ?? [])) return object;
  const generation = isFirst ? (metadata.generation ?? 0) + 1 : metadata.generation;
  const shown = isFirst ? (resource.definition?.whileDeleting?.(object) ?? object) : object;
  const next: KubeObject = {
    ...shown,
    metadata: {
      ...metadata,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      ...(isFirst || shorter
        ? {
            deletionTimestamp: formatRfc3339(server.sim.now + grace * 1000),
            deletionGracePeriodSeconds: grace,
          }
        : {}),
      ...(resource.definition?.hasGeneration ? { generation } : {}),
      resourceVersion: String(server.store.nextRevision),
    },
  };
  server.store.put(resource.storage, next);
  return next;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

/** Takes an object out of the store. */
export function removeNow(server: ApiServer, resource: Resource, object: KubeObject): void {
  const current = server.store.get(resource.storage, keyOf(object));
  if (current === undefined) return;
  const revision = String(server.store.nextRevision);
  const last = { ...object, metadata: { ...object.metadata, resourceVersion: revision } };
  server.store.delete(resource.storage, last);
  server.ownership?.forget(object.metadata.uid);
  if (resource.definition?.afterDelete) {
    const system = { name: 'system:apiserver', groups: [] };
    resource.definition.afterDelete(last, server.context(resource, system, [], false));
  }
}

function success(object: KubeObject, resource: Resource): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(resource.group ? { group: resource.group } : {}),
      kind: resource.resource,
      uid: object.metadata.uid,
    },
  };
}
