// Validation of services, in the API server's order.

import { deepEqual } from '../../../../base/json';
import { dns1123LabelErrors } from '../../../../base/labels';
import {
  checkCidr,
  checkDnsSubdomain,
  checkIp,
  checkLabels,
  checkName,
  checkOneOf,
  checkPort,
  checkPortNumber,
  isIpAddress,
} from '../../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error';
import type { Service, ServicePort, ServiceSpec } from '../../generated/types';
import { needsClusterIp, needsNodePorts } from './allocation';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** Findings about a service, allocation excepted. */
export function checkService({ spec }: Service): FieldError[] {
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  const isHeadless = spec.clusterIP === 'None';
  if (ports.length === 0 && !isHeadless && spec.type !== 'ExternalName') {
    errors.push(required('spec.ports'));
  }
  checkType(spec, isHeadless, errors);
  const names = new Set<string>();
  ports.forEach((port, i) => {
    checkServicePort(port, ports.length > 1, names, `spec.ports[${i}]`, errors);
  });
  errors.push(...checkLabels('spec.selector', spec.selector));
  checkAffinity(spec, errors);
  checkAddresses(spec, errors);
  (spec.externalIPs ?? []).forEach((one, i) => {
    errors.push(...checkIp(`spec.externalIPs[${i}]`, one));
  });
  errors.push(...checkOneOf('spec.type', spec.type, types));
  checkDuplicates(spec, errors);
  checkSources(spec, errors);
  checkPolicies(spec, errors);
  return errors;
}

function checkType(spec: ServiceSpec, isHeadless: boolean, errors: FieldError[]): void {
  if (needsNodePorts(spec) && isHeadless) {
    const why = `may not be set to 'None' for ${spec.type} services`;
    errors.push(invalid('spec.clusterIPs[0]', 'None', why));
  }
  if (spec.type !== 'ExternalName') return;
  if (spec.clusterIPs?.length) {
    errors.push(forbidden('spec.clusterIPs', 'may not be set for ExternalName services'));
  }
  if (!spec.externalName) errors.push(required('spec.externalName'));
  else errors.push(...checkDnsSubdomain('spec.externalName', spec.externalName.replace(/\.$/, '')));
}

