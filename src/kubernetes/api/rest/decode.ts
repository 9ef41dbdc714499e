// From a request's body to an object of the resource, in the stored version.
import { isObject } from '../../../base/json';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { badRequest } from '../errors';
import type { ApiRequest } from '../request';
import type { ApiServer } from '../server';

/** The body as an object of the resource. @throws ApiError 400 */
export function decodeBody(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
  warnings: string[],
): KubeObject {
  const { body } = request;
  if (!isObject(body)) throw badRequest('the object provided is not an object');
  let object = body as unknown as KubeObject;
  const expected = expectedKind(request, resource);
  checkKind(object, expected, resource);
  if (request.isUntrusted && server.decoder && expected.kind === resource.kind) {
    const validation = request.query?.fieldValidation ?? 'Warn';
    object = server.decoder(object, resource, validation, (text) => warnings.push(text));
  }
  if (!isObject(object.metadata)) object = { ...object, metadata: { name: '', uid: '' } };
  if (object.kind === undefined || object.apiVersion === undefined) {
    object = { ...object, kind: expected.kind, apiVersion: expected.apiVersion };
  }
  return resource.conversion && expected.kind === resource.kind
    ? resource.conversion.toStorage(object)
    : object;
}

interface ExpectedKind {
  readonly kind: string;
  readonly apiVersion: string;
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** A body may leave out what it is, but not be something else. @throws ApiError 400 */
function checkKind(object: KubeObject, expected: ExpectedKind, resource: Resource): void {
  const kind = object.kind || expected.kind;
  const apiVersion = object.apiVersion || expected.apiVersion;
  if (kind === expected.kind && apiVersion === expected.apiVersion) return;
  const about = `${kind} in version ${JSON.stringify(lastPart(apiVersion))} cannot be handled as a ${expected.kind}`;
  if (kind === expected.kind) {
    const version = JSON.stringify(apiVersion);
    throw badRequest(
      `${about}: no kind ${JSON.stringify(kind)} is registered for version ${version} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  const group = resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '');
  const pair = `(${lastPart(apiVersion)}.${kind}) to (${group}.${expected.kind})`;
  throw badRequest(`${about}: converting ${pair}: unknown conversion`);
}

function expectedKind(request: ApiRequest, resource: Resource) {
  const sub = request.subresource
    ? resource.subresources.find((one) => one.name === request.subresource)
    : undefined;
  if (sub === undefined || sub.kind === resource.kind) {
    return { kind: resource.kind, apiVersion: resource.apiVersion };
  }
  return { kind: sub.kind, apiVersion: sub.group ? `${sub.group}/${sub.version}` : sub.version };
}

/** How an answer shows an object: in the asked version, with managed fields when wanted. */
export function present(
  server: ApiServer,
  object: KubeObject,
  request: ApiRequest,
  resource: Resource,
): KubeObject {
  const converted =
    resource.conversion && object.kind === resource.kind
      ? resource.conversion.fromStorage(object)
      : object;
  if (request.withManagedFields && server.ownership)
    return server.ownership.show(converted, resource);
  return converted;
}
