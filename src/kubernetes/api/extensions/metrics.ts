// metrics.k8s.io: what metrics-server tells of nodes and pods. It measures every 15 s; a pod that
// is younger than its first measurement has none.

import type { Task } from '../../../base/sim';
import { formatRfc3339, parseRfc3339 } from '../../../base/time';
import type { Node, Pod } from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { Resource, TableColumn } from '../../kinds/resource';
import { type ApiError, notFound } from '../errors';
import type { NodeUsage } from '../node-proxy';
import type { ApiRequest, ApiResponse } from '../request';
import { selection } from '../rest/selection';
import { asPartial, tableOf } from '../rest/table';
import type { ApiServer } from '../server';

export const metricsGroup = 'metrics.k8s.io';
/** Age of a container's first measurement. */
const firstMs = 15_000;

function column(name: string, format = ''): TableColumn {
  return { name, type: 'string', format, priority: 0 };
}

function resource(plural: string, kind: string, namespaced: boolean): Resource {
  return {
    group: metricsGroup,
    version: 'v1beta1',
    apiVersion: `${metricsGroup}/v1beta1`,
    resource: plural,
    singular: '',
    kind,
    namespaced,
    verbs: ['get', 'list'],
    shortNames: [],
    categories: [],
    subresources: [],
    storage: `${plural}.${metricsGroup}`,
    schemaName: undefined,
    columns: [column('Name', 'name'), column('cpu'), column('memory'), column('Window')],
    definition: {
      name: plural,
      group: metricsGroup,
      kind,
      cells(object) {
        const total = totalOf(object);
        return [object.metadata.name, total.cpu, total.memory, String(object.window ?? '')];
      },
      selectableFields: () => ({}),
    },
  };
}

/** nodes and pods of metrics.k8s.io. */
export const metricsResources: readonly Resource[] = [
  resource('nodes', 'NodeMetrics', false),
  resource('pods', 'PodMetrics', true),
];

interface Usage {
  readonly cpu: string;
  readonly memory: string;
}

function totalOf(object: KubeObject): Usage {
  const containers = object.containers as readonly { readonly usage: Usage }[] | undefined;
  if (containers === undefined) return object.usage as Usage;
  const sum = (pick: (usage: Usage) => number) =>
    containers.reduce((total, one) => total + pick(one.usage), 0);
  return {
    cpu: `${sum((usage) => Number.parseInt(usage.cpu, 10))}n`,
    memory: `${sum((usage) => Number.parseInt(usage.memory, 10))}Ki`,
  };
}

function usageTexts(used: { readonly cpuMillis: number; readonly memoryBytes: number }): Usage {
  return {
    cpu: `${Math.round(used.cpuMillis * 1_000_000)}n`,
    memory: `${Math.round(used.memoryBytes / 1024)}Ki`,
  };
}

/** get and list. @throws ApiError 404 */
export function* metricsHandler(
  server: ApiServer,
  request: ApiRequest,
  of: Resource,
): Task<ApiResponse> {
  const all = of.resource === 'nodes' ? nodeMetrics(server) : podMetrics(server, request);
  const choose = selection(request, of);
  const items = all.filter(
    (one) =>
      (choose?.(one) ?? true) && (request.name === undefined || one.metadata.name === request.name),
  );
  const [first] = items;
  if (request.name !== undefined && first === undefined) throw missing(request, of);
  const list: KubeObject = {
    kind: `${of.kind}List`,
    apiVersion: of.apiVersion,
    metadata: {} as KubeObject['metadata'],
    items,
  };
  const whole = request.name !== undefined && first ? first : list;
  const object =
    request.accept === 'table'
      ? tableOf(server, items, whole.metadata, of, request)
      : request.accept === 'partial'
        ? asPartial(items, whole)
        : whole;
  return { code: 200, object, warnings: [] };
}

function missing(request: ApiRequest, of: Resource): ApiError {
  const name = request.name ?? '';
  if (of.resource === 'nodes')
    return notFound({ group: metricsGroup, resource: 'nodemetrics' }, name);
  return notFound({ group: metricsGroup, resource: 'podmetrics' }, `${request.namespace}/${name}`);
}

function metadataOf(server: ApiServer, object: KubeObject) {
  const { name, namespace, labels } = object.metadata;
  return {
    name,
    ...(namespace ? { namespace } : {}),
    ...(labels ? { labels } : {}),
    creationTimestamp: formatRfc3339(server.sim.now),
  } as KubeObject['metadata'];
}

function isMeasured(since: string | undefined, server: ApiServer): boolean {
  const at = parseRfc3339(since ?? '');
  return at !== null && server.sim.now - at >= firstMs;
}

function nodeMetrics(server: ApiServer): readonly KubeObject[] {
  return (server.store.list('nodes') as Node[]).flatMap((node) => {
    const usage = server.nodes.get(node.metadata.name)?.usage();
    if (usage === undefined) return [];
    return [
      {
        kind: 'NodeMetrics',
        apiVersion: `${metricsGroup}/v1beta1`,
        metadata: metadataOf(server, node),
        timestamp: formatRfc3339(server.sim.now),
        window: '15s',
        usage: usageTexts(usage),
      },
    ];
  });
}

function podMetrics(server: ApiServer, request: ApiRequest): readonly KubeObject[] {
  const usages = new Map<string, NodeUsage>();
  for (const [name, node] of server.nodes) usages.set(name, node.usage());
  const prefix = request.namespace ? `${request.namespace}/` : '';
  return (server.store.list('pods', prefix) as Pod[]).flatMap((pod) => {
    const used = usages.get(pod.spec.nodeName ?? '')?.pods.get(pod.metadata.uid);
    if (used === undefined || !isMeasured(pod.status?.startTime, server)) return [];
    return [
      {
        kind: 'PodMetrics',
        apiVersion: `${metricsGroup}/v1beta1`,
        metadata: metadataOf(server, pod),
        timestamp: formatRfc3339(server.sim.now),
        window: '15s',
        containers: [...used].map(([name, one]) => ({ name, usage: usageTexts(one) })),
      },
    ];
  });
}
