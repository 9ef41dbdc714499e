// Cluster IPs and node ports: picked by the world's random values among those free, remembered in
// the services themselves.
import type { StrategyContext } from '../../define-kind';
import { type FieldError, invalid } from '../../field-error';
import type { Service, ServicePort, ServiceSpec } from '../../generated/types';
import { keyOf } from '../../object';

const network = ipNumber('10.96.0.0');
const size = 2 ** 20;
/** Addresses before this offset are left to those who ask for one by name. */
const dynamicOffset = 256;
const firstNodePort = 30000;
const nodePorts = 2768;
const dynamicNodePort = 86;

function ipNumber(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipText(n: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');
}

/** Whether services of this type have an address in the cluster. */
export function needsClusterIp(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

/** Whether services of this type have node ports. */
export function needsNodePorts(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer';
}

function others(context: StrategyContext, mine: Service): readonly Service[] {
  const key = keyOf(mine);
  return (context.list('services') as readonly Service[]).filter((one) => keyOf(one) !== key);
}

/** The spec with addresses and node ports where it needs them and has none. */
export function allocated(
  object: Service,
  old: Service | undefined,
  context: StrategyContext,
): ServiceSpec {
  let spec = withAddress(object, old, context);
  if (!needsNodePorts(spec)) return spec;
  if (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false) return spec;
  const ports = spec.ports ?? [];
  if (ports.every((port) => port.nodePort)) return spec;
  const used = usedPorts(others(context, object));
  for (const port of ports) if (port.nodePort) used.add(portKey(port));
  spec = { ...spec, ports: ports.map((port, i) => withNodePort(port, i, used, object, context)) };
  return spec;
}

function withAddress(
  object: Service,
  old: Service | undefined,
  context: StrategyContext,
): ServiceSpec {
  let { spec } = object;
  if (!needsClusterIp(spec)) return spec;
  if (!spec.clusterIP && spec.clusterIPs?.[0]) spec = { ...spec, clusterIP: spec.clusterIPs[0] };
  if (!spec.clusterIP) {
    const kept = old?.spec.clusterIP;
    spec = { ...spec, clusterIP: kept || freeAddress(object, context) };
  }
  if (!spec.clusterIPs?.length && spec.clusterIP) {
    spec = { ...spec, clusterIPs: [spec.clusterIP] };
  }
  const policy = spec.ipFamilyPolicy ?? 'SingleStack';
  const ipFamilies = spec.ipFamilies?.length ? spec.ipFamilies : ['IPv4'];
  if (spec.ipFamilyPolicy === policy && spec.ipFamilies === ipFamilies) return spec;
  return { ...spec, ipFamilyPolicy: policy, ipFamilies };
}

function freeAddress(object: Service, context: StrategyContext): string {
  const used = new Set(others(context, object).flatMap((one) => one.spec.clusterIPs ?? []));
  for (let attempt = 0; ; attempt++) {
    const at = context.random(`clusterIP/${keyOf(object)}/${context.nowMs}/${attempt}`);
    const offset = dynamicOffset + Math.floor(at * (size - dynamicOffset - 1));
    const address = ipText(network + offset);
    if (!used.has(address)) return address;
  }
}

function portKey(port: ServicePort): string {
  return `${port.protocol}/${port.nodePort}`;
}

function usedPorts(services: readonly Service[]): Set<string> {
  const used = new Set<string>();
  for (const service of services) {
    for (const port of service.spec.ports ?? []) if (port.nodePort) used.add(portKey(port));
    if (service.spec.healthCheckNodePort) used.add(`TCP/${service.spec.healthCheckNodePort}`);
  }
  return used;
}

function withNodePort(
  port: ServicePort,
  index: number,
  used: Set<string>,
  object: Service,
  context: StrategyContext,
): ServicePort {
  if (port.nodePort) return port;
  for (let attempt = 0; ; attempt++) {
    const name = `nodePort/${keyOf(object)}/${index}/${context.nowMs}/${attempt}`;
    const offset =
      dynamicNodePort + Math.floor(context.random(name) * (nodePorts - dynamicNodePort));
    const chosen = { ...port, nodePort: firstNodePort + offset };
    if (used.has(portKey(chosen))) continue;
    used.add(portKey(chosen));
    return chosen;
  }
}

/** Findings about addresses and ports that can't be had. */
export function allocationErrors(object: Service, context: StrategyContext): FieldError[] {
  const { spec } = object;
  const rest = others(context, object);
  const errors: FieldError[] = [];
  const address = spec.clusterIPs?.[0];
  if (needsClusterIp(spec) && address && address !== 'None') {
    const field = 'spec.clusterIPs';
    const fail = (why: string) =>
      errors.push(invalid(field, [address], `failed to allocate IP ${address}: ${why}`));
    const offset = ipNumber(address) - network;
    if (!(offset > 0 && offset < size - 1)) {
      fail('the provided network does not match the current range');
    } else if (rest.some((one) => one.spec.clusterIPs?.includes(address))) {
      fail('provided IP is already allocated');
    }
  }
  if (!needsNodePorts(spec) || errors.length > 0) return errors;
  const used = usedPorts(rest);
  (spec.ports ?? []).forEach((port, i) => {
    if (!port.nodePort) return;
    const field = `spec.ports[${i}].nodePort`;
    if (port.nodePort < firstNodePort || port.nodePort >= firstNodePort + nodePorts) {
      const range = `${firstNodePort}-${firstNodePort + nodePorts - 1}`;
      const why = `provided port is not in the valid range. The range of valid ports is ${range}`;
      errors.push(invalid(field, port.nodePort, why));
    } else if (used.has(portKey(port))) {
      errors.push(invalid(field, port.nodePort, 'provided port is already allocated'));
    }
  });
  return errors;
}
