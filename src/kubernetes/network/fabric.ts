// All addresses of a world and who stands behind them. A host (laptop, node, pod) has a stack;
// how a packet gets from one to another is decided here and by the routers that clusters add.
import type { Sim } from '../../base/sim';
import type { Listener } from '../../machine/types';
import type { HostStack } from './host-stack';

/** Where a connection ends up. */
export type Route =
  | { readonly to: HostStack; readonly address: string; readonly port: number }
  | 'refused'
  | 'unreachable'
  | 'timeout';

/** Rewrites destinations: kube-proxy's rules, a tunnel. Undefined: not for me. */
export interface Router {
  route(from: HostStack, address: string, port: number, protocol: 'tcp' | 'udp'): Route | undefined;
}

/** What was asked of whom, for the map and for tests. */
export interface Connection {
  readonly from: HostStack;
  readonly to: HostStack;
  /** As the client named it. */
  readonly address: string;
  readonly port: number;
  readonly listener: Listener;
}

/** The network of one world. */
export class Fabric {
  readonly sim: Sim;
  readonly routers: Router[] = [];
  /** Hears of each connection made. */
  readonly observers = new Set<(connection: Connection) => void>();
  /** Names outside any cluster (the simulated internet). */
  resolveOutside: (name: string) => readonly string[] | undefined = () => undefined;
  #hosts = new Map<string, HostStack>();

  constructor(sim: Sim) {
    this.sim = sim;
  }

  /** Gives a host an address. */
  attach(address: string, host: HostStack): void {
    this.#hosts.set(address, host);
  }

  detach(address: string): void {
    this.#hosts.delete(address);
  }

  hostAt(address: string): HostStack | undefined {
    return this.#hosts.get(address);
  }

  /** Where a connection from a host to an address goes. */
  route(from: HostStack, address: string, port: number, protocol: 'tcp' | 'udp'): Route {
    for (const router of this.routers) {
      const route = router.route(from, address, port, protocol);
      if (route !== undefined) return route;
    }
    const to = this.#hosts.get(address);
    if (to === undefined) return isPrivate(address) ? 'timeout' : 'unreachable';
    if (!from.reaches(to)) return 'timeout';
    return { to, address, port };
  }
}

/** Addresses of private networks answer nothing when nobody is there; others have no route. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}
