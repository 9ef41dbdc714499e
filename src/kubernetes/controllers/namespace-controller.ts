// Empties namespaces that are being deleted, then lets them go.
import type { Task } from '../../base/sim';
import { formatRfc3339 } from '../../base/time';
import { ref } from '../api/client';
import { namespaces } from '../api/refs';
import type { Namespace, NamespaceCondition } from '../kinds/generated/types';
import { type KubeObject, keyOf } from '../kinds/object';
import type { Resource } from '../kinds/resource';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const recheckMs = 1_000;

export default defineController({
  name: 'namespace-controller',
  delayMs: 20,
  watches: [{ storage: 'namespaces', keys: (object) => [keyOf(object)] }],

  *reconcile(name, context): Task<number | undefined> {
    const namespace = informerOf<Namespace>(context, 'namespaces').byKey(name);
    if (namespace?.metadata.deletionTimestamp === undefined) return undefined;
    const left: Left = { byResource: new Map(), byFinalizer: new Map() };
    for (const resource of deletable(context)) {
      yield* empty(resource, name, context, left);
    }
    yield* report(namespace, left, context);
    if (left.byResource.size > 0) return recheckMs;
    const finalizers = (namespace.spec?.finalizers ?? []).filter((one) => one !== 'kubernetes');
    yield* ignoring(
      ['NotFound', 'Conflict'],
      context.client.update(
        namespaces,
        { ...namespace, metadata: without(namespace), spec: { ...namespace.spec, finalizers } },
        { subresource: 'finalize' },
      ),
    );
    return undefined;
  },
});

interface Left {
  readonly byResource: Map<string, number>;
  readonly byFinalizer: Map<string, number>;
}

/** Namespaced resources that can be deleted; each storage once; pods' owners before pods. */
function deletable(context: ControllerContext): Resource[] {
  const seen = new Set<string>();
  return context.catalog.resources.filter((resource) => {
    if (!resource.namespaced || !resource.verbs.includes('deletecollection')) return false;
    if (seen.has(resource.storage)) return false;
    seen.add(resource.storage);
    return true;
  });
}

function* empty(
  resource: Resource,
  namespace: string,
  context: ControllerContext,
  left: Left,
): Task<void> {
  const of = ref<KubeObject>(resource.apiVersion, resource.resource);
  const items = yield* context.client.list(of, namespace);
  if (items.length === 0) return;
  yield* context.client.request({
    ...of,
    verb: 'deletecollection',
    namespace,
    body: { propagationPolicy: 'Background' },
  });
  const remaining = yield* context.client.list(of, namespace);
  if (remaining.length === 0) return;
  const full = resource.group ? `${resource.resource}.${resource.group}` : `${resource.resource}.`;
  left.byResource.set(full, remaining.length);
  for (const item of remaining) {
    for (const finalizer of item.metadata.finalizers ?? []) {
      left.byFinalizer.set(finalizer, (left.byFinalizer.get(finalizer) ?? 0) + 1);
    }
  }
}

function* report(namespace: Namespace, left: Left, context: ControllerContext): Task<void> {
  const old = new Map(namespace.status?.conditions?.map((one) => [one.type, one]));
  const make = (type: string, status: boolean, reason: string, message: string) => {
    const before = old.get(type);
    const text = status ? 'True' : 'False';
    const since =
      before?.status === text ? before.lastTransitionTime : formatRfc3339(context.nowMs);
    return { type, status: text, lastTransitionTime: since, reason, message };
  };
  const list = (counts: ReadonlyMap<string, number>, what: (n: number) => string) =>
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${what(count)}`)
      .join(', ');
  const content = list(left.byResource, (n) => `has ${n} resource instances`);
  const finalizers = list(left.byFinalizer, (n) => `in ${n} resource instances`);
  const conditions: NamespaceCondition[] = [
    make(
      'NamespaceDeletionDiscoveryFailure',
      false,
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ),
    make(
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    make(
      'NamespaceDeletionContentFailure',
      false,
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    content
      ? make(
          'NamespaceContentRemaining',
          true,
          'SomeResourcesRemain',
          `Some resources are remaining: ${content}`,
        )
      : make(
          'NamespaceContentRemaining',
          false,
          'ContentRemoved',
          'All content successfully removed',
        ),
    finalizers
      ? make(
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${finalizers}`,
        )
      : make(
          'NamespaceFinalizersRemaining',
          false,
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ),
  ];
  const status = { phase: 'Terminating', conditions };
  yield* ignoring(
    ['NotFound', 'Conflict'],
    context.client.updateStatus(namespaces, { ...namespace, metadata: without(namespace), status }),
  );
}

/** Metadata without its version: written whatever happened meanwhile. */
function without(namespace: Namespace): Namespace['metadata'] {
  const { resourceVersion: _version, ...metadata } = namespace.metadata;
  return metadata;
}
