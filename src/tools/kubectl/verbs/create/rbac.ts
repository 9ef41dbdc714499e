// create role, clusterrole, rolebinding, clusterrolebinding.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { createGenerated, namespaceField, oneName } from './generate';

const GROUP = 'rbac.authorization.k8s.io';
const VERSION = `${GROUP}/v1`;
const knownVerbs = new Set(
  (
    'get list watch create update patch delete deletecollection use bind escalate impersonate ' +
    'approve sign attest *'
  ).split(' '),
);

interface ResourceSpec {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
}

export const role = defineVerb({
  name: 'role',
  *run(ctx) {
    const name = oneName(ctx);
    const verbs = readVerbs(ctx);
    if (verbs.length === 0) fail('at least one verb must be specified');
    const specs = ctx.flags.list('resource').map(resourceSpec);
    if (specs.length === 0) fail('at least one resource must be specified');
    const names = ctx.flags.list('resource-name');
    if (names.length > 0 && specs.length > 1) {
      fail('invalid resource(s) used with resource-name');
    }
    const object: JsonObject = {
      kind: 'Role',
      apiVersion: VERSION,
      metadata: { name, ...namespaceField(ctx) },
      rules: yield* rulesOf(ctx, specs, { verbs, names }),
    };
    return yield* createGenerated(ctx, object, { apiVersion: VERSION, resource: 'roles' });
  },
});

export const clusterrole = defineVerb({
  name: 'clusterrole',
  *run(ctx) {
    const name = oneName(ctx);
    const { flags } = ctx;
    const aggregation = flags.map('aggregation-rule');
    const target = { apiVersion: VERSION, resource: 'clusterroles', isClusterWide: true } as const;
    const verbs = readVerbs(ctx);
    const specs = flags.list('resource').map(resourceSpec);
    const urls = flags.list('non-resource-url');
    const names = flags.list('resource-name');
    if (aggregation.size > 0) {
      if (verbs.length + specs.length + urls.length + names.length > 0) {
        fail(
          'aggregation rule must be specified without nonResourceURLs, resources or resourceNames',
        );
      }
      const matchLabels = Object.fromEntries(aggregation);
      const object: JsonObject = {
        kind: 'ClusterRole',
        apiVersion: VERSION,
        metadata: { name },
        rules: null,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
      };
      return yield* createGenerated(ctx, object, target);
    }
    checkClusterRole(verbs, specs, urls, names);
    const rules = yield* rulesOf(ctx, specs, { verbs, names });
    if (urls.length > 0) rules.push({ verbs, nonResourceURLs: urls });
    const object: JsonObject = {
      kind: 'ClusterRole',
      apiVersion: VERSION,
      metadata: { name },
      rules,
    };
    return yield* createGenerated(ctx, object, target);
  },
});

function checkClusterRole(
  verbs: readonly string[],
  specs: readonly ResourceSpec[],
  urls: readonly string[],
  names: readonly string[],
): void {
  if (verbs.length === 0) fail('at least one verb must be specified');
  if (specs.length === 0 && urls.length === 0) {
    fail('one of resource or nonResourceURL must be specified');
  }
  if (specs.length > 1 && names.length > 0) fail('invalid resource(s) used with resource-name');
  const urlVerbs = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', '*'];
  for (const verb of urls.length > 0 ? verbs : []) {
    if (!urlVerbs.includes(verb)) fail(`invalid verb: '${verb}' for nonResourceURL`);
  }
}

function readVerbs(ctx: Context): string[] {
  const verbs: string[] = [];
  for (const verb of ctx.flags.list('verb')) {
    if (verb === '*') return ['*'];
    if (!verbs.includes(verb)) verbs.push(verb);
  }
  return verbs;
}

function resourceSpec(text: string): ResourceSpec {
  const slash = text.indexOf('/');
  const full = slash < 0 ? text : text.slice(0, slash);
  const dot = full.indexOf('.');
  return {
    resource: dot < 0 ? full : full.slice(0, dot),
    group: dot < 0 ? '' : full.slice(dot + 1),
    subresource: slash < 0 ? '' : text.slice(slash + 1),
  };
}

