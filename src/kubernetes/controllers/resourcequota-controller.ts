// ResourceQuota: counts what a namespace uses; admission counts what comes, this what has gone.

import { deepEqual } from '../../base/json';
import { addQuantity, formatQuantity, type Quantity, zeroQuantity } from '../../base/quantity';
import type { Task } from '../../base/sim';
import { resourceQuotas } from '../api/refs';
import type { Pod, ResourceQuota } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { quotaMatches, usageOf } from '../kinds/quota-usage';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const storage = 'resourcequotas';
const resyncMs = 300_000;
const ignored = new Set(['events', 'resourcequotas', 'leases.coordination.k8s.io']);

export default defineController({
  name: 'resourcequota-controller',
  delayMs: 50,
  watches: [
    {
      storage,
      keys: (object, old, _context, type) =>
        type === 'DELETED' || old?.spec === object.spec ? [] : [keyOf(object)],
    },
  ],

  watchFor(resource, context) {
    if (!resource.namespaced || ignored.has(resource.storage)) return undefined;
    if (!resource.verbs.includes('watch')) return undefined;
    const quotas = informerOf<ResourceQuota>(context, storage);
    const byNamespace = quotas.byNamespace();
    return {
      storage: resource.storage,
      keys(object, old, _context, type) {
        if (quotas.objects.size === 0) return [];
        // Changes that admission has counted already need no second count.
        const isLess =
          type === 'DELETED' ||
          (resource.storage === 'pods' && old !== undefined && hasEnded(object as Pod, old as Pod));
        if (!isLess) return [];
        return [...byNamespace.get(object.metadata.namespace ?? '').keys()];
      },
    };
  },

  *reconcile(key, context): Task<number | undefined> {
    const quota = informerOf<ResourceQuota>(context, storage).byKey(key);
    if (quota === undefined) return undefined;
    const hard = quota.spec.hard ?? {};
    const used: Record<string, string> = {};
    const usage = countUsage(quota, Object.keys(hard), context);
    for (const name of Object.keys(hard)) {
      used[name] = formatQuantity(usage.get(name) ?? zeroQuantity);
    }
    const status = { hard, used };
    if (!deepEqual(status, quota.status)) {
      const request = context.client.updateStatus(resourceQuotas, { ...quota, status });
      yield* ignoring(['NotFound'], request);
    }
    return resyncMs;
  },
});

function hasEnded(pod: Pod, old: Pod): boolean {
  const isOver = ({ status }: Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed';
  return isOver(pod) && !isOver(old);
}

function countUsage(
  quota: ResourceQuota,
  names: readonly string[],
  context: ControllerContext,
): ReadonlyMap<string, Quantity> {
  const total = new Map<string, Quantity>();
  for (const table of tablesFor(names, context)) {
    const objects = context.informers.get(table).byNamespace();
    for (const object of objects.get(quota.metadata.namespace ?? '').values()) {
      if (!quotaMatches(quota, table, object)) continue;
      for (const [name, value] of usageOf(table, object)) {
        if (names.includes(name))
          total.set(name, addQuantity(total.get(name) ?? zeroQuantity, value));
      }
    }
  }
  return total;
}

/** The tables whose objects a quota's names count. */
function tablesFor(names: readonly string[], context: ControllerContext): Set<string> {
  const tables = new Set<string>();
  for (const name of names) {
    const counted = name.startsWith('count/') ? name.slice('count/'.length) : name;
    if (context.catalog.byStorage(counted) !== undefined) tables.add(counted);
    else if (name.startsWith('services.')) tables.add('services');
    else if (name.includes('storage') && !name.includes('ephemeral')) {
      tables.add('persistentvolumeclaims');
    } else if (name.endsWith('persistentvolumeclaims')) tables.add('persistentvolumeclaims');
    else tables.add('pods');
  }
  return tables;
}
