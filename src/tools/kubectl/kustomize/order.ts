// The order of the output: what others need comes first.
import { compareStrings, isObject, type Json } from '../../../base/json';
import { fail } from '../framework/errors';
import { textsAt } from './load';
import { idOf, type KustObject } from './model';

const first = (
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount ' +
  'PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints ' +
  'Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment ' +
  'StatefulSet CronJob PodDisruptionBudget'
).split(' ');
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The default order's lists; kinds in neither stand between them. */
const defaults = { orderFirst: first, orderLast: last };

interface Lists {
  readonly orderFirst: readonly string[];
  readonly orderLast: readonly string[];
}

function rank(kind: string, { orderFirst, orderLast }: Lists): number {
  const at = orderFirst.indexOf(kind);
  return at >= 0 ? at - orderFirst.length : orderLast.indexOf(kind) + 1;
}

/** Sorts as `sortOptions` says; kubectl's default is the legacy order. @throws PlainError */
export function ordered(entries: readonly KustObject[], options: Json | undefined): KustObject[] {
  const given = isObject(options) ? options : { order: 'legacy' };
  const { order, legacySortOptions } = given;
  if (order !== 'fifo' && order !== 'legacy') {
    fail("the field 'sortOptions.order' must be one of [fifo, legacy]");
  }
  if (order === 'fifo') {
    if (isObject(legacySortOptions)) {
      fail(
        "the field 'sortOptions.legacySortOptions' is set but the selected sort order is " +
          "'fifo', not 'legacy'",
      );
    }
    return [...entries];
  }
  const lists = isObject(legacySortOptions)
    ? {
        orderFirst: textsAt(legacySortOptions, 'orderFirst'),
        orderLast: textsAt(legacySortOptions, 'orderLast'),
      }
    : defaults;
  const keyed = entries.map((entry) => ({ entry, ...keysOf(entry, lists) }));
  keyed.sort(
    (a, b) => a.rank - b.rank || compareStrings(a.kind, b.kind) || compareStrings(a.id, b.id),
  );
  return keyed.map((one) => one.entry);
}

/** What is compared: missing parts sort behind all others. */
function keysOf(entry: KustObject, lists: Lists) {
  const { group, version, kind, namespace, name } = idOf(entry.object);
  return {
    rank: rank(kind, lists),
    kind: [group || '~G', version || '~V', kind || '~K'].join('_'),
    id: [namespace || '~X', name || '~N'].join('|'),
  };
}
