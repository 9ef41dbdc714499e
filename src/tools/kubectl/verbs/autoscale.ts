// autoscale: a HorizontalPodAutoscaler for something that scales.
import type { JsonObject } from '../../../base/json';
import { canonicalQuantity, parseQuantity, quantityError } from '../../../base/quantity';
import type { Task } from '../../../base/sim';
import { findObjects, onlyInfos } from '../builder/builder';
import type { Info } from '../builder/info';
import { completeResources } from '../complete-arguments';
import type { Context } from '../framework/context';
import { readDryRun, writeQuery } from '../framework/dry-run';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter, withLastApplied } from '../printers/result';

export default defineVerb({ name: 'autoscale', run: runAutoscale, complete: completeResources });

function* runAutoscale(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const [max, min] = [flags.int('max'), flags.int('min')];
  if (max < 1) {
    fail(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  }
  if (max < min) {
    fail(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  }
  const metrics = readMetrics(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  const found = yield* findObjects(ctx, { args: ctx.args, useFiles: true, latest: true });
  for (const info of onlyInfos(found)) {
    if (!info.resource.subresources.includes('scale')) {
      const { kind, group } = info.resource;
      fail(`cannot autoscale a ${group ? `${kind}.${group}` : kind}`);
    }
    const object = autoscaler(ctx, info, metrics);
    const body = flags.bool('save-config') ? withLastApplied(object) : object;
    if (dryRun === 'client') {
      yield* printer.printGenerated(body, 'autoscaled');
      continue;
    }
    const rest = yield* ctx.rest();
    const answer = yield* rest.request({
      verb: 'create',
      apiVersion: 'autoscaling/v2',
      resource: 'horizontalpodautoscalers',
      namespace: info.namespace,
      query: writeQuery(ctx, dryRun),
      body,
    });
    yield* printer.print(answer.object as unknown as JsonObject, 'autoscaled');
  }
  return 0;
}

function autoscaler(ctx: Context, info: Info, metrics: readonly JsonObject[]): JsonObject {
  const { flags } = ctx;
  const min = flags.int('min');
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: {
      name: flags.string('name') || info.name,
      ...(ctx.namespace().isExplicit ? { namespace: ctx.namespace().name } : {}),
    },
    spec: {
      scaleTargetRef: {
        kind: info.resource.kind,
        name: info.name,
        apiVersion: info.resource.apiVersion,
      },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: flags.int('max'),
      ...(metrics.length > 0 ? { metrics: [...metrics] } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  };
}

function readMetrics(ctx: Context): JsonObject[] {
  const { flags } = ctx;
  const metrics: JsonObject[] = [];
  const percent = flags.int('cpu-percent');
  if (percent >= 0 && flags.string('cpu') !== '') {
    fail('--cpu-percent and --cpu are mutually exclusive');
  }
  if (percent >= 0) metrics.push(utilization('cpu', percent));
  for (const name of ['cpu', 'memory']) {
    const text = flags.string(name);
    if (text !== '') metrics.push(metricOf(name, text));
  }
  return metrics;
}

function metricOf(name: string, text: string): JsonObject {
  if (text.endsWith('%')) {
    const value = text.slice(0, -1);
    if (!/^\d+$/.test(value)) fail(`failed to parse ${name} utilization: ${text}`);
    return utilization(name, Number(value));
  }
  if (parseQuantity(text) === null)
    fail(`failed to parse ${name} resource quantity: ${quantityError(text)}`);
  const target = { type: 'AverageValue', averageValue: canonicalQuantity(text) };
  return { type: 'Resource', resource: { name, target } };
}

function utilization(name: string, averageUtilization: number): JsonObject {
  return {
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  };
}