function checkServicePort(
  port: ServicePort,
  needsName: boolean,
  names: Set<string>,
  at: string,
  errors: FieldError[],
): void {
  if (!port.name) {
    if (needsName) errors.push(required(`${at}.name`));
  } else {
    errors.push(...checkName(`${at}.name`, port.name, dns1123LabelErrors));
    if (names.has(port.name)) {
      const message = `Duplicate value: ${JSON.stringify(port.name)}`;
      errors.push({ type: 'Duplicate', field: `${at}.name`, message });
    }
    names.add(port.name);
  }
  errors.push(...checkPortNumber(`${at}.port`, port.port ?? 0));
  errors.push(...checkOneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
  errors.push(...checkPort(`${at}.targetPort`, port.targetPort));
}

function checkAffinity(spec: ServiceSpec, errors: FieldError[]): void {
  const known = ['ClientIP', 'None'];
  errors.push(...checkOneOf('spec.sessionAffinity', spec.sessionAffinity, known));
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (spec.sessionAffinity === 'ClientIP' && seconds !== undefined) {
    if (seconds > 0 && seconds <= 86400) return;
    const why = 'must be greater than 0 and less than 86400';
    errors.push(invalid('spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds, why));
  } else if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig !== undefined) {
    const why = 'must not be set when session affinity is None';
    errors.push(forbidden('spec.sessionAffinityConfig', why));
  }
}

function checkAddresses(spec: ServiceSpec, errors: FieldError[]): void {
  if (!needsClusterIp(spec)) return;
  (spec.ipFamilies ?? []).forEach((family, i) => {
    if (family === 'IPv4') return;
    const field = `spec.ipFamilies[${i}]`;
    if (family === 'IPv6') errors.push(invalid(field, family, 'not configured on this cluster'));
    else errors.push(notSupported(field, family, ['IPv4', 'IPv6']));
  });
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
  const policy = spec.ipFamilyPolicy;
  if (policy === 'RequireDualStack') {
    const why = 'this cluster is not configured for dual-stack services';
    errors.push(invalid('spec.ipFamilyPolicy', policy, why));
  } else if (policy !== undefined && !policies.includes(policy)) {
    errors.push(notSupported('spec.ipFamilyPolicy', policy, policies));
  }
  (spec.clusterIPs ?? []).forEach((one, i) => {
    if (one === 'None' || isIpAddress(one)) return;
    errors.push(...checkIp(`spec.clusterIPs[${i}]`, one));
  });
}

function checkDuplicates(spec: ServiceSpec, errors: FieldError[]): void {
  const ports = spec.ports ?? [];
  if (spec.type === 'ClusterIP') {
    ports.forEach((port, i) => {
      if (!port.nodePort) return;
      const why = "may not be used when `type` is 'ClusterIP'";
      errors.push(forbidden(`spec.ports[${i}].nodePort`, why));
    });
  }
  const nodePorts = new Set<string>();
  const plain = new Set<string>();
  ports.forEach((port, i) => {
    const byNode = `${port.protocol}/${port.nodePort}`;
    if (port.nodePort && nodePorts.has(byNode)) {
      const message = `Duplicate value: ${port.nodePort}`;
      errors.push({ type: 'Duplicate', field: `spec.ports[${i}].nodePort`, message });
    }
    nodePorts.add(byNode);
  });
  ports.forEach((port, i) => {
    const key = `${port.protocol}/${port.port}`;
    if (plain.has(key)) {
      const shown = {
        Name: '',
        Protocol: port.protocol,
        AppProtocol: null,
        Port: port.port,
        TargetPort: 0,
        NodePort: 0,
      };
      const message = `Duplicate value: ${JSON.stringify(shown)}`;
      errors.push({ type: 'Duplicate', field: `spec.ports[${i}]`, message });
    }
    plain.add(key);
  });
}

function checkSources(spec: ServiceSpec, errors: FieldError[]): void {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0 && spec.type !== 'LoadBalancer') {
    const why = "may only be used when `type` is 'LoadBalancer'";
    errors.push(forbidden('spec.LoadBalancerSourceRanges', why));
  }
  ranges.forEach((one, i) => {
    errors.push(...checkCidr(`spec.LoadBalancerSourceRanges[${i}]`, one));
  });
  if (spec.allocateLoadBalancerNodePorts !== undefined && spec.type !== 'LoadBalancer') {
    const why = "may only be used when `type` is 'LoadBalancer'";
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', why));
  }
}

function checkPolicies(spec: ServiceSpec, errors: FieldError[]): void {
  const known = ['Cluster', 'Local'];
  const { externalTrafficPolicy: outside, internalTrafficPolicy: inside } = spec;
  if (outside !== undefined) {
    if (!needsNodePorts(spec) && !spec.externalIPs?.length) {
      const why = 'may only be set for externally-accessible services';
      errors.push(invalid('spec.externalTrafficPolicy', outside, why));
    } else if (!known.includes(outside)) {
      errors.push(notSupported('spec.externalTrafficPolicy', outside, known));
    }
  }
  if (inside !== undefined && !known.includes(inside)) {
    errors.push(notSupported('spec.internalTrafficPolicy', inside, known));
  }
}

/** What may not change: an address once it is there. */
export function checkServiceUpdate(object: Service, old: Service): FieldError[] {
  const [now, before] = [object.spec, old.spec];
  if (!needsClusterIp(now) || !needsClusterIp(before) || !before.clusterIP) return [];
  if (deepEqual(now.clusterIPs, before.clusterIPs)) return [];
  return [invalid('spec.clusterIPs[0]', now.clusterIPs ?? null, 'may not change once set')];
}
