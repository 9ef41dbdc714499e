// Defaults of services.
import { changeField, complete, mapSame } from '../../complete';
import type { ServicePort, ServiceSpec } from '../../generated/types';

/** A service's spec with its defaults; addresses come later. */
export function specDefaults(given: ServiceSpec): ServiceSpec {
  let spec = complete(given, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.sessionAffinity === 'ClientIP') {
    const timeoutSeconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
    spec = complete(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } });
    if (timeoutSeconds === undefined && spec.sessionAffinityConfig !== undefined) {
      const sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } };
      spec = { ...spec, sessionAffinityConfig };
    }
  }
  spec = changeField(spec, 'ports', (ports) => mapSame(ports, portDefaults));
  const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (isOutside || spec.externalIPs?.length) {
    spec = complete(spec, { externalTrafficPolicy: isOutside ? 'Cluster' : undefined });
  }
  if (spec.type === 'LoadBalancer') spec = complete(spec, { allocateLoadBalancerNodePorts: true });
  if (isOutside || spec.type === 'ClusterIP') {
    spec = complete(spec, { internalTrafficPolicy: 'Cluster' });
  }
  return spec;
}

function portDefaults(given: ServicePort): ServicePort {
  const port = complete(given, { protocol: 'TCP' });
  if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') {
    return { ...port, targetPort: port.port ?? 0 };
  }
  return port;
}
