// tunnel: a route from the laptop to the services' network, and addresses for services of type
// LoadBalancer, as long as it runs. Prints its state whenever that changes.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../../kubernetes/api/errors';
import { services } from '../../../kubernetes/api/refs';
import type { Service } from '../../../kubernetes/kinds/generated/types';
import type { Context, Loaded } from '../context';
import { listServices } from '../urls';
import { defineVerb } from '../verb';

const lookEveryMs = 5_000;

export default defineVerb({
  name: 'tunnel',
  *run(ctx) {
    const loaded = yield* ctx.running();
    const withdraw = ctx.platform.route(loaded.name);
    const patched = new Map<string, Service>();
    try {
      yield* keepOpen(ctx, loaded, patched);
    } finally {
      withdraw();
      for (const service of patched.values()) yield* setAddress(loaded, service, undefined);
    }
    return 0;
  },
});

function* keepOpen(ctx: Context, loaded: Loaded, patched: Map<string, Service>): Task<never> {
  let shown = '';
  for (;;) {
    const isUp = loaded.machines.state === 'Running' && loaded.machines.isApiUp;
    const balanced = isUp ? yield* balancedServices(loaded) : [];
    for (const service of balanced) {
      const key = `${service.metadata.namespace}/${service.metadata.name}`;
      patched.set(key, service);
      if (service.status?.loadBalancer?.ingress?.[0]?.ip === service.spec.clusterIP) continue;
      yield* setAddress(loaded, service, service.spec.clusterIP);
    }
    const names = balanced.map((one) => one.metadata.name);
    const state = status(ctx, loaded, isUp, names);
    if (state !== shown) yield* ctx.out.print(state);
    shown = state;
    yield* ctx.process.sleep(lookEveryMs);
  }
}

function* balancedServices(loaded: Loaded): Task<Service[]> {
  const all = yield* listServices(loaded, '');
  return all.filter((one) => one.spec.type === 'LoadBalancer');
}

function* setAddress(loaded: Loaded, service: Service, ip: string | undefined): Task<void> {
  if (loaded.machines.state !== 'Running' || !loaded.machines.isApiUp) return;
  const { namespace, name } = service.metadata;
  const loadBalancer = { ingress: ip === undefined ? null : [{ ip }] };
  const patch = {
    type: 'merge',
    subresource: 'status',
    body: { status: { loadBalancer } },
  } as const;
  try {
    yield* loaded.machines.client.patch(services, { namespace, name }, patch);
  } catch (error) {
    // The service may have gone meanwhile.
    if (!(error instanceof ApiError)) throw error;
  }
}

function status(ctx: Context, loaded: Loaded, isUp: boolean, names: readonly string[]): string {
  const address = loaded.config.Nodes[0]?.IP ?? '';
  return (
    'Status:\t\n' +
    `\tmachine: ${loaded.name}\n\tpid: ${ctx.process.pid}\n` +
    `\troute: ${loaded.config.KubernetesConfig.ServiceCIDR} -> ${address}\n` +
    `\tminikube: ${isUp ? 'Running' : 'Stopped'}\n\tservices: [${names.join(', ')}]\n` +
    '    errors: \n\t\tminikube: no errors\n\t\trouter: no errors\n' +
    '\t\tloadbalancer emulator: no errors\n'
  );
}
