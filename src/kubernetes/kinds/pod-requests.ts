// What a pod asks for: resources in whole numbers (CPU in millicores, the rest in units), ports.
import { milliValue, parseQuantity, value } from '../../base/quantity';
import type { Container, Pod } from './generated/types';

export type Amounts = ReadonlyMap<string, number>;

/** One quantity as a number in the scheduler's unit. */
export function amountOf(resource: string, text: string): number {
  const quantity = parseQuantity(text);
  if (quantity === null) return 0;
  return resource === 'cpu' ? milliValue(quantity) : value(quantity);
}

/** A list of resources as numbers. */
export function amounts(list: Readonly<Record<string, string>> | undefined): Map<string, number> {
  const out = new Map<string, number>();
  for (const [resource, text] of Object.entries(list ?? {})) {
    out.set(resource, amountOf(resource, text));
  }
  return out;
}

function addTo(sum: Map<string, number>, more: Amounts): void {
  for (const [resource, amount] of more) sum.set(resource, (sum.get(resource) ?? 0) + amount);
}

const known = new WeakMap<object, Amounts>();

/** What a pod requests in all: containers together, or more while init containers run. */
export function podRequests(pod: Pod): Amounts {
  const { spec } = pod;
  const cached = known.get(spec);
  if (cached !== undefined) return cached;
  const sum = new Map<string, number>();
  for (const container of spec.containers) addTo(sum, requestsOf(container));
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const container of spec.initContainers ?? []) {
    const own = requestsOf(container);
    if (container.restartPolicy === 'Always') {
      addTo(sum, own);
      addTo(sidecars, own);
      continue;
    }
    for (const [resource, amount] of own) {
      const total = amount + (sidecars.get(resource) ?? 0);
      peak.set(resource, Math.max(peak.get(resource) ?? 0, total));
    }
  }
  for (const [resource, amount] of peak)
    sum.set(resource, Math.max(sum.get(resource) ?? 0, amount));
  for (const [resource, amount] of amounts(spec.resources?.requests)) sum.set(resource, amount);
  addTo(sum, amounts(spec.overhead));
  known.set(spec, sum);
  return sum;
}

const nothing: Amounts = new Map();
/** Pods of one template share these lists. */
const knownLists = new WeakMap<object, Amounts>();

function requestsOf(container: Container): Amounts {
  const list = container.resources?.requests;
  if (list === undefined) return nothing;
  let found = knownLists.get(list);
  if (found === undefined) knownLists.set(list, (found = amounts(list)));
  return found;
}

/** Ports of the node that a pod wants: `0.0.0.0/TCP/80`. */
export function hostPorts(pod: Pod): string[] {
  const ports: string[] = [];
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) {
      if (!port.hostPort) continue;
      ports.push(`${port.hostIP || '0.0.0.0'}/${port.protocol ?? 'TCP'}/${port.hostPort}`);
    }
  }
  return ports;
}

/** Whether two wanted ports exclude each other. */
export function portsClash(a: string, b: string): boolean {
  const [ipA = '', ...restA] = a.split('/');
  const [ipB = '', ...restB] = b.split('/');
  if (restA.join('/') !== restB.join('/')) return false;
  return ipA === ipB || ipA === '0.0.0.0' || ipB === '0.0.0.0';
}
