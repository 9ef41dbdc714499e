// cluster-info: where the control plane and cluster services answer.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { itemsOf } from '../../builder/builder';
import { list, part, text } from '../../describe/page';
import type { Context } from '../../framework/context';
import { defineVerb } from '../../framework/verb';
import { dump } from './dump';

export default defineVerb({ name: 'cluster-info', run: runInfo, subcommands: { dump } });

function* runInfo(ctx: Context): Task<number> {
  try {
    yield* showServices(ctx);
  } catch (error) {
    yield* ctx.out(tail);
    throw error;
  }
  yield* ctx.out(tail);
  return 0;
}

const tail = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";

function* showServices(ctx: Context): Task<void> {
  const rest = yield* ctx.rest();
  const { server } = rest.config;
  const services = yield* rest.resourceFor('services');
  const answer = yield* rest.request({
    verb: 'list',
    apiVersion: 'v1',
    resource: 'services',
    namespace: ctx.namespace().isExplicit ? ctx.namespace().name : 'kube-system',
    query: { labelSelector: 'kubernetes.io/cluster-service=true' },
  });
  yield* ctx.out(`Kubernetes control plane is running at ${server}\n`);
  for (const info of itemsOf(answer.object as unknown as JsonObject, services)) {
    const spec = part(info.object, 'spec');
    const labels = part(part(info.object, 'metadata'), 'labels');
    const [port] = list(spec, 'ports');
    const name = text(labels, 'kubernetes.io/name') || info.name;
    const portName = text(port, 'name');
    const scheme = text(port, 'port') === '443' ? 'https:' : '';
    const target = `${scheme}${info.name}${portName || scheme ? `:${portName}` : ''}`;
    const path = `/api/v1/namespaces/${info.namespace}/services/${target}/proxy`;
    yield* ctx.out(`${name} is running at ${server}${path}\n`);
  }
}
