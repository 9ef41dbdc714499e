// Mirrors Endpoints that people write by hand, for services without a selector, as EndpointSlices.
import { deepEqual } from '../../base/json';
import type { Task } from '../../base/sim';
import { endpointSlices } from '../api/refs';
import type {
  Endpoint,
  EndpointAddress,
  EndpointSlice,
  EndpointSubset,
  Endpoints,
  Service,
} from '../kinds/generated/types';
import { type KubeObject, keyOf } from '../kinds/object';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';
import { ownerReference } from './pods';

const storage = 'endpointslices.discovery.k8s.io';
const managedBy = 'endpointslicemirroring-controller.k8s.io';
const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
const serviceLabel = 'kubernetes.io/service-name';
const skipLabel = 'endpointslice.kubernetes.io/skip-mirror';
const notMirrored = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'endpoints.kubernetes.io/over-capacity',
]);

export default defineController({
  name: 'endpointslice-mirroring-controller',
  delayMs: 20,
  watches: [
    { storage: 'endpoints', keys: (object) => [keyOf(object)] },
    {
      storage: 'services',
      keys: (object) => ((object as Service).spec.selector ? [] : [keyOf(object)]),
    },
    {
      storage,
      keys(object) {
        const { labels, namespace } = object.metadata;
        return labels?.[managedByLabel] === managedBy
          ? [`${namespace}/${labels[serviceLabel]}`]
          : [];
      },
    },
  ],

  *reconcile(key, context): Task<undefined> {
    const endpoints = informerOf<Endpoints>(context, 'endpoints').byKey(key);
    const service = informerOf<Service>(context, 'services').byKey(key);
    const isWanted =
      endpoints !== undefined &&
      service !== undefined &&
      !service.spec.selector &&
      endpoints.metadata.labels?.[skipLabel] !== 'true';
    const wanted = isWanted ? (endpoints.subsets ?? []).flatMap((one) => sliceOf(one)) : [];
    yield* write(key, endpoints, wanted, context);
  },
});

type Content = Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>;

function sliceOf(subset: EndpointSubset): Content[] {
  const all: readonly (readonly [EndpointAddress, boolean])[] = [
    ...(subset.addresses ?? []).map((one) => [one, true] as const),
    ...(subset.notReadyAddresses ?? []).map((one) => [one, false] as const),
  ];
  const ports = (subset.ports ?? []).map((one) => ({
    name: one.name ?? '',
    port: one.port,
    protocol: one.protocol ?? 'TCP',
    ...(one.appProtocol ? { appProtocol: one.appProtocol } : {}),
  }));
  return ['IPv4', 'IPv6'].flatMap((addressType) => {
    const isOfType = (address: EndpointAddress) =>
      address.ip.includes(':') === (addressType === 'IPv6');
    const found = all.filter(([address]) => isOfType(address));
    if (found.length === 0) return [];
    const endpoints = found.map(([address, ready]) => endpointOf(address, ready));
    return [{ addressType, endpoints, ports }];
  });
}

function endpointOf(address: EndpointAddress, ready: boolean): Endpoint {
  const { ip, hostname, nodeName, targetRef } = address;
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  };
}

/** Makes the mirrored slices equal to what is wanted: one for each, in order. */
function* write(
  key: string,
  endpoints: Endpoints | undefined,
  wanted: readonly Content[],
  context: ControllerContext,
): Task<void> {
  const index = informerOf<EndpointSlice>(context, storage).index('service', (slice) => [
    `${slice.metadata.namespace}/${slice.metadata.labels?.[serviceLabel] ?? ''}`,
  ]);
  const existing = [...index.get(key).values()].filter(
    (slice) => slice.metadata.labels?.[managedByLabel] === managedBy,
  );
  for (const slice of existing.slice(wanted.length)) {
    yield* ignoring(['NotFound'], context.client.delete(endpointSlices, slice.metadata));
  }
  if (endpoints === undefined) return;
  for (const [i, content] of wanted.entries()) {
    const slice = existing[i];
    const labels = {
      ...endpoints.metadata.labels,
      [managedByLabel]: managedBy,
      [serviceLabel]: endpoints.metadata.name,
    };
    if (slice !== undefined && slice.addressType === content.addressType) {
      const { addressType, endpoints: list, ports } = slice;
      if (deepEqual({ addressType, endpoints: list, ports }, content)) continue;
      const metadata = { ...slice.metadata, labels };
      const request = context.client.update(endpointSlices, { ...slice, ...content, metadata });
      yield* ignoring(['NotFound'], request);
      continue;
    }
    if (slice !== undefined) {
      yield* ignoring(['NotFound'], context.client.delete(endpointSlices, slice.metadata));
    }
    const request = context.client.create(endpointSlices, newSlice(endpoints, labels, content));
    yield* ignoring(['Forbidden', 'NotFound'], request);
  }
}

function newSlice(
  endpoints: Endpoints,
  labels: Readonly<Record<string, string>>,
  content: Content,
): KubeObject {
  const { name, namespace, annotations = {} } = endpoints.metadata;
  const kept = Object.entries(annotations).filter(([key]) => !notMirrored.has(key));
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: '',
      generateName: `${name}-`,
      uid: '',
      ...(namespace ? { namespace } : {}),
      labels,
      ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}),
      ownerReferences: [ownerReference(endpoints)],
    },
    ...content,
  };
}
