// Addresses of services as minikube shows them.
import type { Task } from '../../base/sim';
import { pods, services } from '../../kubernetes/api/refs';
import type { Service } from '../../kubernetes/kinds/generated/types';
import type { Loaded } from './context';

export interface ServiceUrl {
  readonly namespace: string;
  readonly name: string;
  /** `8080`, `http/80`; empty without a node port. */
  readonly ports: readonly string[];
  readonly urls: readonly string[];
  readonly type: string;
}

/** What a service is reached by, from the laptop. */
export function urlsOf(
  service: Service,
  address: string,
  format: (address: string, port: number, name: string) => string,
): ServiceUrl {
  const ports = service.spec.ports?.filter((port) => port.nodePort) ?? [];
  return {
    namespace: service.metadata.namespace ?? '',
    name: service.metadata.name,
    ports: ports.map(({ name, port }) => (name ? `${name}/${port}` : String(port))),
    urls: ports.map(({ nodePort, name }) => format(address, nodePort ?? 0, name ?? '')),
    type: service.spec.type ?? 'ClusterIP',
  };
}

/** All services, or those of a namespace. */
export function* listServices({ machines }: Loaded, namespace: string): Task<Service[]> {
  return yield* machines.client.list<Service>(services, namespace || undefined);
}

/** Whether a pod that the service selects runs; services without a selector count as served. */
export function* hasRunningPod({ machines }: Loaded, service: Service): Task<boolean> {
  const { selector } = service.spec;
  if (selector === undefined || Object.keys(selector).length === 0) return true;
  const all = yield* machines.client.list(pods, service.metadata.namespace);
  return all.some(
    (pod) =>
      pod.status?.phase === 'Running' &&
      Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
  );
}
