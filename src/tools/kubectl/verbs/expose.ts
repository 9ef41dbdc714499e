// expose: a service for pods or what makes them.
import { isObject, type JsonObject } from '../../../base/json';
import { applyMergePatch } from '../../../base/patch';
import type { Task } from '../../../base/sim';
import { yamlToValue } from '../../../base/yaml';
import { findObjects, onlyInfos } from '../builder/builder';
import type { Info } from '../builder/info';
import { completeResources } from '../complete-arguments';
import type { Context } from '../framework/context';
import { readDryRun, writeQuery } from '../framework/dry-run';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter, withLastApplied } from '../printers/result';

export default defineVerb({ name: 'expose', run: runExpose, complete: completeResources });

const exposable = ['Service', 'ReplicationController', 'ReplicaSet', 'Deployment', 'Pod'];

function* runExpose(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  const found = yield* findObjects(ctx, { args: ctx.args, useFiles: true, latest: true });
  for (const info of onlyInfos(found)) {
    if (!exposable.includes(info.resource.kind)) {
      const { group, kind } = info.resource;
      fail(`cannot expose a ${group ? `${kind}.${group}` : kind}`);
    }
    const service = serviceFor(ctx, info);
    const overridden = withOverrides(ctx, service);
    const body = flags.bool('save-config') ? withLastApplied(overridden) : overridden;
    if (dryRun === 'client') {
      yield* printer.printGenerated(body, 'exposed');
      continue;
    }
    const rest = yield* ctx.rest();
    const answer = yield* rest.request({
      verb: 'create',
      apiVersion: 'v1',
      resource: 'services',
      namespace: info.namespace,
      query: writeQuery(ctx, dryRun),
      body,
    });
    yield* printer.print(answer.object as unknown as JsonObject, 'exposed');
  }
  return 0;
}

function withOverrides(ctx: Context, service: JsonObject): JsonObject {
  const text = ctx.flags.string('overrides');
  if (text === '') return service;
  const parsed = yamlToValue(text);
  if (!parsed.ok) return fail(parsed.error.yaml);
  return applyMergePatch(service, parsed.value) as JsonObject;
}

function serviceFor(ctx: Context, info: Info): JsonObject {
  const { flags } = ctx;
  const name = (flags.string('name') || info.name).slice(0, 63);
  const selector = selectorFor(ctx, info);
  const metadata = isObject(info.object.metadata) ? info.object.metadata : {};
  const given = flags.string('labels');
  const labels = given ? readLabels(given) : (metadata.labels as JsonObject | undefined);
  const [type, clusterIP] = [flags.string('type'), flags.string('cluster-ip')];
  const [loadBalancerIP, externalIP] = [
    flags.string('load-balancer-ip'),
    flags.string('external-ip'),
  ];
  const affinity = flags.string('session-affinity');
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: {
      name,
      ...(ctx.namespace().isExplicit ? { namespace: ctx.namespace().name } : {}),
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: {
      ports: portsFor(ctx, info, clusterIP),
      selector,
      ...(clusterIP ? { clusterIP } : {}),
      ...(type ? { type } : {}),
      ...(externalIP ? { externalIPs: [externalIP] } : {}),
      ...(affinity ? { sessionAffinity: affinity } : {}),
      ...(loadBalancerIP ? { loadBalancerIP } : {}),
    },
    status: { loadBalancer: {} },
  };
}

function readLabels(text: string): JsonObject {
  const out: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const parts = pair.split('=');
    if (parts.length !== 2) fail(`unexpected label spec: ${pair}`);
    out[parts[0] ?? ''] = parts[1] ?? '';
  }
  return out;
}

function selectorFor(ctx: Context, info: Info): JsonObject {
  const given = ctx.flags.string('selector');
  if (given !== '') return readLabels(given);
  const { spec, metadata } = info.object;
  const own = isObject(spec) ? spec.selector : undefined;
  const { kind } = info.resource;
  if (kind === 'Pod') {
    const labels = isObject(metadata) ? metadata.labels : undefined;
    if (!isObject(labels) || Object.keys(labels).length === 0) {
      return fail(
        "couldn't retrieve selectors via --selector flag or introspection: " +
          'the pod has no labels and cannot be exposed',
      );
    }
    return labels;
  }
  if (kind === 'Service' || kind === 'ReplicationController') {
    if (isObject(own) && Object.keys(own).length > 0) return own;
    return fail(
      "couldn't retrieve selectors via --selector flag or introspection: " +
        'the service has no pod selector set',
    );
  }
  const expressions = isObject(own) ? own.matchExpressions : undefined;
  if (Array.isArray(expressions) && expressions.length > 0) {
    const shown = expressions.filter(isObject).map((one) => {
      const values = Array.isArray(one.values) ? one.values.join(' ') : '';
      return `{${String(one.key)} ${String(one.operator)} [${values}]}`;
    });
    fail(
      "couldn't retrieve selectors via --selector flag or introspection: " +
        `couldn't convert expressions - "[${shown.join(' ')}]" to map-based selector format`,
    );
  }
  return isObject(own) && isObject(own.matchLabels) ? own.matchLabels : {};
}

interface FoundPort {
  readonly port: number;
  readonly protocol: string;
}

function portsFor(ctx: Context, info: Info, clusterIP: string): JsonObject[] {
  const { flags } = ctx;
  const given = flags.string('port');
  const known = containerPorts(info);
  const numbers = given ? given.split(',').map(Number) : [...new Set(known.map((one) => one.port))];
  if (numbers.length === 0 && clusterIP !== 'None') {
    fail("couldn't find port via --port flag or introspection");
  }
  const target = flags.string('target-port');
  const asked = flags.string('protocol');
  const isSeveral = numbers.length > 1;
  const ports: JsonObject[] = [];
  for (const [i, port] of numbers.entries()) {
    const protocols = known.filter((one) => one.port === port).map((one) => one.protocol);
    const all = asked ? [asked] : protocols.length > 0 ? [...new Set(protocols)] : ['TCP'];
    for (const [j, protocol] of all.entries()) {
      const isNamed = isSeveral || all.length > 1;
      const name =
        all.length > 1 && j > 0 ? `port-${i + 1}-${protocol.toLowerCase()}` : `port-${i + 1}`;
      ports.push({
        ...(isNamed ? { name } : {}),
        protocol,
        port,
        targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
      });
    }
  }
  return ports;
}

function containerPorts(info: Info): FoundPort[] {
  const { spec } = info.object;
  if (!isObject(spec)) return [];
  if (info.resource.kind === 'Service') return readPorts(spec.ports, 'port');
  const template = isObject(spec.template) ? spec.template.spec : spec;
  const containers =
    isObject(template) && Array.isArray(template.containers) ? template.containers : [];
  return containers.filter(isObject).flatMap((one) => readPorts(one.ports, 'containerPort'));
}

function readPorts(value: unknown, field: string): FoundPort[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((one) => ({
    port: Number(one[field]),
    protocol: String(one.protocol ?? 'TCP'),
  }));
}
