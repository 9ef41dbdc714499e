// How a host turns a name into addresses: /etc/hosts, then the nameservers of /etc/resolv.conf with
// search list and ndots, as glibc does.
import type { Task } from '../../base/sim';
import type { Resolution } from '../../machine/types';
import type { HostStack } from './host-stack';

/** What /etc/hosts and /etc/resolv.conf say. */
export interface ResolverConfiguration {
  /** Addresses by name. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** The first name of the line that names it. */
  readonly canonical: ReadonlyMap<string, string>;
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
}

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'NS' | 'SOA' | 'TXT' | 'MX';

export interface DnsRecord {
  readonly name: string;
  readonly type: DnsType;
  readonly ttl: number;
  /** Address, name, or `priority weight port target` for SRV. */
  readonly value: string;
}

export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly answers: readonly DnsRecord[];
  readonly isAuthoritative: boolean;
}

/** What a listener on port 53 (udp) offers as `service`. */
export interface DnsService {
  readonly kind: 'dns';
  query(name: string, type: DnsType): DnsAnswer;
}

/** The DNS service behind an address as a host reaches it; undefined: nobody answers. */
export function dnsServiceAt(host: HostStack, address: string): DnsService | undefined {
  const service = host.find(address, 53, 'udp')?.service as Partial<DnsService> | undefined;
  return service?.kind === 'dns' ? (service as DnsService) : undefined;
}

/** Parses the two files. Missing ones are empty. */
export function resolverConfiguration(hosts: string, resolvConf: string): ResolverConfiguration {
  const names = new Map<string, string[]>();
  const canonical = new Map<string, string>();
  for (const line of hosts.split('\n')) {
    const [address, ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!address) continue;
    for (const name of rest) {
      names.set(name, [...(names.get(name) ?? []), address]);
      if (!canonical.has(name)) canonical.set(name, rest[0] ?? name);
    }
  }
  const nameservers: string[] = [];
  let search: string[] = [];
  let ndots = 1;
  for (const line of resolvConf.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'nameserver' && rest[0]) nameservers.push(rest[0]);
    if (word === 'search' || word === 'domain') search = rest;
    if (word === 'options') {
      const found = rest.map((one) => /^ndots:(\d+)$/.exec(one)?.[1]).find(Boolean);
      if (found) ndots = Number(found);
    }
  }
  return { hosts: names, canonical, nameservers, search, ndots };
}

/** The names to ask for, in order, when a program asks for `name`. */
export function candidates(name: string, configuration: ResolverConfiguration): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = configuration.search.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= configuration.ndots ? [name, ...searched] : [...searched, name];
}

const serverTimeoutMs = 5_000;
const attempts = 2;

/** Resolves like getaddrinfo(3). Undefined: no such name, or nobody answered. */
export function* resolveName(
  host: HostStack,
  configuration: ResolverConfiguration,
  name: string,
): Task<Resolution | undefined> {
  const known = configuration.hosts.get(name);
  if (known) return { addresses: known, canonicalName: configuration.canonical.get(name) ?? name };
  if (name === 'localhost') return { addresses: ['127.0.0.1'], canonicalName: name };
  const { sim } = host.fabric;
  const servers = configuration.nameservers.map((address) => dnsServiceAt(host, address));
  const server = servers.find((one) => one !== undefined);
  if (server === undefined) {
    if (configuration.nameservers.length === 0) return undefined;
    yield { until: sim.now + serverTimeoutMs * attempts * configuration.nameservers.length };
    return undefined;
  }
  for (const candidate of candidates(name, configuration)) {
    yield { until: sim.now + 1 };
    const answer = server.query(candidate, 'A');
    const addresses = answer.answers.filter((one) => one.type === 'A').map((one) => one.value);
    if (addresses.length > 0) return { addresses, canonicalName: answer.answers.at(-1)?.name };
  }
  return undefined;
}
