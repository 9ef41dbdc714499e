// Pages of lists: limit and continue tokens.
import { decodeBase64, encodeBase64 } from '../../../base/base64';
import { goJson, isObject } from '../../../base/json';
import { parseGoJson } from '../../../base/json-parse';
import { forbidden } from '../../kinds/field-error';
import { type KubeObject, keyOf } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { badRequest, expired, invalidObject } from '../errors';
import type { ApiRequest } from '../request';
import type { ApiServer } from '../server';

interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** The page that limit and continue ask for. A selector hides how many remain. @throws ApiError */
export function pageOf(
  server: ApiServer,
  request: ApiRequest,
  _resource: Resource,
  all: readonly KubeObject[],
): Page {
  const limit = Number(request.query?.limit ?? 0);
  const token = request.query?.continue;
  let revision = server.store.revision;
  let rest = all;
  if (token) {
    const at = decodeToken(token);
    if (at.revision < server.store.compactedRevision) {
      throw expired(
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      );
    }
    revision = at.revision;
    rest = all.filter((item) => keyOf(item) > at.after);
  }
  if (!limit || rest.length <= limit) {
    return { items: rest, metadata: { resourceVersion: String(revision) } };
  }
  const items = rest.slice(0, limit);
  const last = items[items.length - 1];
  const hasSelector = Boolean(request.query?.labelSelector || request.query?.fieldSelector);
  return {
    items,
    metadata: {
      resourceVersion: String(revision),
      continue: encodeToken(revision, last ? keyOf(last) : ''),
      ...(hasSelector ? {} : { remainingItemCount: rest.length - limit }),
    },
  };
}

function encodeToken(revision: number, after: string): string {
  const token = encodeBase64(
    goJson({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` }),
  );
  return token.replace(/=+$/, '');
}

function decodeToken(token: string): { revision: number; after: string } {
  const text = decodeBase64(token.padEnd(Math.ceil(token.length / 4) * 4, '='));
  const parsed = text === null ? undefined : parseGoJson(text);
  if (parsed?.ok && isObject(parsed.value)) {
    const { rv, start } = parsed.value;
    return { revision: Number(rv), after: String(start).replace('\u0000', '') };
  }
  const why = parsed?.ok === false ? parsed.error : 'illegal base64 data at input byte 0';
  throw badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

/** Refuses versions that a list can't be answered at. @throws ApiError 400, 410, 422 */
export function checkVersion(server: ApiServer, request: ApiRequest): void {
  const {
    resourceVersion: wanted = '',
    resourceVersionMatch: match,
    continue: token,
  } = request.query ?? {};
  if (match && !wanted) {
    const why = 'resourceVersionMatch is forbidden unless resourceVersion is provided';
    const error = forbidden('resourceVersionMatch', why);
    throw invalidObject({ group: '', kind: 'ListOptions' }, '', [error]);
  }
  if (token && wanted && wanted !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  if (wanted && !/^\d+$/.test(wanted)) {
    const shown = JSON.stringify(wanted);
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`,
    );
  }
  const isOld = wanted !== '' && Number(wanted) < server.store.revision;
  if (match === 'Exact' && isOld) {
    throw expired('The resourceVersion for the provided list is too old.');
  }
}
