// What answers of virtual resources have in common.
import { isObject } from '../../../base/json';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import type { ApiResponse } from '../request';

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The answer to a review: the body's metadata with spec and status. */
export function answerOf(resource: Resource, body: Fields, parts: Fields): ApiResponse {
  const metadata = fieldsOf(body.metadata) as unknown as KubeObject['metadata'];
  const { kind, apiVersion } = resource;
  return { code: 201, object: { kind, apiVersion, metadata, ...parts }, warnings: [] };
}
