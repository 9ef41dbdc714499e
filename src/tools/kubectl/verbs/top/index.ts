// top: what nodes and pods use, from the metrics API.
import type { JsonObject } from '../../../../base/json';
import {
  addQuantity,
  asNumber,
  milliValue,
  parseQuantity,
  type Quantity,
  value,
  zeroQuantity,
} from '../../../../base/quantity';
import type { Task } from '../../../../base/sim';
import { printTable } from '../../../../base/table';
import { ApiError, isReason } from '../../../../kubernetes/api/errors';
import { itemsOf } from '../../builder/builder';
import { completePods, completeResources } from '../../complete-arguments';
import { list, part, text } from '../../describe/page';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';

interface Usage {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

const metrics = { apiVersion: 'metrics.k8s.io/v1beta1' } as const;

const node = defineVerb({
  name: 'node',
  complete: (request) => completeResources({ ...request, args: ['nodes', ...request.args] }),
  run: topNodes,
});

const pod = defineVerb({ name: 'pod', complete: completePods, run: topPods });

export default defineVerb({ name: 'top', subcommands: { node, pod } });

function usageOf(of: JsonObject): Usage {
  const read = (name: string) => parseQuantity(text(part(of, 'usage'), name)) ?? zeroQuantity;
  return { cpu: read('cpu'), memory: read('memory') };
}

function* metricsOf(
  ctx: Context,
  what: { readonly resource: string; readonly namespace?: string; readonly name?: string },
  query: Readonly<Record<string, string>>,
): Task<JsonObject[]> {
  const rest = yield* ctx.rest();
  yield* requireMetrics(ctx);
  if (what.name) {
    const answer = yield* rest.request({ verb: 'get', ...metrics, ...what });
    return [answer.object as unknown as JsonObject];
  }
  const answer = yield* rest.request({ verb: 'list', ...metrics, ...what, query });
  return list(answer.object as unknown as JsonObject, 'items');
}

function* requireMetrics(ctx: Context): Task<void> {
  const rest = yield* ctx.rest();
  const known = yield* rest.discovery();
  if (known.groupVersions.includes(metrics.apiVersion)) return;
  const fresh = yield* rest.freshDiscovery();
  if (!fresh.groupVersions.includes(metrics.apiVersion)) fail('Metrics API not available');
}

function* topNodes(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  const [name] = args;
  if (args.length > 1) throw ctx.usageError(`one node name or a selector`);
  const rest = yield* ctx.rest();
  const selector = flags.string('selector');
  if (selector !== '' && name !== undefined) {
    throw ctx.usageError('only one of NAME or --selector can be provided');
  }
  const query = selector ? { labelSelector: selector } : {};
  const resource = yield* rest.resourceFor('nodes');
  let nodes: JsonObject[];
  if (name !== undefined) {
    try {
      const answer = yield* rest.request({
        verb: 'get',
        apiVersion: 'v1',
        resource: 'nodes',
        name,
      });
      nodes = [answer.object as unknown as JsonObject];
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
      throw new ApiError(404, 'NotFound', `node ${JSON.stringify(name)} not found`);
    }
  } else {
    const answer = yield* rest.request({
      verb: 'list',
      apiVersion: 'v1',
      resource: 'nodes',
      query,
    });
    nodes = itemsOf(answer.object as unknown as JsonObject, resource).map((one) => one.object);
  }
  const found = yield* metricsOf(ctx, { resource: 'nodes', ...(name ? { name } : {}) }, query);
  if (found.length === 0) fail('metrics not available yet');
  const field = flags.bool('show-capacity') ? 'capacity' : 'allocatable';
  const rows = sorted(
    found.map((one) => ({ name: text(part(one, 'metadata'), 'name'), usage: usageOf(one) })),
    flags.string('sort-by'),
  ).map(({ name: own, usage }) => {
    const whole = part(
      part(
        nodes.find((one) => text(part(one, 'metadata'), 'name') === own),
        'status',
      ),
      field,
    );
    return [
      own,
      cpuText(usage),
      percent(usage.cpu, whole.cpu),
      memoryText(usage),
      percent(usage.memory, whole.memory),
      '',
    ];
  });
  const heads = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)', ''];
  yield* ctx.out(printTable(flags.bool('no-headers') ? rows : [heads, ...rows]));
  return 0;
}

function percent(used: Quantity, whole: unknown): string {
  const all = asNumber(parseQuantity(String(whole ?? '')) ?? zeroQuantity);
  return all === 0 ? '<unknown>' : `${Math.floor((asNumber(used) / all) * 100)}%`;
}

