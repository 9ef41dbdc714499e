// Pages of lists: limit and continue tokens.
import type { KubeObject } from '../../kinds/object';
import { keyOf } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { badRequest, expired } from '../errors';
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
  return `${revision.toString(36)}.${encodeURIComponent(after)}`;
}

function decodeToken(token: string): { revision: number; after: string } {
  const match = /^([0-9a-z]+)\.(.*)$/.exec(token);
  if (!match) throw badRequest(`continue key is not valid: ${token}`);
  return {
    revision: Number.parseInt(match[1] ?? '0', 36),
    after: decodeURIComponent(match[2] ?? ''),
  };
}
