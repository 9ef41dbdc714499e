// The network of a machine that is connected to nothing: loopback and /etc/hosts.
import type { Task } from '../../base/sim';
import { SystemError } from '../errno';
import type { ConnectOptions, Listener, Machine, NetworkStack, Resolution, Socket } from '../types';
import { isAddress, lookUpHosts } from './hosts';
import { createConnection } from './socket';

const firstEphemeralPort = 32_768;

export class LoopbackNetwork implements NetworkStack {
  readonly addresses: readonly string[] = ['127.0.0.1', '::1'];
  #machine: Machine;
  #listeners: Listener[] = [];
  #nextPort = firstEphemeralPort;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get listeners(): readonly Listener[] {
    return this.#listeners;
  }

  listen(listener: Listener): () => void {
    const isTaken = this.#listeners.some(
      (other) =>
        other.port === listener.port &&
        other.protocol === listener.protocol &&
        (other.address === listener.address || isAny(other.address) || isAny(listener.address)),
    );
    if (isTaken) throw new SystemError('EADDRINUSE');
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  *connect(address: string, port: number, options: ConnectOptions = {}): Task<Socket> {
    if (!isLoopback(address)) throw new SystemError('EHOSTUNREACH');
    const listener = this.find(address, port, options.protocol);
    if (listener === undefined) throw new SystemError('ECONNREFUSED');
    const own = { address: address === '::1' ? '::1' : '127.0.0.1', port: this.#nextPort++ };
    const { client, server } = createConnection(own, { address, port });
    this.#machine.sim.spawn(`serve ${listener.owner}`, listener.serve(server));
    return client;
  }

  find(address: string, port: number, protocol: 'tcp' | 'udp' = 'tcp'): Listener | undefined {
    if (!isLoopback(address)) return undefined;
    return this.#listeners.find(
      (listener) =>
        listener.port === port &&
        listener.protocol === protocol &&
        (isAny(listener.address) || listener.address === address),
    );
  }

  *resolve(name: string): Task<Resolution | undefined> {
    if (isAddress(name)) return { addresses: [name] };
    const found = lookUpHosts(this.#machine.files, name);
    if (found !== undefined) return found;
    if (name === 'localhost' || name === this.#machine.hostname)
      return { addresses: ['127.0.0.1'] };
    return undefined;
  }
}

function isAny(address: string): boolean {
  return address === '0.0.0.0' || address === '::' || address === '*';
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || isAny(address);
}
