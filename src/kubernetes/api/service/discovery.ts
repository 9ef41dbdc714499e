// Paths that are no resources: discovery in both forms, version, health.
import { goJson } from '../../../base/json';
import type { Resource } from '../../kinds/resource';
import type { HttpApiAnswer, HttpApiRequest } from '../request';
import type { ApiServer } from '../server';

const json = { 'content-type': 'application/json' };

/** Answers such a path; undefined when it is none. */
export function discoveryAnswer(
  server: ApiServer,
  path: string,
  request: HttpApiRequest,
): HttpApiAnswer | undefined {
  const clean = path.length > 1 ? path.replace(/\/$/, '') : path;
  const isAggregated = /as=APIGroupDiscoveryList/.test(request.headers.accept ?? '');
  switch (clean) {
    case '/version':
      return answer(version);
    case '/healthz':
    case '/livez':
    case '/readyz':
      return { code: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };
    case '/api':
      if (isAggregated) return aggregated(server, true);
      return answer({
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: addresses(server),
      });
    case '/apis':
      if (isAggregated) return aggregated(server, false);
      return answer({ kind: 'APIGroupList', apiVersion: 'v1', groups: groups(server) });
    default:
      return groupAnswer(server, clean);
  }
}

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: '0b0d4bd0cc1be1ca83ad1a1d9c3a6a0c0e0f9a3c',
  gitTreeState: 'clean',
  buildDate: '2026-08-12T18:41:11Z',
  goVersion: 'go1.26.1',
  compiler: 'gc',
  platform: 'linux/amd64',
};

function answer(value: unknown, headers: Record<string, string> = json): HttpApiAnswer {
  return { code: 200, headers, body: `${goJson(value)}\n` };
}

function addresses(_server: ApiServer) {
  return [{ clientCIDR: '0.0.0.0/0', serverAddress: '192.168.49.2:8443' }];
}

/** Resources by group and version, in the order of the catalog. */
function byGroup(server: ApiServer): Map<string, Map<string, Resource[]>> {
  const found = new Map<string, Map<string, Resource[]>>();
  for (const resource of server.catalog.resources) {
    let versions = found.get(resource.group);
    if (versions === undefined) found.set(resource.group, (versions = new Map()));
    const list = versions.get(resource.version);
    if (list === undefined) versions.set(resource.version, [resource]);
    else list.push(resource);
  }
  return found;
}

function groups(server: ApiServer) {
  return [...byGroup(server)]
    .filter(([name]) => name !== '')
    .map(([name, versions]) => groupOf(name, [...versions.keys()]));
}

function groupOf(name: string, versions: readonly string[]) {
  const list = versions.map((one) => ({ groupVersion: `${name}/${one}`, version: one }));
  return { name, versions: list, preferredVersion: list[0] };
}

function aggregated(server: ApiServer, isCore: boolean): HttpApiAnswer {
  const items = [...byGroup(server)]
    .filter(([name]) => (name === '') === isCore)
    .map(([name, versions]) => ({
      metadata: name === '' ? { creationTimestamp: null } : { name, creationTimestamp: null },
      versions: [...versions].map(([one, resources]) => ({
        version: one,
        resources: resources.map(discovered),
        freshness: 'Current',
      })),
    }));
  const list = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items,
  };
  const type = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  return answer(list, { 'content-type': type });
}

function discovered(resource: Resource) {
  const { group, version: own, kind } = resource;
  return {
    resource: resource.resource,
    responseKind: { group, version: own, kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    ...(resource.subresources.length > 0
      ? {
          subresources: resource.subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
            verbs: sub.verbs,
          })),
        }
      : {}),
  };
}

function groupAnswer(server: ApiServer, path: string): HttpApiAnswer | undefined {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+)(?:\/([^/]+))?)$/.exec(path);
  if (match === null) return undefined;
  const [, core, group = '', own] = match;
  const versions = byGroup(server).get(group);
  if (versions === undefined) return undefined;
  if (core === undefined && own === undefined) {
    const described = groupOf(group, [...versions.keys()]);
    return answer({ kind: 'APIGroup', apiVersion: 'v1', ...described });
  }
  const resources = versions.get(core ?? own ?? '');
  if (resources === undefined) return undefined;
  return answer({
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: resources[0]?.apiVersion,
    resources: resources.flatMap(listed),
  });
}

function listed(resource: Resource): unknown[] {
  const own = {
    name: resource.resource,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
  };
  const subs = resource.subresources.map((sub) => ({
    name: `${resource.resource}/${sub.name}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...(sub.group !== resource.group ? { group: sub.group, version: sub.version } : {}),
    kind: sub.kind,
    verbs: sub.verbs,
  }));
  return [own, ...subs];
}
