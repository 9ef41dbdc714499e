// The order of the output: what others need comes first.
import { compareStrings, type JsonObject } from '../../../base/json';
import { idOf, type KustObject } from './model';

const first = (
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount ' +
  'PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints ' +
  'Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment ' +
  'StatefulSet CronJob PodDisruptionBudget'
).split(' ');
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function rank(kind: string): number {
  const at = first.indexOf(kind);
  if (at >= 0) return at - first.length;
  return last.indexOf(kind) + 1;
}

/** Sorts as `sortOptions` says; legacy order is kubectl's default. */
export function ordered(entries: readonly KustObject[], options: JsonObject): KustObject[] {
  if (options.order === 'fifo') return [...entries];
  return [...entries].sort((a, b) => {
    const [x, y] = [idOf(a.object), idOf(b.object)];
    const byKind = rank(x.kind) - rank(y.kind);
    if (byKind !== 0) return byKind;
    const key = (id: typeof x) => [id.group, id.version, id.kind, id.namespace, id.name].join('_');
    return compareStrings(key(x), key(y));
  });
}
