// Endpoints of services with a selector: the old form of EndpointSlices, at most 1,000 addresses.
import { deepEqual } from '../../base/json';
import type { Task } from '../../base/sim';
import { endpoints as endpointsRef } from '../api/refs';
import type {
  EndpointAddress,
  EndpointPort,
  EndpointSubset,
  Endpoints,
  Pod,
  Service,
} from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { type ControllerContext, defineController, informerOf } from './controller';
import { isEndpointCandidate, isPodReady, slicePorts } from './endpoints';
import { delayForMany, selectedPods, servicesOfPod } from './endpointslice-controller';
import { ignoring } from './outcomes';

const storage = 'endpoints';
const most = 1_000;
const managedByLabel = 'endpoints.kubernetes.io/managed-by';
const headlessLabel = 'service.kubernetes.io/headless';
const overCapacity = 'endpoints.kubernetes.io/over-capacity';
const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

export default defineController({
  name: 'endpoints-controller',
  eventSource: 'endpoint-controller',
  delayMs: 20,

  delayFor: delayForMany,

  watches: [
    { storage: 'services', keys: (object) => [keyOf(object)] },
    {
      storage: 'pods',
      keys: (object, old, context) => servicesOfPod(object as Pod, old as Pod | undefined, context),
    },
    {
      storage,
      keys: (object, _old, _context, type) => (type === 'DELETED' ? [keyOf(object)] : []),
    },
  ],

  *reconcile(key, context): Task<undefined> {
    const service = informerOf<Service>(context, 'services').byKey(key);
    const existing = informerOf<Endpoints>(context, storage).byKey(key);
    if (service === undefined) {
      if (existing?.metadata.labels?.[managedByLabel] === undefined) return;
      yield* ignoring(['NotFound'], context.client.delete(endpointsRef, existing.metadata));
      return;
    }
    if (!service.spec.selector || service.spec.type === 'ExternalName') return;
    yield* write(service, existing, context);
  },
});

function* write(
  service: Service,
  existing: Endpoints | undefined,
  context: ControllerContext,
): Task<void> {
  const chosen = selectedPods(service, context);
  const { subsets, isTruncated } = subsetsOf(service, chosen);
  const labels = labelsOf(service);
  const old = existing?.metadata.annotations ?? {};
  const isSame =
    existing !== undefined &&
    deepEqual(existing.subsets ?? [], subsets) &&
    deepEqual(existing.metadata.labels, labels) &&
    (old[overCapacity] === 'truncated') === isTruncated;
  if (isSame) return;
  const { [overCapacity]: _over, [triggerAnnotation]: _time, ...kept } = old;
  const triggered = latestChange(chosen);
  const annotations = {
    ...kept,
    ...(triggered ? { [triggerAnnotation]: triggered } : {}),
    ...(isTruncated ? { [overCapacity]: 'truncated' } : {}),
  };
  const { name, namespace } = service.metadata;
  const body = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      ...(existing?.metadata ?? { name, uid: '', ...(namespace ? { namespace } : {}) }),
      labels,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    ...(subsets.length > 0 ? { subsets } : {}),
  };
  if (existing === undefined) {
    const request = context.client.create(endpointsRef, body);
    yield* ignoring(['AlreadyExists', 'Forbidden', 'NotFound'], request);
  } else {
    const request = context.client.update(endpointsRef, body);
    yield* ignoring(['NotFound'], request);
  }
}

function labelsOf(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    [managedByLabel]: 'endpoint-controller',
    ...(service.spec.clusterIP === 'None' ? { [headlessLabel]: '' } : {}),
  };
}

function latestChange(chosen: readonly Pod[]): string | undefined {
  let latest: string | undefined;
  for (const pod of chosen) {
    const ready = pod.status?.conditions?.find((one) => one.type === 'Ready');
    const changed = ready?.lastTransitionTime;
    if (changed !== undefined && (latest === undefined || changed > latest)) latest = changed;
  }
  return latest;
}

interface Group {
  readonly ports: readonly EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

function subsetsOf(
  service: Service,
  chosen: readonly Pod[],
): { subsets: readonly EndpointSubset[]; isTruncated: boolean } {
  const groups = new Map<string, Group>();
  const publishes = service.spec.publishNotReadyAddresses ?? false;
  let count = 0;
  let isTruncated = false;
  for (const pod of chosen) {
    if (!isEndpointCandidate(pod)) continue;
    if (pod.metadata.deletionTimestamp && !publishes) continue;
    const ports = slicePorts(service, pod).map(portOf);
    const hasPorts = (service.spec.ports ?? []).length > 0;
    if (hasPorts && ports.length === 0) continue;
    if (count === most) {
      isTruncated = true;
      break;
    }
    count++;
    const signature = ports.map((one) => `${one.name}/${one.port}/${one.protocol}`).join(',');
    let group = groups.get(signature);
    if (group === undefined) groups.set(signature, (group = { ports, ready: [], notReady: [] }));
    const isReady = publishes || isPodReady(pod);
    (isReady ? group.ready : group.notReady).push(addressOf(pod, service));
  }
  const subsets = [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length > 0 ? { addresses: ready.sort(byAddress) } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady.sort(byAddress) } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }));
  return { subsets, isTruncated };
}

function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  return a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0;
}

function portOf(port: ReturnType<typeof slicePorts>[number]): EndpointPort {
  const { name, port: number = 0, protocol, appProtocol } = port;
  return {
    ...(name ? { name } : {}),
    port: number,
    ...(protocol ? { protocol } : {}),
    ...(appProtocol ? { appProtocol } : {}),
  };
}

function addressOf(pod: Pod, service: Service): EndpointAddress {
  const { name, namespace, uid } = pod.metadata;
  const { hostname, subdomain, nodeName } = pod.spec;
  const isNamed = hostname && subdomain === service.metadata.name;
  return {
    ip: pod.status?.podIP ?? '',
    ...(isNamed ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    targetRef: { kind: 'Pod', ...(namespace ? { namespace } : {}), name, uid },
  };
}
