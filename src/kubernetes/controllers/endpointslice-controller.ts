// EndpointSlices of services with a selector: up to 100 endpoints each, changed as little as
// possible.

import { matchesPairs } from '../../base/labels';
import type { Task } from '../../base/sim';
import { endpointSlices } from '../api/refs';
import type {
  DiscoveryV1EndpointPort,
  Endpoint,
  EndpointSlice,
  Pod,
  Service,
} from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { type ControllerContext, defineController, informerOf } from './controller';
import { endpointOf, isEndpointCandidate, slicePorts } from './endpoints';
import { ignoring } from './outcomes';

const storage = 'endpointslices.discovery.k8s.io';
const perSlice = 100;
const managedBy = 'endpointslice-controller.k8s.io';

export default defineController({
  name: 'endpointslice-controller',
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
      keys: (object) => {
        const { labels, namespace } = object.metadata;
        if (labels?.['endpointslice.kubernetes.io/managed-by'] !== managedBy) return [];
        return [`${namespace}/${labels['kubernetes.io/service-name']}`];
      },
    },
  ],

  *reconcile(key, context): Task<undefined> {
    const service = informerOf<Service>(context, 'services').byKey(key);
    if (service === undefined) {
      for (const slice of ownSlices(key, context)) {
        yield* ignoring(['NotFound'], context.client.delete(endpointSlices, slice.metadata));
      }
      return;
    }
    if (!service.spec.selector || service.spec.type === 'ExternalName') return;
    yield* reconcileSlices(service, key, context);
  },
});

/** Services of a pod's namespace that select it, now or before. */
export function servicesOfPod(
  pod: Pod,
  old: Pod | undefined,
  context: ControllerContext,
): readonly string[] {
  if (old !== undefined && !matters(pod, old)) return [];
  const services = informerOf<Service>(context, 'services').byNamespace();
  const keys: string[] = [];
  for (const [key, service] of services.get(pod.metadata.namespace ?? '')) {
    const { selector } = service.spec;
    if (!selector) continue;
    if (matchesPairs(selector, pod.metadata.labels)) keys.push(key);
    else if (old && matchesPairs(selector, old.metadata.labels)) keys.push(key);
  }
  return keys;
}

function matters(pod: Pod, old: Pod): boolean {
  return (
    pod.status?.podIP !== old.status?.podIP ||
    pod.status?.phase !== old.status?.phase ||
    isReady(pod) !== isReady(old) ||
    pod.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    pod.metadata.labels !== old.metadata.labels
  );
}

function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false
  );
}

