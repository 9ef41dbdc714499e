// The network of one host or pod: addresses, ports, names. Containers of a pod share one.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import { isAddress } from '../../machine/network/hosts';
import { createConnection } from '../../machine/network/socket';
import type {
  ConnectOptions,
  Listener,
  NetworkStack,
  Resolution,
  Socket,
} from '../../machine/types';
import type { Fabric } from './fabric';
import { type ResolverConfiguration, resolveName } from './resolver';

const firstEphemeralPort = 32_768;
const connectTimeoutMs = 130_000;

/** Where the host stands. A laptop reaches nodes, not pods. */
export type HostRole = 'laptop' | 'node' | 'pod' | 'internet';

export interface HostOptions {
  readonly name: string;
  readonly role: HostRole;
  /** Cluster it belongs to. */
  readonly cluster?: string;
  /** For pods: the node's name. */
  readonly node?: string;
  /** /etc/hosts and /etc/resolv.conf as they are now. */
  readonly resolver: () => ResolverConfiguration;
}

/** A host's network. */
export class HostStack implements NetworkStack {
  readonly name: string;
  readonly role: HostRole;
  readonly cluster: string | undefined;
  readonly node: string | undefined;
  readonly #fabric: Fabric;
  #resolver: () => ResolverConfiguration;
  #addresses: string[] = [];
  #listeners: Listener[] = [];
  #nextPort = firstEphemeralPort;
  /** Hosts that this one can reach besides the usual (set by tunnels). */
  isTunnelled = false;

  constructor(fabric: Fabric, options: HostOptions) {
    this.#fabric = fabric;
    this.name = options.name;
    this.role = options.role;
    this.cluster = options.cluster;
    this.node = options.node;
    this.#resolver = options.resolver;
  }

  get fabric(): Fabric {
    return this.#fabric;
  }

  get addresses(): readonly string[] {
    return ['127.0.0.1', ...this.#addresses];
  }

  /** The address others see; 127.0.0.1 when there is none. */
  get address(): string {
    return this.#addresses[0] ?? '127.0.0.1';
  }

  get listeners(): readonly Listener[] {
    return this.#listeners;
  }

  addAddress(address: string): void {
    this.#addresses.push(address);
    this.#fabric.attach(address, this);
  }

  /** Takes it off the network: nobody finds it any more. */
  detach(): void {
    for (const address of this.#addresses) this.#fabric.detach(address);
    this.#addresses = [];
    this.#listeners = [];
  }

  /** Whether packets of this host get to the other one at all. */
  reaches(other: HostStack): boolean {
    if (other === this || other.role === 'internet' || this.isTunnelled) return true;
    if (this.role === 'laptop') return other.role === 'node' || other.role === 'laptop';
    return other.cluster === this.cluster || other.role !== 'pod';
  }

  listen(listener: Listener): () => void {
    if (this.#isTaken(listener)) throw new SystemError('EADDRINUSE');
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  *connect(address: string, port: number, options: ConnectOptions = {}): Task<Socket> {
    const { sim } = this.#fabric;
    const protocol = options.protocol ?? 'tcp';
    const route = this.#route(address, port, protocol);
    if (route === 'unreachable') throw new SystemError('EHOSTUNREACH');
    if (route === 'timeout') {
      yield { until: sim.now + (options.timeoutMs ?? connectTimeoutMs) };
      throw new SystemError('ETIMEDOUT');
    }
    const to = route === 'refused' ? undefined : route.to;
    const listener =
      route === 'refused' ? undefined : route.to.listenerFor(route.address, route.port, protocol);
    if (to === undefined || listener === undefined || route === 'refused') {
      throw new SystemError('ECONNREFUSED');
    }
    const isLocal = to === this;
    const own = { address: isLocal ? '127.0.0.1' : this.#sourceFor(to), port: this.#port() };
    const latencyMs = isLocal ? 0 : 1;
    const delay = latencyMs > 0 ? { sim, latencyMs } : undefined;
    const { client, server } = createConnection(own, { address, port: route.port }, delay);
    for (const observer of this.#fabric.observers) {
      observer({ from: this, to, address, port, listener });
    }
    sim.spawn(`serve ${listener.owner}`, listener.serve(server));
    return client;
  }

  find(address: string, port: number, protocol: 'tcp' | 'udp' = 'tcp'): Listener | undefined {
    const route = this.#route(address, port, protocol);
    if (typeof route === 'string') return undefined;
    return route.to.listenerFor(route.address, route.port, protocol);
  }

  *resolve(name: string): Task<Resolution | undefined> {
    if (isAddress(name)) return { addresses: [name] };
    return yield* resolveName(this, this.#resolver(), name);
  }

  /** Its own listener for a port, as reached by one of its addresses. */
  listenerFor(address: string, port: number, protocol: 'tcp' | 'udp'): Listener | undefined {
    return this.#listeners.find(
      (one) =>
        one.port === port &&
        one.protocol === protocol &&
        (isAny(one.address) || one.address === address),
    );
  }

  #route(address: string, port: number, protocol: 'tcp' | 'udp') {
    if (!isLoopback(address)) return this.#fabric.route(this, address, port, protocol);
    if (this.listenerFor(address, port, protocol) === undefined && this.role === 'node') {
      // Node ports answer on the node's loopback too.
      for (const router of this.#fabric.routers) {
        const route = router.route(this, this.address, port, protocol);
        if (route !== undefined) return route;
      }
    }
    return { to: this, address, port } as const;
  }

  /** Which of its addresses the other side sees: a pod keeps its own, a node masquerades. */
  #sourceFor(_to: HostStack): string {
    return this.address;
  }

  #port(): number {
    if (this.#nextPort > 60_999) this.#nextPort = firstEphemeralPort;
    return this.#nextPort++;
  }

  #isTaken(listener: Listener): boolean {
    return this.#listeners.some(
      (other) =>
        other.port === listener.port &&
        other.protocol === listener.protocol &&
        (other.address === listener.address || isAny(other.address) || isAny(listener.address)),
    );
  }
}

function isAny(address: string): boolean {
  return address === '0.0.0.0' || address === '::' || address === '*' || address === '';
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || isAny(address);
}
