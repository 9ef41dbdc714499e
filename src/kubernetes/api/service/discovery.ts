// Paths that are no resources: discovery in both forms, version, health.
import { encodeBase64Bytes } from '../../../base/base64';
import { sha256 } from '../../../base/digest';
import type { Resource } from '../../kinds/resource';
import type { HttpApiAnswer, HttpApiRequest } from '../request';
import type { ApiServer } from '../server';
import { healthAnswer } from './health';
import { openApiDocument, openApiIndex } from './openapi';
import { isPretty, jsonText } from './wire';

interface Asked {
  readonly request: HttpApiRequest;
  readonly query: Readonly<Record<string, string>>;
}

/** Answers such a path; undefined when it is none. */
export function discoveryAnswer(
  server: ApiServer,
  path: string,
  { request, query }: Asked,
): HttpApiAnswer | undefined {
  const clean = path.length > 1 ? path.replace(/\/$/, '') : path;
  const health = healthAnswer(clean, query);
  if (health !== undefined) return health;
  const isAggregated = /as=APIGroupDiscoveryList/.test(request.headers.accept ?? '');
  const value = documentAt(server, clean, isAggregated);
  if (value === undefined) return undefined;
  const isAlwaysPretty = clean === '/' || clean === '/version';
  const form =
    isAggregated && (clean === '/api' || clean === '/apis') ? aggregatedType : 'application/json';
  return {
    code: 200,
    headers: { 'content-type': form },
    body: jsonText(value, isAlwaysPretty || isPretty(request, query)),
  };
}

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function documentAt(server: ApiServer, path: string, isAggregated: boolean): unknown {
  switch (path) {
    case '/':
      return { paths: rootPaths(server) };
    case '/version':
      return version;
    case '/api':
      return isAggregated
        ? aggregated(server, true)
        : { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: addresses(server) };
    case '/apis':
      return isAggregated
        ? aggregated(server, false)
        : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups(server) };
    case '/openapi/v3':
      return openApiIndex(server);
    case '/.well-known/openid-configuration':
      return openIdConfiguration;
    case '/openid/v1/jwks':
      return { keys: [] };
    default:
      if (path.startsWith('/openapi/v3/')) {
        return openApiDocument(server, path.slice('/openapi/v3/'.length));
      }
      return groupAnswer(server, path);
  }
}

const openIdConfiguration = {
  issuer: 'https://kubernetes.default.svc.cluster.local',
  jwks_uri: 'https://192.168.49.2:8443/openid/v1/jwks',
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

function rootPaths(server: ApiServer): readonly string[] {
  const found = new Set(['/.well-known/openid-configuration', '/api', '/apis', '/apis/']);
  for (const { group, apiVersion } of server.catalog.resources) {
    if (group !== '') found.add(`/apis/${group}`);
    found.add(group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`);
  }
  for (const path of ['/healthz', '/livez', '/metrics', '/openapi/v2', '/openapi/v3'])
    found.add(path);
  for (const path of ['/openid/v1/jwks', '/readyz', '/version']) found.add(path);
  return [...found].sort();
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

function aggregated(server: ApiServer, isCore: boolean) {
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
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items,
  };
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

function groupAnswer(server: ApiServer, path: string) {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+)(?:\/([^/]+))?)$/.exec(path);
  if (match === null) return undefined;
  const [, core, group = '', own] = match;
  const versions = byGroup(server).get(group);
  if (versions === undefined) return undefined;
  if (core === undefined && own === undefined) {
    const described = groupOf(group, [...versions.keys()]);
    return { kind: 'APIGroup', apiVersion: 'v1', ...described };
  }
  const resources = versions.get(core ?? own ?? '');
  if (resources === undefined) return undefined;
  const { apiVersion: groupVersion, group: name } = resources[0] as Resource;
  return {
    kind: 'APIResourceList',
    ...(name === '' ? {} : { apiVersion: 'v1' }),
    groupVersion,
    resources: resources.flatMap(listed),
  };
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
    storageVersionHash: storageHash(resource),
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

/** Eight bytes that stand for the version a resource is stored in. */
function storageHash({ group, version: own, kind }: Resource): string {
  return encodeBase64Bytes(sha256(`${group}/${own}/${kind}`).slice(0, 8));
}