function ownSlices(key: string, context: ControllerContext): EndpointSlice[] {
  const index = informerOf<EndpointSlice>(context, storage).index('service', (slice) => [
    `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
  ]);
  return [...index.get(key).values()].filter(
    (slice) => slice.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === managedBy,
  );
}

/**
 * Changes of a service with many pods are taken together for a while (ms): each look costs as many
 * steps as there are pods.
 */
export function delayForMany(key: string, context: ControllerContext): number {
  const service = informerOf<Service>(context, 'services').byKey(key);
  const count = service === undefined ? 0 : candidatesOf(service, context).size;
  if (count <= 100) return 0;
  return count <= 400 ? 100 : 500;
}

/** Pods with one of the labels that a service wants. */
function candidatesOf(service: Service, context: ControllerContext): ReadonlyMap<string, Pod> {
  const index = informerOf<Pod>(context, 'pods').index('labels', (pod) => {
    const keys: string[] = [];
    for (const name in pod.metadata.labels) {
      keys.push(`${pod.metadata.namespace}/${name}=${pod.metadata.labels[name]}`);
    }
    return keys;
  });
  for (const name in service.spec.selector) {
    return index.get(`${service.metadata.namespace}/${name}=${service.spec.selector[name]}`);
  }
  return new Map();
}

/** The pods that a service selects, without looking at all. */
export function selectedPods(service: Service, context: ControllerContext): Pod[] {
  const { selector = {} } = service.spec;
  const candidates = [...candidatesOf(service, context).values()];
  if (Object.keys(selector).length === 1) return candidates;
  return candidates.filter((pod) => matchesPairs(selector, pod.metadata.labels));
}

interface Wanted {
  readonly ports: readonly DiscoveryV1EndpointPort[];
  readonly endpoints: Map<string, Endpoint>;
}

function* reconcileSlices(service: Service, key: string, context: ControllerContext): Task<void> {
  const existing = ownSlices(key, context);
  const chosen = selectedPods(service, context);
  const groups = wantedByPorts(service, chosen);
  let triggered: string | undefined;
  for (const pod of chosen) {
    const changed = pod.status?.conditions?.find((one) => one.type === 'Ready')?.lastTransitionTime;
    if (changed !== undefined && (triggered === undefined || changed > triggered))
      triggered = changed;
  }
  const used = new Set<EndpointSlice>();
  for (const [signature, wanted] of groups) {
    const same = existing.filter((slice) => signatureOf(slice.ports ?? []) === signature);
    for (const slice of same) used.add(slice);
    yield* fillSlices(service, same, wanted, { context, triggered });
  }
  for (const slice of existing) {
    if (used.has(slice)) continue;
    yield* ignoring(['NotFound'], context.client.delete(endpointSlices, slice.metadata));
  }
}

function wantedByPorts(service: Service, selected: readonly Pod[]): Map<string, Wanted> {
  const groups = new Map<string, Wanted>();
  const publishes = service.spec.publishNotReadyAddresses ?? false;
  for (const pod of selected) {
    if (!isEndpointCandidate(pod)) continue;
    const ports = slicePorts(service, pod);
    const signature = signatureOf(ports);
    let wanted = groups.get(signature);
    if (wanted === undefined) groups.set(signature, (wanted = { ports, endpoints: new Map() }));
    wanted.endpoints.set(pod.metadata.uid, endpointOf(pod, service, publishes));
  }
  if (groups.size === 0) groups.set('', { ports: [], endpoints: new Map() });
  return groups;
}

function signatureOf(ports: readonly DiscoveryV1EndpointPort[]): string {
  return ports
    .map((one) => `${one.name ?? ''}/${one.port}/${one.protocol}/${one.appProtocol ?? ''}`)
    .join(',');
}

/** Puts the wanted endpoints into slices, keeping each where it already is. */
function* fillSlices(
  service: Service,
  slices: readonly EndpointSlice[],
  wanted: Wanted,
  tools: { readonly context: ControllerContext; readonly triggered: string | undefined },
): Task<void> {
  const open = new Map(wanted.endpoints);
  const plans = slices.map((slice) => {
    const kept: Endpoint[] = [];
    let isChanged = false;
    for (const endpoint of slice.endpoints ?? []) {
      const uid = endpoint.targetRef?.uid ?? '';
      const now = open.get(uid);
      open.delete(uid);
      if (now === undefined) isChanged = true;
      else if (sameEndpoint(endpoint, now)) kept.push(endpoint);
      else {
        kept.push(now);
        isChanged = true;
      }
    }
    return { slice, kept, isChanged };
  });
  const rest = [...open.values()];
  for (const plan of plans) {
    const room = perSlice - plan.kept.length;
    if (room <= 0 || rest.length === 0) continue;
    plan.kept.push(...rest.splice(0, room));
    plan.isChanged = true;
  }
  for (const { slice, kept, isChanged } of plans) {
    if (kept.length === 0 && plans.length > 1) {
      yield* ignoring(['NotFound'], tools.context.client.delete(endpointSlices, slice.metadata));
    } else if (isChanged || !sameLabels(slice, service)) {
      yield* updateSlice(slice, kept, service, tools);
    }
  }
  while (rest.length > 0 || (slices.length === 0 && rest.length === 0)) {
    yield* createSlice(service, wanted.ports, rest.splice(0, perSlice), tools);
    if (rest.length === 0) return;
  }
}

function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.addresses[0] === b.addresses[0] &&
    a.conditions?.ready === b.conditions?.ready &&
    a.conditions?.serving === b.conditions?.serving &&
    a.conditions?.terminating === b.conditions?.terminating &&
    a.nodeName === b.nodeName &&
    a.hostname === b.hostname &&
    a.zone === b.zone
  );
}

function labelsFor(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    'endpointslice.kubernetes.io/managed-by': managedBy,
    'kubernetes.io/service-name': service.metadata.name,
    ...(service.spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
  };
}

function sameLabels(slice: EndpointSlice, service: Service): boolean {
  const wanted = labelsFor(service);
  const own = slice.metadata.labels ?? {};
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(own).length && keys.every((key) => own[key] === wanted[key]);
}

const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

function* updateSlice(
  slice: EndpointSlice,
  endpoints: readonly Endpoint[],
  service: Service,
  tools: { readonly context: ControllerContext; readonly triggered: string | undefined },
): Task<void> {
  const annotations = tools.triggered ? { [triggerAnnotation]: tools.triggered } : {};
  const metadata = {
    ...slice.metadata,
    labels: labelsFor(service),
    annotations: { ...slice.metadata.annotations, ...annotations },
  };
  const body = { ...slice, metadata, endpoints };
  yield* ignoring(['NotFound', 'Conflict'], tools.context.client.update(endpointSlices, body));
}

function* createSlice(
  service: Service,
  ports: readonly DiscoveryV1EndpointPort[],
  endpoints: readonly Endpoint[],
  tools: { readonly context: ControllerContext; readonly triggered: string | undefined },
): Task<void> {
  const { name, namespace, uid } = service.metadata;
  const owner = {
    apiVersion: 'v1',
    kind: 'Service',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  yield* ignoring(
    ['Forbidden', 'NotFound'],
    tools.context.client.create(endpointSlices, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: '',
        generateName: `${name}-`,
        uid: '',
        ...(namespace ? { namespace } : {}),
        labels: labelsFor(service),
        ...(tools.triggered ? { annotations: { [triggerAnnotation]: tools.triggered } } : {}),
        ownerReferences: [owner],
      },
      addressType: 'IPv4',
      endpoints,
      ports,
    }),
  );
}
