// cluster-info dump: lists and logs, to standard output or into a folder.
import type { JsonObject } from '../../../../base/json';
import { goJson } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { printYaml } from '../../../../base/yaml';
import { list, part, text } from '../../describe/page';
import type { Context } from '../../framework/context';
import { reportError } from '../../framework/report';
import { defineVerb } from '../../framework/verb';

const kinds = [
  ['v1', 'events', 'events'],
  ['v1', 'replicationcontrollers', 'replication-controllers'],
  ['v1', 'services', 'services'],
  ['apps/v1', 'daemonsets', 'daemonsets'],
  ['apps/v1', 'deployments', 'deployments'],
  ['apps/v1', 'replicasets', 'replicasets'],
  ['v1', 'pods', 'pods'],
] as const;

export const dump = defineVerb({
  name: 'dump',
  *run(ctx) {
    const { flags } = ctx;
    const folder = flags.string('output-directory');
    yield* emit(ctx, 'nodes', yield* listOf(ctx, 'v1', 'nodes', ''));
    for (const namespace of yield* namespaces(ctx)) {
      for (const [apiVersion, plural, file] of kinds) {
        const found = yield* listOf(ctx, apiVersion, plural, namespace);
        yield* emit(ctx, `${namespace}/${file}`, found);
        if (plural === 'pods') yield* logs(ctx, namespace, list(found, 'items'));
      }
    }
    if (folder !== '' && folder !== '-') yield* ctx.out(`Cluster info dumped to ${folder}\n`);
    return 0;
  },
});

function* namespaces(ctx: Context): Task<string[]> {
  const { flags } = ctx;
  if (flags.bool('all-namespaces')) {
    const all = yield* listOf(ctx, 'v1', 'namespaces', '');
    return list(all, 'items').map((one) => text(part(one, 'metadata'), 'name'));
  }
  const given = flags.list('namespaces');
  if (given.length > 0) return given;
  return ['kube-system', ctx.namespace().name];
}

function* listOf(
  ctx: Context,
  apiVersion: string,
  resource: string,
  namespace: string,
): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const at = { apiVersion, resource, ...(namespace ? { namespace } : {}) };
  return (yield* rest.request({ verb: 'list', ...at })).object as unknown as JsonObject;
}

function* emit(ctx: Context, name: string, object: JsonObject): Task<void> {
  const isYaml = ctx.flags.string('output') === 'yaml';
  const body = isYaml ? printYaml(object) : `${goJson(object, { indent: 4 })}\n`;
  yield* write(ctx, `${name}.${isYaml ? 'yaml' : 'json'}`, body);
}

function* write(ctx: Context, name: string, body: string): Task<void> {
  const folder = ctx.flags.string('output-directory');
  if (folder === '' || folder === '-') {
    yield* ctx.out(body);
    return;
  }
  const path = `${folder}/${name}`;
  ctx.process.files.mkdirAll(path.replace(/\/[^/]*$/, ''));
  ctx.process.files.write(path, body);
}

function* logs(ctx: Context, namespace: string, pods: readonly JsonObject[]): Task<void> {
  const rest = yield* ctx.rest();
  for (const pod of pods) {
    const name = text(part(pod, 'metadata'), 'name');
    for (const container of list(part(pod, 'spec'), 'containers')) {
      const own = text(container, 'name');
      let body = `==== START logs for container ${own} of pod ${namespace}/${name} ====\n`;
      try {
        const answer = yield* rest.request({
          verb: 'get',
          apiVersion: 'v1',
          resource: 'pods',
          namespace,
          name,
          subresource: 'log',
          query: { container: own },
        });
        for (;;) {
          const piece = yield* answer.stream?.next() ?? nothing();
          if (piece === undefined) break;
          body += piece;
        }
      } catch (error) {
        if (reportError(error) === undefined) throw error;
        body += `Request log error: ${error instanceof Error ? error.message : ''}\n`;
      }
      body += `==== END logs for container ${own} of pod ${namespace}/${name} ====\n`;
      yield* write(ctx, `${namespace}/${name}/logs.txt`, body);
    }
  }
}

function* nothing(): Task<string | undefined> {
  return undefined;
}
