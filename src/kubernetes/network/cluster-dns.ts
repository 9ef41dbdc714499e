// The names of a cluster, as CoreDNS's kubernetes plugin answers them; other names go upstream.
import type { Informer, Informers } from '../api/informer';
import type { EndpointSlice, Namespace, Pod, Service } from '../kinds/generated/types';
import type { DnsAnswer, DnsRecord, DnsService, DnsType } from './resolver';

const ttl = 30;

export interface ClusterDnsOptions {
  readonly informers: Informers;
  /** `cluster.local`. */
  readonly domain: string;
  /** Names outside; undefined: no such name. */
  readonly upstream: (name: string) => readonly string[] | undefined;
}

/** The DNS service of a cluster. */
export class ClusterDns implements DnsService {
  readonly kind = 'dns' as const;
  #options: ClusterDnsOptions;
  #services: Informer<Service>;
  #slices: Informer<EndpointSlice>;
  #namespaces: Informer<Namespace>;
  #pods: Informer<Pod>;

  constructor(options: ClusterDnsOptions) {
    this.#options = options;
    this.#services = options.informers.get<Service>('services');
    this.#slices = options.informers.get<EndpointSlice>('endpointslices.discovery.k8s.io');
    this.#namespaces = options.informers.get<Namespace>('namespaces');
    this.#pods = options.informers.get<Pod>('pods');
  }

  query(asked: string, type: DnsType): DnsAnswer {
    const name = asked.toLowerCase().replace(/\.$/, '');
    if (type === 'PTR') return this.#reverse(name);
    const { domain } = this.#options;
    if (name !== domain && !name.endsWith(`.${domain}`)) return this.#outside(name, type);
    const labels = name === domain ? [] : name.slice(0, -domain.length - 1).split('.');
    const records = this.#inside(labels, name, type);
    if (records === undefined) return { code: 'NXDOMAIN', answers: [], isAuthoritative: true };
    const answers = records.filter((one) => one.type === type || one.type === 'CNAME');
    return { code: 'NOERROR', answers, isAuthoritative: true };
  }

