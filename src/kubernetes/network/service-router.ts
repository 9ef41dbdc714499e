// What kube-proxy's rules do: cluster IPs, node ports, load-balancer and external addresses lead to
// ready endpoints. Looked up when asked, from the informers' indexes: there is nothing to program.
import type { Informer, Informers } from '../api/informer';
import type { EndpointSlice, Service, ServicePort } from '../kinds/generated/types';
import type { Fabric, Route, Router } from './fabric';
import type { HostStack } from './host-stack';

export interface ServiceRouterOptions {
  readonly fabric: Fabric;
  readonly cluster: string;
  readonly informers: Informers;
  /** 0 <= x < 1. */
  readonly random: (name: string) => number;
  /** Whether the rules are in place: kube-proxy has run on some node. */
  readonly isOn: () => boolean;
}

interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly node: string | undefined;
}

/** The rules of one cluster. */
export class ServiceRouter implements Router {
  #options: ServiceRouterOptions;
  #services: Informer<Service>;
  #slices: Informer<EndpointSlice>;
  #turns = 0;
  /** Last endpoint of a client, for session affinity. */
  #affinity = new Map<string, { readonly target: string; readonly untilMs: number }>();

  constructor(options: ServiceRouterOptions) {
    this.#options = options;
    this.#services = options.informers.get<Service>('services');
    this.#slices = options.informers.get<EndpointSlice>('endpointslices.discovery.k8s.io');
  }

  route(
    from: HostStack,
    address: string,
    port: number,
    protocol: 'tcp' | 'udp',
  ): Route | undefined {
    if (!this.#options.isOn()) return undefined;
    const found = this.#byVirtualAddress(from, address, port, protocol);
    if (found === undefined) return this.#unknownVirtual(from, address);
    const [service, servicePort, isNodePort] = found;
    const isLocal =
      isNodePort && service.spec.externalTrafficPolicy === 'Local' && from.role !== 'pod';
    const node = isLocal ? this.#nodeAt(address) : undefined;
    let targets = endpointsOf(this.#slicesOf(service), servicePort);
    if (isLocal) targets = targets.filter((one) => one.node === node);
    else if (service.spec.internalTrafficPolicy === 'Local' && !isNodePort) {
      targets = targets.filter((one) => one.node === from.node || one.node === from.name);
    }
    if (targets.length === 0) return isLocal ? 'timeout' : 'refused';
    const target = this.#choose(service, from, targets);
    const to = this.#options.fabric.hostAt(target.address);
    if (to === undefined) return 'timeout';
    return { to, address: target.address, port: target.port };
  }

  #byVirtualAddress(
    from: HostStack,
    address: string,
    port: number,
    protocol: 'tcp' | 'udp',
  ): [Service, ServicePort, boolean] | undefined {
    const wanted = protocol.toUpperCase();
    const isInside = from.cluster === this.#options.cluster || from.isTunnelled;
    const byAddress = this.#services.index('address', addressesOf);
    for (const service of isInside ? byAddress.get(address).values() : []) {
      const match = service.spec.ports?.find(
        (one) => one.port === port && (one.protocol ?? 'TCP') === wanted,
      );
      if (match) return [service, match, false];
    }
    const host = this.#options.fabric.hostAt(address);
    if (host?.role !== 'node' || host.cluster !== this.#options.cluster) return undefined;
    const byNodePort = this.#services.index('nodePort', nodePortsOf);
    for (const service of byNodePort.get(`${port}/${wanted}`).values()) {
      const match = service.spec.ports?.find((one) => one.nodePort === port);
      if (match) return [service, match, true];
    }
    return undefined;
  }

  /** A cluster IP with another port: nothing answers. */
  #unknownVirtual(from: HostStack, address: string): Route | undefined {
    if (from.cluster !== this.#options.cluster) return undefined;
    return this.#services.index('address', addressesOf).get(address).size > 0
      ? 'timeout'
      : undefined;
  }

  #slicesOf(service: Service): Iterable<EndpointSlice> {
    const index = this.#slices.index('service', (slice) => [
      `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    ]);
    return index.get(`${service.metadata.namespace}/${service.metadata.name}`).values();
  }

  #nodeAt(address: string): string | undefined {
    return this.#options.fabric.hostAt(address)?.name;
  }

  #choose(service: Service, from: HostStack, targets: readonly Endpoint[]): Endpoint {
    const nowMs = this.#options.fabric.sim.now;
    const key = `${service.metadata.uid}/${from.address}`;
    if (service.spec.sessionAffinity === 'ClientIP') {
      const last = this.#affinity.get(key);
      const again = targets.find((one) => one.address === last?.target);
      if (again && last && last.untilMs > nowMs) return again;
    }
    const turn = `route/${service.metadata.uid}/${this.#turns++}`;
    const at = Math.floor(this.#options.random(turn) * targets.length);
    const target = targets[at] as Endpoint;
    if (service.spec.sessionAffinity === 'ClientIP') {
      const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800;
      this.#affinity.set(key, { target: target.address, untilMs: nowMs + seconds * 1000 });
    }
    return target;
  }
}

function addressesOf(service: Service): string[] {
  const { clusterIP, clusterIPs, externalIPs } = service.spec;
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const all = [
    ...(clusterIPs ?? (clusterIP ? [clusterIP] : [])),
    ...(externalIPs ?? []),
    ...ingress.map((one) => one.ip ?? ''),
  ];
  return all.filter((one) => one !== '' && one !== 'None');
}

function nodePortsOf(service: Service): string[] {
  return (service.spec.ports ?? [])
    .filter((one) => one.nodePort)
    .map((one) => `${one.nodePort}/${one.protocol ?? 'TCP'}`);
}

/** Ready endpoints for a port of a service. */
function endpointsOf(slices: Iterable<EndpointSlice>, wanted: ServicePort): Endpoint[] {
  const found: Endpoint[] = [];
  for (const slice of slices) {
    const port = slice.ports?.find((one) => (one.name ?? '') === (wanted.name ?? ''));
    if (port?.port === undefined) continue;
    for (const endpoint of slice.endpoints ?? []) {
      const address = endpoint.addresses[0];
      if (address === undefined || endpoint.conditions?.ready === false) continue;
      found.push({ address, port: port.port, node: endpoint.nodeName });
    }
  }
  return found;
}
