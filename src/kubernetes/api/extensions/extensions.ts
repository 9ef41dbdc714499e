// Resources that come and go while the server runs: custom ones, and those of aggregated APIs.
import { formatRfc3339 } from '../../../base/time';
import type {
  APIService,
  CustomResourceDefinition,
  EndpointSlice,
} from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { removeNow } from '../rest/delete';
import type { ApiServer } from '../server';
import { customResources } from './custom-resources';
import { establishedStatus } from './established';
import { metricsGroup, metricsHandler, metricsResources } from './metrics';

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';
const services = 'apiservices.apiregistration.k8s.io';

/** Follows the objects that define further resources. */
export class Extensions {
  #server: ApiServer;
  #served = new Map<string, readonly Resource[]>();

  constructor(server: ApiServer) {
    this.#server = server;
    server.store.listen(definitions, (changes) => {
      for (const { key, object, type } of changes) {
        if (type === 'DELETED') this.#removeDefinition(key);
        else this.#serveDefinition(key, object as CustomResourceDefinition);
      }
    });
    for (const table of [services, 'endpointslices.discovery.k8s.io']) {
      server.store.listen(table, () => this.#checkAggregated());
    }
    for (const resource of metricsResources) {
      server.virtualResources.set(resource.storage, metricsHandler);
    }
  }

  /** Looks at everything anew, after the store was restored. */
  resync(): void {
    const { store } = this.#server;
    for (const key of [...this.#served.keys()]) this.#serve(key, []);
    for (const object of store.list(definitions)) {
      this.#serveDefinition(object.metadata.name, object as CustomResourceDefinition);
    }
    this.#checkAggregated();
  }

  #serve(key: string, resources: readonly Resource[]): void {
    const { catalog } = this.#server;
    for (const one of this.#served.get(key) ?? []) catalog.remove(one);
    for (const one of resources) catalog.add(one);
    if (resources.length > 0) this.#served.set(key, resources);
    else this.#served.delete(key);
  }

  #serveDefinition(key: string, definition: CustomResourceDefinition): void {
    const status = establishedStatus(definition, this.#server.sim.now);
    if (status !== undefined) {
      this.#write(definitions, { ...definition, status } as unknown as KubeObject);
      return;
    }
    this.#serve(key, customResources(definition));
  }

  #removeDefinition(key: string): void {
    const [first] = this.#served.get(key) ?? [];
    this.#serve(key, []);
    if (first === undefined) return;
    for (const object of this.#server.store.list(first.storage)) {
      removeNow(this.#server, first, object);
    }
  }

  #write(table: string, object: KubeObject): void {
    const { store } = this.#server;
    const resourceVersion = String(store.nextRevision);
    store.put(table, { ...object, metadata: { ...object.metadata, resourceVersion } });
  }

  /** Serves metrics.k8s.io while its service has endpoints; says so in the APIService. */
  #checkAggregated(): void {
    const { store, sim } = this.#server;
    for (const object of store.list(services)) {
      const service = object as APIService;
      if (service.spec?.service === undefined) continue;
      const next = aggregatedCondition(this.#server, service, sim.now);
      const now = service.status?.conditions?.[0];
      if (now?.status !== next.status || now.reason !== next.reason) {
        this.#write(services, { ...service, status: { conditions: [next] } } as KubeObject);
      }
      if (service.spec.group !== metricsGroup) continue;
      this.#serve(services, next.status === 'True' ? metricsResources : []);
    }
    if (store.get(services, `v1beta1.${metricsGroup}`) === undefined) this.#serve(services, []);
  }
}

function aggregatedCondition(server: ApiServer, service: APIService, nowMs: number) {
  const { name = '', namespace = '' } = service.spec?.service ?? {};
  const about = `service/${name} in ${JSON.stringify(namespace)}`;
  const condition = (status: string, reason: string, message: string) => ({
    lastTransitionTime: formatRfc3339(nowMs),
    message,
    reason,
    status,
    type: 'Available',
  });
  if (server.store.get('services', `${namespace}/${name}`) === undefined) {
    return condition('False', 'ServiceNotFound', `${about} is not present`);
  }
  const isReady = server.store
    .list('endpointslices.discovery.k8s.io', `${namespace}/`)
    .some((one) => isReadyFor(one as EndpointSlice, name));
  if (!isReady) {
    const message = `endpoints for ${about} have no addresses with port name "https"`;
    return condition('False', 'MissingEndpoints', message);
  }
  return condition('True', 'Passed', 'all checks passed');
}

function isReadyFor(slice: EndpointSlice, service: string): boolean {
  if (slice.metadata.labels?.['kubernetes.io/service-name'] !== service) return false;
  return (slice.endpoints ?? []).some((one) => one.conditions?.ready !== false);
}