function cpuText(usage: Usage): string {
  return `${milliValue(usage.cpu)}m`;
}

function memoryText(usage: Usage): string {
  return `${Math.floor(value(usage.memory) / (1024 * 1024))}Mi`;
}

function sorted<
  T extends { readonly name: string; readonly usage: Usage; readonly namespace?: string },
>(items: T[], by: string): T[] {
  if (by !== '' && by !== 'cpu' && by !== 'memory') fail('--sort-by accepts only cpu or memory');
  return items.sort((a, b) => {
    if (by === 'cpu') return milliValue(b.usage.cpu) - milliValue(a.usage.cpu);
    if (by === 'memory') return value(b.usage.memory) - value(a.usage.memory);
    const [x, y] = [`${a.namespace ?? ''}/${a.name}`, `${b.namespace ?? ''}/${b.name}`];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

interface PodUsage {
  readonly name: string;
  readonly namespace: string;
  readonly usage: Usage;
  readonly containers: readonly JsonObject[];
}

function* topPods(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  const [name] = args;
  const isAll = flags.bool('all-namespaces');
  const namespace = isAll ? '' : ctx.namespace().name;
  const selector = flags.string('selector');
  const field = flags.string('field-selector');
  const query = {
    ...(selector ? { labelSelector: selector } : {}),
    ...(field ? { fieldSelector: field } : {}),
  };
  const at = { resource: 'pods', ...(namespace ? { namespace } : {}), ...(name ? { name } : {}) };
  const rest = yield* ctx.rest();
  if (name !== undefined) {
    yield* rest.request({ verb: 'get', apiVersion: 'v1', resource: 'pods', namespace, name });
  }
  const found = yield* metricsOf(ctx, at, query);
  if (found.length === 0) {
    const answer = yield* rest.request({
      verb: 'list',
      apiVersion: 'v1',
      resource: 'pods',
      ...(namespace ? { namespace } : {}),
      query,
    });
    if (list(answer.object as unknown as JsonObject, 'items').length > 0) {
      fail('metrics not available yet');
    }
    const where = namespace ? ` in ${namespace} namespace.` : '';
    yield* ctx.err(`No resources found${where}\n`);
    return 0;
  }
  const pods = sorted(found.map(podUsage), flags.string('sort-by'));
  yield* ctx.out(podTable(ctx, pods, isAll));
  return 0;
}

function podUsage(one: JsonObject): PodUsage {
  const containers = list(one, 'containers');
  const sum = containers
    .map(usageOf)
    .reduce(
      (a, b) => ({ cpu: addQuantity(a.cpu, b.cpu), memory: addQuantity(a.memory, b.memory) }),
      { cpu: zeroQuantity, memory: zeroQuantity },
    );
  const metadata = part(one, 'metadata');
  return {
    name: text(metadata, 'name'),
    namespace: text(metadata, 'namespace'),
    usage: sum,
    containers,
  };
}

function podTable(ctx: Context, pods: readonly PodUsage[], isAll: boolean): string {
  const { flags } = ctx;
  const byContainer = flags.bool('containers');
  const rows: string[][] = [];
  for (const one of pods) {
    const lead = isAll ? [one.namespace] : [];
    if (!byContainer) rows.push([...lead, one.name, cpuText(one.usage), memoryText(one.usage), '']);
    for (const container of byContainer ? one.containers : []) {
      const usage = usageOf(container);
      rows.push([
        ...lead,
        one.name,
        text(container, 'name'),
        cpuText(usage),
        memoryText(usage),
        '',
      ]);
    }
  }
  if (flags.bool('sum')) rows.push(...sumRows(pods, byContainer, isAll));
  const heads = [
    ...(isAll ? ['NAMESPACE'] : []),
    ...(byContainer ? ['POD', 'NAME'] : ['NAME']),
    'CPU(cores)',
    'MEMORY(bytes)',
    '',
  ];
  return printTable(flags.bool('no-headers') ? rows : [heads, ...rows]);
}

function sumRows(pods: readonly PodUsage[], byContainer: boolean, isAll: boolean): string[][] {
  const blanks = Array.from({ length: 1 + Number(byContainer) + Number(isAll) }, () => '');
  const cpu = pods.reduce((sum, one) => addQuantity(sum, one.usage.cpu), zeroQuantity);
  const memory = pods.reduce((sum, one) => addQuantity(sum, one.usage.memory), zeroQuantity);
  return [
    [...blanks, '________', '________', ''],
    [...blanks, cpuText({ cpu, memory }), memoryText({ cpu, memory }), ''],
  ];
}
