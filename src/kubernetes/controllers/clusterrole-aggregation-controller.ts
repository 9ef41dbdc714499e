// Fills in the rules of ClusterRoles that are made up of others by label.
import { deepEqual, goJson } from '../../base/json';
import { matchesSelectorObject } from '../../base/labels';
import type { Task } from '../../base/sim';
import { ref } from '../api/client';
import type { ClusterRole, PolicyRule } from '../kinds/generated/types';
import { type ControllerContext, defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

const storage = 'clusterroles.rbac.authorization.k8s.io';
const clusterRoles = ref<ClusterRole>('rbac.authorization.k8s.io/v1', 'clusterroles');

export default defineController({
  name: 'clusterrole-aggregation-controller',
  delayMs: 20,
  watches: [
    {
      storage,
      keys: (_object, _old, context) =>
        [...aggregated(context).get('yes').values()].map((one) => one.metadata.name),
    },
  ],

  *reconcile(name, context): Task<undefined> {
    const roles = informerOf<ClusterRole>(context, storage);
    const role = roles.byKey(name);
    const selectors = role?.aggregationRule?.clusterRoleSelectors;
    if (role === undefined || selectors === undefined) return;
    const rules: PolicyRule[] = [];
    const seen = new Set<string>();
    const others = [...roles.objects.values()].sort((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
    for (const selector of selectors) {
      for (const other of others) {
        if (other.metadata.name === name) continue;
        if (!matchesSelectorObject(selector, other.metadata.labels)) continue;
        for (const rule of other.rules ?? []) {
          const text = goJson(rule);
          if (!seen.has(text)) rules.push(rule);
          seen.add(text);
        }
      }
    }
    if (deepEqual(role.rules ?? [], rules)) return;
    yield* ignoring(['NotFound'], context.client.update(clusterRoles, { ...role, rules }));
  },
});

function aggregated(context: ControllerContext) {
  const roles = informerOf<ClusterRole>(context, storage);
  return roles.index('aggregated', (one) => (one.aggregationRule ? ['yes'] : []));
}
