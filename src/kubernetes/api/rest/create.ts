// POST: from a body to a new object.

import { dns1123SubdomainErrors } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import type { StrategyContext } from '../../kinds/define-kind';
import { type FieldError, invalid, required } from '../../kinds/field-error';
import type { ObjectMeta } from '../../kinds/generated/types';
import { type KubeObject, keyOf, objectKey } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { type AdmissionRequest, admit, validateAdmission } from '../admission/admission';
import {
  ApiError,
  alreadyExists,
  badRequest,
  forbiddenError,
  invalidObject,
  notFound,
} from '../errors';
import type { ApiRequest, ApiResponse, User } from '../request';
import type { ApiServer } from '../server';
import { decodeBody, present } from './decode';
import { validateMetadata } from './metadata';
import { fieldManager, isDryRun } from './options';

/** Creates an object. @throws ApiError */
export function* createObject(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  user: User,
): Task<ApiResponse> {
  const warnings: string[] = [];
  const dryRun = isDryRun(request);
  const body = decodeBody(server, request, resource, warnings);
  const context = server.context(resource, user, warnings, dryRun);
  const object = yield* storeNew(server, { request, resource, user, context, body, dryRun });
  return { code: 201, object: present(server, object, request, resource), warnings };
}

/**
 * Stores an event that a component's recorder made: complete, so that nothing is left to default,
 * admit or validate. Half of all writes are such. @throws ApiError
 */
export function storeEvent(server: ApiServer, body: KubeObject): void {
  const { name, namespace = '' } = body.metadata;
  const resource = server.catalog.find('v1', 'events');
  if (resource === undefined) return;
  checkNamespace(server, resource, body.metadata);
  if (server.store.get(resource.storage, `${namespace}/${name}`) !== undefined) {
    throw alreadyExists(resource, name);
  }
  const revision = server.store.nextRevision;
  server.store.put(resource.storage, {
    ...body,
    metadata: {
      name,
      namespace,
      uid: server.random.uuid(`uid/event/${revision}`),
      creationTimestamp: formatRfc3339(server.sim.now),
      resourceVersion: String(revision),
    },
  });
}

export interface NewObject {
  readonly request: ApiRequest;
  readonly resource: Resource;
  readonly user: User;
  readonly context: StrategyContext;
  readonly body: KubeObject;
  readonly dryRun: boolean;
}

/** Takes a decoded body through defaults, admission and validation into the store. */
export function* storeNew(server: ApiServer, input: NewObject): Task<KubeObject> {
  const { request, resource, user, context, body, dryRun } = input;
  const { definition } = resource;
  const metadata = newMetadata(server, request, resource, body);
  checkNamespace(server, resource, metadata);
  let object: KubeObject = { ...body, metadata };
  if (definition?.applyDefaults) object = definition.applyDefaults(object, context);
  const admission: AdmissionRequest = {
    operation: 'CREATE',
    resource,
    subresource: '',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    object,
    old: undefined,
    user,
    request,
    context,
    server,
  };
  const plugins = server.pluginsFor(resource.storage);
  object = (yield* admit(plugins, admission)) ?? object;
  if (definition?.prepareForCreate) object = definition.prepareForCreate(object, context);
  const errors = [
    ...metadataErrors(object, resource),
    ...(definition?.validate?.(object, context) ?? []),
  ];
  if (errors.length > 0) throw invalidObject(resource, nameForErrors(object), errors);
  yield* validateAdmission(plugins, { ...admission, object });
  for (const text of definition?.warnings?.(object, undefined, context) ?? []) context.warn(text);
  if (server.store.get(resource.storage, keyOf(object)) !== undefined) {
    throw alreadyExists(resource, object.metadata.name);
  }
  definition?.afterCreate?.(object, context);
  if (dryRun) return object;
  const revision = String(server.store.nextRevision);
  object = { ...object, metadata: { ...object.metadata, resourceVersion: revision } };
  server.store.put(resource.storage, object);
  server.ownership?.record({
    resource,
    before: undefined,
    after: object,
    manager: fieldManager(request),
    operation: request.patchType === 'apply' ? 'Apply' : 'Update',
    subresource: '',
    atMs: server.sim.now,
  });
  return object;
}

function nameForErrors(object: KubeObject): string {
  return object.metadata.name || (object.metadata.generateName ?? '');
}

function newMetadata(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  body: KubeObject,
): ObjectMeta {
  const given = body.metadata;
  if (given.resourceVersion) {
    throw badRequest('resourceVersion should not be set on objects to be created');
  }
  const namespace = resource.namespaced ? (request.namespace ?? given.namespace) : undefined;
  if (given.namespace && given.namespace !== (namespace ?? '')) {
    throw badRequest(
      resource.namespaced
        ? 'the namespace of the provided object does not match the namespace sent on the request'
        : 'namespace may not be set on cluster-scoped objects',
    );
  }
  const stream = `${resource.storage}/${namespace ?? ''}/${server.store.nextRevision}`;
  let name = given.name ?? '';
  if (name === '' && given.generateName) {
    name = freeName(server, resource, { prefix: given.generateName, namespace, stream });
  }
  const {
    deletionTimestamp: _1,
    deletionGracePeriodSeconds: _2,
    selfLink: _3,
    managedFields: _4,
    generation: _5,
    ...rest
  } = given;
  return {
    ...rest,
    name,
    ...(namespace ? { namespace } : {}),
    uid: server.random.uuid(`uid/${stream}`),
    creationTimestamp: formatRfc3339(server.sim.now),
    ...(resource.definition?.hasGeneration ? { generation: 1 } : {}),
  };
}

/** How often another ending is tried when a generated name is taken. */
const nameAttempts = 8;

function freeName(
  server: ApiServer,
  resource: Resource,
  wanted: {
    readonly prefix: string;
    readonly namespace: string | undefined;
    readonly stream: string;
  },
): string {
  const { prefix, namespace, stream } = wanted;
  let name = '';
  for (let i = 0; i < nameAttempts; i++) {
    const attempt = i === 0 ? `name/${stream}` : `name/${stream}/${i}`;
    name = prefix.slice(0, 58) + server.random.suffix(attempt);
    if (server.store.get(resource.storage, objectKey(namespace, name)) === undefined) break;
  }
  return name;
}

function checkNamespace(server: ApiServer, resource: Resource, metadata: ObjectMeta): void {
  if (!resource.namespaced) return;
  const name = metadata.namespace ?? '';
  const namespace = server.store.get('namespaces', name);
  if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
  if (namespace.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const error = forbiddenError(resource, metadata.name, why);
  throw new ApiError(403, 'Forbidden', error.message, {
    ...error.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${name} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}

function metadataErrors(object: KubeObject, resource: Resource): FieldError[] {
  const { name } = object.metadata;
  if (name === '') {
    return [required('metadata.name', 'name or generateName is required')];
  }
  const check = resource.definition?.validateName ?? dns1123SubdomainErrors;
  const named = check(name).map((why) => invalid('metadata.name', name, why));
  return [...named, ...validateMetadata(object.metadata)];
}