/** One rule for each API group, in the order in which the groups come. */
function* rulesOf(
  ctx: Context,
  specs: readonly ResourceSpec[],
  also: { readonly verbs: readonly string[]; readonly names: readonly string[] },
): Task<JsonObject[]> {
  for (const verb of specs.length > 0 ? also.verbs : []) {
    if (!knownVerbs.has(verb)) {
      yield* ctx.err(`Warning: '${verb}' is not a standard resource verb\n`);
    }
  }
  const byGroup = new Map<string, string[]>();
  for (const spec of specs) {
    const { group, resource } = yield* resolve(ctx, spec);
    const full = spec.subresource ? `${resource}/${spec.subresource}` : resource;
    const list = byGroup.get(group);
    if (list === undefined) byGroup.set(group, [full]);
    else if (!list.includes(full)) list.push(full);
  }
  const resourceNames = [...also.names];
  return [...byGroup].map(([group, resources]) => ({
    verbs: [...also.verbs],
    apiGroups: [group],
    resources,
    ...(resourceNames.length > 0 ? { resourceNames } : {}),
  }));
}

function* resolve(ctx: Context, spec: ResourceSpec): Task<{ group: string; resource: string }> {
  const word = spec.group ? `${spec.resource}.${spec.group}` : spec.resource;
  if (spec.resource === '*') return { group: spec.group || '', resource: '*' };
  const rest = yield* ctx.rest();
  const known = yield* rest.discovery(1);
  const found = known.find(word) ?? (yield* rest.freshDiscovery(1)).find(word);
  if (found !== undefined) return { group: found.group, resource: found.resource };
  const group = spec.group ? ` in group ${JSON.stringify(spec.group)}` : '';
  throw new ExactError(
    `the server doesn't have a resource type ${JSON.stringify(spec.resource)}${group}`,
  );
}

export const rolebinding = defineVerb({
  name: 'rolebinding',
  *run(ctx) {
    const name = oneName(ctx);
    const [cluster, own] = [ctx.flags.string('clusterrole'), ctx.flags.string('role')];
    if ((cluster === '') === (own === '')) {
      fail('exactly one of clusterrole or role must be specified');
    }
    const roleRef = {
      apiGroup: GROUP,
      kind: cluster ? 'ClusterRole' : 'Role',
      name: cluster || own,
    };
    const object: JsonObject = {
      kind: 'RoleBinding',
      apiVersion: VERSION,
      metadata: { name, ...namespaceField(ctx) },
      ...subjectsField(ctx),
      roleRef,
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: VERSION,
      resource: 'rolebindings',
      failure: 'failed to create rolebinding: ',
    });
  },
});

export const clusterrolebinding = defineVerb({
  name: 'clusterrolebinding',
  *run(ctx) {
    const name = oneName(ctx);
    const cluster = ctx.flags.string('clusterrole');
    if (cluster === '') fail('clusterrole must be specified');
    const object: JsonObject = {
      kind: 'ClusterRoleBinding',
      apiVersion: VERSION,
      metadata: { name },
      ...subjectsField(ctx),
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: cluster },
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: VERSION,
      resource: 'clusterrolebindings',
      isClusterWide: true,
      failure: 'failed to create clusterrolebinding: ',
    });
  },
});

function subjectsField(ctx: Context): { subjects?: JsonObject[] } {
  const { flags } = ctx;
  const subjects: JsonObject[] = [
    ...flags.list('user').map((name) => ({ kind: 'User', apiGroup: GROUP, name })),
    ...flags.list('group').map((name) => ({ kind: 'Group', apiGroup: GROUP, name })),
    ...flags.list('serviceaccount').map(serviceAccount),
  ];
  return subjects.length > 0 ? { subjects } : {};
}

/** `namespace:name` as a subject. @throws PlainError */
export function serviceAccount(text: string): JsonObject {
  const [namespace = '', name = '', ...more] = text.split(':');
  if (namespace === '' || name === '' || more.length > 0) {
    fail('serviceaccount must be <namespace>:<name>');
  }
  return { kind: 'ServiceAccount', name, namespace };
}
