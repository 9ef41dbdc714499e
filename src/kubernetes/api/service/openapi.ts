// OpenAPI v3 documents, made from discovery and the schemas. Clients look in the paths for the
// parameters fieldValidation and dryRun, and in the components for fields.
import { fnv1a32 } from '../../../base/hash';
import type { Resource } from '../../kinds/resource';
import { builtInSchemas, referredName, type Schema } from '../../kinds/schema';
import type { ApiServer } from '../server';

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
}

/** The index: documents by group and version. */
export function openApiIndex(server: ApiServer) {
  const versions = new Set(server.catalog.resources.map((one) => one.apiVersion));
  const roots = ['.well-known/openid-configuration', 'api', 'apis', 'version'];
  const names = [...roots, ...[...versions].map(rootOf), ...groupsOf(versions)].sort();
  const paths = names.map((name) => {
    const hash = fnv1a32(name + server.catalog.resources.length)
      .toString(16)
      .toUpperCase();
    return [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(paths) };
}

function groupsOf(versions: ReadonlySet<string>): string[] {
  const groups = [...versions].filter((one) => one.includes('/')).map((one) => one.split('/')[0]);
  return [...new Set(groups)].map((group) => `apis/${group}`);
}

/** The document of `apis/apps/v1`; undefined when there is none. */
export function openApiDocument(server: ApiServer, name: string) {
  const resources = server.catalog.resources.filter((one) => rootOf(one.apiVersion) === name);
  if (resources.length === 0) return undefined;
  const schemas: Record<string, Schema> = {};
  for (const resource of resources) {
    const full = resource.schemaName ?? customName(resource);
    const schema = resource.schema ?? builtInSchemas[full];
    if (schema === undefined) continue;
    schemas[full] = withKind(schema, resource);
    addReferred(schema, schemas);
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    components: { schemas },
  };
}

/** `com.example.stable.v1.CronTab`. */
export function customName(resource: Resource): string {
  const group = resource.group.split('.').reverse().join('.');
  return `${group}.${resource.version}.${resource.kind}`;
}

function withKind(schema: Schema, { group, version, kind }: Resource): Schema {
  return { ...schema, 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
}

function addReferred(schema: unknown, into: Record<string, Schema>): void {
  if (Array.isArray(schema)) {
    for (const one of schema) addReferred(one, into);
    return;
  }
  if (typeof schema !== 'object' || schema === null) return;
  // A property may be called $ref itself.
  const isReference = '$ref' in schema && typeof schema.$ref === 'string';
  const name = isReference ? referredName(schema as Schema) : undefined;
  const found = name === undefined ? undefined : builtInSchemas[name];
  if (name !== undefined && found !== undefined && into[name] === undefined) {
    into[name] = found;
    addReferred(found, into);
  }
  for (const child of Object.values(schema)) addReferred(child, into);
}

const methods: Readonly<Record<string, string>> = {
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
  get: 'get',
  list: 'get',
};

function parameters(verb: string) {
  const text = (name: string) => ({ name, in: 'query', schema: { type: 'string' } });
  if (verb === 'get' || verb === 'list') return [];
  if (verb === 'delete' || verb === 'deletecollection') return [text('dryRun')];
  const shared = [text('dryRun'), text('fieldManager'), text('fieldValidation')];
  return verb === 'patch' ? [...shared, { ...text('force'), schema: { type: 'boolean' } }] : shared;
}

function pathsOf(resource: Resource): readonly (readonly [string, unknown])[] {
  const { group, version, kind } = resource;
  const scope = resource.namespaced ? 'namespaces/{namespace}/' : '';
  const base = `/${rootOf(resource.apiVersion)}/${scope}${resource.resource}`;
  const operations = (verbs: readonly string[]) =>
    Object.fromEntries(
      verbs.map((verb) => [
        methods[verb] ?? 'get',
        {
          'x-kubernetes-action': verb === 'create' ? 'post' : verb === 'update' ? 'put' : verb,
          'x-kubernetes-group-version-kind': { group, version, kind },
          parameters: parameters(verb),
        },
      ]),
    );
  const has = (verb: string) => resource.verbs.includes(verb);
  return [
    [base, operations(['list', 'create', 'deletecollection'].filter(has))],
    [`${base}/{name}`, operations(['get', 'update', 'patch', 'delete'].filter(has))],
  ];
}