  /** Records of a name inside the cluster's domain; undefined: no such name. */
  #inside(labels: readonly string[], name: string, type: DnsType): DnsRecord[] | undefined {
    const kind = labels[labels.length - 1];
    const namespace = labels[labels.length - 2];
    const rest = labels.slice(0, -2);
    if (kind === undefined) return [];
    if (kind === 'svc') {
      if (namespace === undefined) return [];
      if (rest.length === 0) return this.#namespaces.byKey(namespace) ? [] : undefined;
      return this.#service(namespace, rest, name, type);
    }
    if (kind === 'pod' && namespace !== undefined && rest.length === 1) {
      const address = rest[0]?.replace(/-/g, '.') ?? '';
      const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(address);
      return isAddress && this.#namespaces.byKey(namespace)
        ? [record(name, 'A', address)]
        : undefined;
    }
    return undefined;
  }

  #service(
    namespace: string,
    rest: readonly string[],
    name: string,
    type: DnsType,
  ): DnsRecord[] | undefined {
    const service = this.#services.get(namespace, rest[rest.length - 1] ?? '');
    if (service === undefined) return undefined;
    const { spec } = service;
    if (spec.type === 'ExternalName') {
      if (rest.length > 1) return undefined;
      const target = spec.externalName ?? '';
      const behind = type === 'CNAME' ? [] : this.query(target, type).answers;
      return [record(name, 'CNAME', target), ...behind];
    }
    const isHeadless = spec.clusterIP === 'None';
    if (rest.length === 1) {
      const addresses = isHeadless
        ? this.#endpoints(service).map((one) => one.address)
        : ipsOf(spec);
      return [...new Set(addresses)].map((address) => record(name, 'A', address));
    }
    if (rest.length === 2 && isHeadless) {
      const found = this.#endpoints(service).filter((one) => one.hostname === rest[0]);
      return found.length > 0 ? found.map((one) => record(name, 'A', one.address)) : undefined;
    }
    if (rest.length === 3 && rest[0]?.startsWith('_')) {
      return this.#srv(service, rest[0].slice(1), rest[1]?.slice(1) ?? '', name);
    }
    return undefined;
  }

  #srv(service: Service, portName: string, protocol: string, name: string) {
    const port = service.spec.ports?.find(
      (one) => one.name === portName && (one.protocol ?? 'TCP').toLowerCase() === protocol,
    );
    if (port === undefined) return undefined;
    const base = `${service.metadata.name}.${service.metadata.namespace}.svc.${this.#options.domain}`;
    if (service.spec.clusterIP !== 'None') {
      return [record(name, 'SRV', `0 100 ${port.port} ${base}.`)];
    }
    const endpoints = this.#endpoints(service);
    // The hundred points of weight are shared out.
    const weight = Math.max(1, Math.floor(100 / Math.max(endpoints.length, 1)));
    return endpoints.map((one) => {
      const host = one.hostname ?? one.address.replace(/\./g, '-');
      return record(
        name,
        'SRV',
        `0 ${weight} ${Number(port.targetPort) || port.port} ${host}.${base}.`,
      );
    });
  }

  #endpoints(service: Service): { address: string; hostname: string | undefined }[] {
    const index = this.#slices.index('service', (slice) => [
      `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    ]);
    const key = `${service.metadata.namespace}/${service.metadata.name}`;
    const found: { address: string; hostname: string | undefined }[] = [];
    for (const slice of index.get(key).values()) {
      for (const endpoint of slice.endpoints ?? []) {
        if (endpoint.conditions?.ready === false) continue;
        const address = endpoint.addresses[0] ?? '';
        found.push({ address, hostname: endpoint.hostname ?? undefined });
      }
    }
    return found;
  }

  #reverse(name: string): DnsAnswer {
    const address = name
      .replace(/\.in-addr\.arpa$/, '')
      .split('.')
      .reverse()
      .join('.');
    const { domain } = this.#options;
    const answer = (value: string): DnsAnswer => ({
      code: 'NOERROR',
      answers: [{ name, type: 'PTR', ttl, value }],
      isAuthoritative: true,
    });
    for (const service of this.#services
      .index('clusterIP', (one) => ipsOf(one.spec))
      .get(address)
      .values()) {
      const { name: own, namespace } = service.metadata;
      return answer(`${own}.${namespace}.svc.${domain}`);
    }
    const slices = this.#slices.index('address', (slice) =>
      (slice.endpoints ?? []).flatMap((one) => one.addresses),
    );
    for (const slice of slices.get(address).values()) {
      const service = slice.metadata.labels?.['kubernetes.io/service-name'];
      if (service === undefined) continue;
      const found = slice.endpoints?.find((one) => one.addresses.includes(address));
      const host = found?.hostname ?? address.replace(/\./g, '-');
      return answer(`${host}.${service}.${slice.metadata.namespace}.svc.${domain}`);
    }
    return { code: 'NXDOMAIN', answers: [], isAuthoritative: true };
  }

  #outside(name: string, type: DnsType): DnsAnswer {
    const addresses = this.#options.upstream(name);
    if (addresses === undefined) return { code: 'NXDOMAIN', answers: [], isAuthoritative: false };
    const answers = type === 'A' ? addresses.map((one) => record(name, 'A', one)) : [];
    return { code: 'NOERROR', answers, isAuthoritative: false };
  }

  /** Pods are looked up by name nowhere: only for those who ask whether one exists. */
  hasPod(namespace: string, name: string): boolean {
    return this.#pods.get(namespace, name) !== undefined;
  }
}

function ipsOf(spec: Service['spec']): string[] {
  return (spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])).filter(
    (ip) => ip !== 'None',
  );
}

function record(name: string, type: DnsType, value: string): DnsRecord {
  return { name, type, ttl, value };
}
