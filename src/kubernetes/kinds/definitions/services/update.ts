// What an update of a service takes over from the old one, and what a change of type drops.
import { deepEqual } from '../../../../base/json';
import type { ServicePort, ServiceSpec } from '../../generated/types';
import { needsClusterIp, needsNodePorts } from './allocation';

/** The new spec with what the old one had allocated, without what its type doesn't have. */
export function changedByType(given: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let spec = sameAddress(given, old);
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if (!spec.clusterIP && old.clusterIP) {
      spec = { ...spec, clusterIP: old.clusterIP, clusterIPs: old.clusterIPs };
    }
  } else if (needsClusterIp(old) && spec.clusterIP === old.clusterIP) {
    spec = {
      ...spec,
      clusterIP: undefined,
      clusterIPs: undefined,
      ipFamilies: undefined,
      ipFamilyPolicy: undefined,
      internalTrafficPolicy: undefined,
    };
  }
  if (needsNodePorts(old) && needsNodePorts(spec)) spec = withOldNodePorts(spec, old);
  else if (needsNodePorts(old)) spec = withoutNodePorts(spec, old);
  return spec;
}

/** clusterIP and clusterIPs say the same: the one that was changed wins. */
function sameAddress(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (spec.clusterIP === old.clusterIP) return spec;
  if (!deepEqual(spec.clusterIPs, old.clusterIPs)) return spec;
  return { ...spec, clusterIPs: spec.clusterIP ? [spec.clusterIP] : undefined };
}

function withOldNodePorts(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const before = new Map(
    (old.ports ?? []).map((port) => [`${port.protocol}/${port.port}`, port.nodePort]),
  );
  const taken = new Set((spec.ports ?? []).map((port) => port.nodePort));
  let changed = false;
  const ports = (spec.ports ?? []).map((port): ServicePort => {
    const nodePort = before.get(`${port.protocol}/${port.port}`);
    if (port.nodePort || !nodePort || taken.has(nodePort)) return port;
    taken.add(nodePort);
    changed = true;
    return { ...port, nodePort };
  });
  return changed ? { ...spec, ports } : spec;
}

function withoutNodePorts(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const before = new Set((old.ports ?? []).map((port) => port.nodePort));
  const { externalTrafficPolicy, allocateLoadBalancerNodePorts: _gone, ...rest } = spec;
  const ports = rest.ports?.map((port): ServicePort => {
    if (!port.nodePort || !before.has(port.nodePort)) return port;
    const { nodePort: _dropped, ...others } = port;
    return others;
  });
  const keepsPolicy = externalTrafficPolicy !== old.externalTrafficPolicy;
  return { ...rest, ports, ...(keepsPolicy ? { externalTrafficPolicy } : {}) };
}
