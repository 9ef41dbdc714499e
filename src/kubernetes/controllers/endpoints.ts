// From pods to endpoints: what EndpointSlices and Endpoints have in common.
import type {
  Container,
  DiscoveryV1EndpointPort,
  Endpoint,
  Pod,
  Service,
  ServicePort,
} from '../kinds/generated/types';

/** Whether a pod has an address and is not finished. */
export function isEndpointCandidate(pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') return false;
  return Boolean(pod.status?.podIP);
}

/** Whether the pod's Ready condition is true. */
export function isPodReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false
  );
}

/** A pod's endpoint of a service. */
export function endpointOf(pod: Pod, service: Service, publishesNotReady: boolean): Endpoint {
  const isReady = isPodReady(pod);
  const isTerminating = pod.metadata.deletionTimestamp !== undefined;
  const { hostname, subdomain, nodeName } = pod.spec;
  const zone = pod.metadata.labels?.['topology.kubernetes.io/zone'];
  const isNamed = hostname && subdomain === service.metadata.name;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: {
      ready: publishesNotReady || (isReady && !isTerminating),
      serving: publishesNotReady || isReady,
      terminating: isTerminating,
    },
    ...(isNamed ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    targetRef: {
      kind: 'Pod',
      ...(pod.metadata.namespace ? { namespace: pod.metadata.namespace } : {}),
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    },
    ...(zone ? { zone } : {}),
  };
}

/** The ports of a pod's endpoint; ports whose name the pod doesn't know are left out. */
export function slicePorts(service: Service, pod: Pod): DiscoveryV1EndpointPort[] {
  const ports: DiscoveryV1EndpointPort[] = [];
  for (const port of service.spec.ports ?? []) {
    const number = targetPortOf(port, pod);
    if (number === undefined) continue;
    ports.push({
      name: port.name ?? '',
      port: number,
      protocol: port.protocol ?? 'TCP',
      ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}),
    });
  }
  return ports;
}

/** The number behind a service port in a pod. */
export function targetPortOf(port: ServicePort, pod: Pod): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target === 0 ? port.port : target;
  const protocol = port.protocol ?? 'TCP';
  const sidecars = (pod.spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always');
  for (const container of [...pod.spec.containers, ...sidecars] as readonly Container[]) {
    const found = container.ports?.find(
      (one) => one.name === target && (one.protocol ?? 'TCP') === protocol,
    );
    if (found) return found.containerPort;
  }
  return undefined;
}
