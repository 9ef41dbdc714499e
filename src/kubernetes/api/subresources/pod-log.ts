// pods/log: the log of a container, from its node.
import type { Task } from '../../../base/sim';
import { parseRfc3339 } from '../../../base/time';
import type { Pod } from '../../kinds/generated/types';
import type { Resource } from '../../kinds/resource';
import { ApiError, badRequest } from '../errors';
import type { ApiRequest, ApiResponse, TextStream } from '../request';
import type { ApiServer } from '../server';

/** Opens a container's log. @throws ApiError */
export function* podLog(
  server: ApiServer,
  request: ApiRequest,
  resource: Resource,
): Task<ApiResponse> {
  const pod = server.find(resource, request.namespace, request.name ?? '') as Pod;
  const query = request.query ?? {};
  const container = chooseContainer(pod, query.container);
  checkCounts(pod, query);
  const node = server.nodes.get(pod.spec.nodeName ?? '');
  const stream =
    node === undefined
      ? nothing
      : yield* node.logs(pod, {
          container,
          follow: query.follow === 'true',
          previous: query.previous === 'true',
          timestamps: query.timestamps === 'true',
          sinceMs: since(query, server.sim.now),
          tailLines: query.tailLines === undefined ? undefined : Number(query.tailLines),
          limitBytes: query.limitBytes === undefined ? undefined : Number(query.limitBytes),
        });
  return { code: 200, object: pod, warnings: [], stream };
}

/** @throws ApiError 422 */
function checkCounts(pod: Pod, query: NonNullable<ApiRequest['query']>): void {
  const least = { tailLines: 0, limitBytes: 1, sinceSeconds: 1 } as const;
  for (const [name, from] of Object.entries(least)) {
    const text = query[name];
    if (text === undefined || !(Number(text) < from)) continue;
    const why = from === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
    const cause = `Invalid value: ${Number(text)}: ${why}`;
    const field = `${name}: ${cause}`;
    const message = `PodLogOptions ${JSON.stringify(pod.metadata.name)} is invalid: ${field}`;
    throw new ApiError(422, 'Invalid', message, {
      kind: 'PodLogOptions',
      name: pod.metadata.name,
      causes: [{ reason: 'FieldValueInvalid', message: cause, field: name }],
    });
  }
}

const nothing: TextStream = {
  *next() {
    return undefined;
  },
  close() {},
};

function since(query: NonNullable<ApiRequest['query']>, nowMs: number): number | undefined {
  if (query.sinceSeconds !== undefined) return nowMs - Number(query.sinceSeconds) * 1000;
  if (query.sinceTime !== undefined) return parseRfc3339(query.sinceTime) ?? undefined;
  return undefined;
}

/** The container asked for, or the only one. @throws ApiError 400 */
export function chooseContainer(pod: Pod, asked: string | undefined): string {
  const { name } = pod.metadata;
  const containers = pod.spec.containers.map((one) => one.name);
  const init = (pod.spec.initContainers ?? []).map((one) => one.name);
  const ephemeral = (pod.spec.ephemeralContainers ?? []).map((one) => one.name);
  if (asked) {
    if ([...containers, ...init, ...ephemeral].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (containers.length === 1 && only !== undefined) return only;
  const choice = [...init, ...containers, ...ephemeral].join(' ');
  throw badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${choice}]`,
  );
}
