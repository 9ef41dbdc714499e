// service: the address of a service, and the list of all.
import { compileGoTemplate, executeGoTemplate } from '../../../base/go-template';
import type { Task } from '../../../base/sim';
import type { Service } from '../../../kubernetes/kinds/generated/types';
import type { Context, Loaded } from '../context';
import { MinikubeExit, usage } from '../exit';
import { boxTable } from '../table';
import { hasRunningPod, listServices, type ServiceUrl, urlsOf } from '../urls';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'service',
  *run(ctx) {
    const { args, flags } = ctx;
    const isAll = flags.bool('all');
    if (args.length === 0 && !isAll) throw usage('You must specify a service name');
    const loaded = yield* ctx.running();
    const namespace = flags.string('namespace');
    const found: Service[] = [];
    const all = yield* listServices(loaded, namespace);
    if (isAll) found.push(...all);
    for (const name of isAll ? [] : args) {
      const service = all.find((one) => one.metadata.name === name);
      if (service === undefined) throw notFound(name, namespace);
      found.push(service);
    }
    for (const service of found) yield* show(ctx, loaded, service);
    return 0;
  },
  subcommands: { list },
});

function notFound(name: string, namespace: string): MinikubeExit {
  const others = `You may select another namespace by using 'minikube service ${name} -n <namespace>'.`;
  return new MinikubeExit(
    'SVC_NOT_FOUND',
    `Service '${name}' was not found in '${namespace}' namespace.\n` +
      `${others} Or list out all the services using 'minikube service list'`,
    { code: 115 },
  );
}

function* show(ctx: Context, loaded: Loaded, service: Service): Task<void> {
  const { out, flags } = ctx;
  const { name, namespace } = service.metadata;
  const address = loaded.config.Nodes[0]?.IP ?? '';
  const found = urlsOf(service, address, formatter(ctx));
  yield* waitForPod(ctx, loaded, service);
  if (flags.bool('url')) {
    for (const url of found.urls) yield* out.print(`${url}\n`);
  } else {
    const head = ['NAMESPACE', 'NAME', 'TARGET PORT', 'URL'];
    yield* out.print(boxTable(head, [rowOf(found, false)]));
  }
  if (found.urls.length === 0) {
    yield* out.step('sad', `service ${namespace}/${name} has no node port`);
    const type = `Services [${namespace}/${name}] have type "${found.type}" not meant to be exposed,`;
    const but = 'however for local development minikube allows you to access this !';
    yield* out.warn('warning', `${type} ${but}`);
    return;
  }
  if (flags.bool('url')) return;
  for (const _url of found.urls) {
    yield* out.step('celebrate', `Opening service ${namespace}/${name} in default browser...`);
  }
}

function* waitForPod(ctx: Context, loaded: Loaded, service: Service): Task<void> {
  const tries = Math.max(1, ctx.flags.int('wait'));
  const pause = Math.max(1, ctx.flags.int('interval')) * 1000;
  for (let i = 0; i < tries; i++) {
    if (yield* hasRunningPod(loaded, service)) return;
    yield* ctx.process.sleep(pause);
  }
  const { name } = service.metadata;
  const text = `service not available: no running pod for service ${name} found`;
  throw new MinikubeExit('SVC_UNREACHABLE', text, { code: 119 });
}

/** `--format` and `--https`. */
function formatter(ctx: Context): (address: string, port: number, name: string) => string {
  const { flags } = ctx;
  const compiled = compileGoTemplate('format', flags.string('format'));
  if (!compiled.ok) throw usage(`The value passed to --format is invalid: ${compiled.error}`);
  return (IP, Port, Name) => {
    const url = executeGoTemplate(compiled, { IP, Port, Name }).output;
    return flags.bool('https') ? url.replace(/^http:/, 'https:') : url;
  };
}

/** Several ports stand in lines of their own. */
function rowOf({ namespace, name, ports, urls }: ServiceUrl, isList: boolean): string[] {
  if (urls.length === 0) {
    return isList ? [namespace, name, 'No node port', ''] : [namespace, name, '', 'No node port'];
  }
  return [namespace, name, ports.join('\n'), urls.join('\n')];
}

function* list(ctx: Context): Task<number> {
  const { out, flags } = ctx;
  const loaded = yield* ctx.running();
  const address = loaded.config.Nodes[0]?.IP ?? '';
  const url = (ip: string, port: number) => `http://${ip}:${port}`;
  const all = yield* listServices(loaded, flags.string('namespace'));
  const found = all.map((service) => urlsOf(service, address, url));
  if (flags.string('output') === 'json') {
    const rows = found.map(({ namespace, name, ports, urls }) => {
      const PortNames = ports.length === 0 ? ['No node port'] : ports;
      return { Namespace: namespace, Name: name, URLs: urls, PortNames };
    });
    yield* out.print(`${JSON.stringify(rows)}\n`);
    return 0;
  }
  const head = ['NAMESPACE', 'NAME', 'TARGET PORT', 'URL'];
  yield* out.print(
    boxTable(
      head,
      found.map((one) => rowOf(one, true)),
    ),
  );
  return 0;
}
