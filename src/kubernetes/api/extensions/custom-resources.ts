// From a CustomResourceDefinition to served resources, one a version.

import { ageCell, sinceCell } from '../../kinds/cells';
import { rememberFrozen } from '../../kinds/complete';
import type { Cell, KindDefinition, SubresourceStrategy } from '../../kinds/define-kind';
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
} from '../../kinds/generated/types';
import type { KubeObject } from '../../kinds/object';
import type { Resource, TableColumn } from '../../kinds/resource';
import { type Schema, withObjectFields } from '../../kinds/schema';
import { evaluateJsonPath, replacePath } from '../../kinds/simple-path';
import { scaleOf } from '../../kinds/workloads/scale';
import { decodeStrictly } from '../decoding';
import { withSchemaDefaults } from './schema-defaults';
import { checkCustom, checkCustomUpdate } from './schema-validation';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The resources that a definition makes. */
export function customResources(definition: CustomResourceDefinition): readonly Resource[] {
  const { spec } = definition;
  const storage = `${spec.names.plural}.${spec.group}`;
  const stored = spec.versions.find((one) => one.storage)?.name ?? '';
  return spec.versions
    .filter((version) => version.served)
    .map((version) => {
      const schema = withObjectFields((version.schema?.openAPIV3Schema ?? {}) as Schema);
      const columns = columnsOf(version);
      const apiVersion = `${spec.group}/${version.name}`;
      const warning = `${apiVersion} ${spec.names.kind} is deprecated`;
      const resource: Resource = {
        group: spec.group,
        version: version.name,
        apiVersion,
        resource: spec.names.plural,
        singular: spec.names.singular ?? spec.names.kind.toLowerCase(),
        kind: spec.names.kind,
        namespaced: spec.scope === 'Namespaced',
        verbs,
        shortNames: spec.names.shortNames ?? [],
        categories: spec.names.categories ?? [],
        subresources: subresourcesOf(version, spec.group, spec.names.kind),
        storage,
        schemaName: undefined,
        schema,
        columns: columns.map((one) => one.column),
        ...(version.deprecated ? { deprecation: version.deprecationWarning ?? warning } : {}),
        definition: kindOf(definition, version, schema, columns),
        conversion: {
          toStorage: (object) => ({ ...object, apiVersion: `${spec.group}/${stored}` }),
          fromStorage: (object) => shownAs(object),
        },
      };
      const shownAs = rememberFrozen((object: KubeObject): KubeObject => {
        const own = object.apiVersion === apiVersion ? object : { ...object, apiVersion };
        const pruned = decodeStrictly(own, resource, 'Ignore', () => {});
        return withSchemaDefaults(pruned, schema) as KubeObject;
      });
      return resource;
    });
}

interface Column {
  readonly column: TableColumn;
  readonly cell: (object: KubeObject, nowMs: number) => Cell;
}

function columnsOf(version: CustomResourceDefinitionVersion): readonly Column[] {
  const name: Column = {
    column: { name: 'Name', type: 'string', format: 'name', priority: 0 },
    cell: (object) => object.metadata.name,
  };
  const given = version.additionalPrinterColumns;
  if (!given?.length) {
    return [
      name,
      {
        column: { name: 'Age', type: 'date', format: '', priority: 0 },
        cell: (object, nowMs) => ageCell(object, nowMs),
      },
    ];
  }
  return [name, ...given.map(columnOf)];
}

function columnOf(given: CustomResourceColumnDefinition): Column {
  const { name, type, format = '', priority = 0, description, jsonPath } = given;
  return {
    column: { name, type, format, priority, ...(description ? { description } : {}) },
    cell(object, nowMs) {
      const value = evaluateJsonPath(object, jsonPath);
      if (value === undefined || value === null) return null;
      if (type === 'date') return sinceCell(String(value), nowMs);
      if (typeof value === 'object') return JSON.stringify(value);
      return type === 'string' ? String(value) : (value as Cell);
    },
  };
}

function subresourcesOf(version: CustomResourceDefinitionVersion, group: string, kind: string) {
  const list: Resource['subresources'][number][] = [];
  const writes = ['get', 'patch', 'update'];
  if (version.subresources?.status) {
    list.push({ name: 'status', kind, group, version: version.name, verbs: writes });
  }
  if (version.subresources?.scale) {
    list.push({ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: writes });
  }
  return list;
}

function kindOf(
  definition: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  schema: Schema,
  columns: readonly Column[],
): KindDefinition {
  const { names, group } = definition.spec;
  const scale = version.subresources?.scale;
  const hasStatus = version.subresources?.status !== undefined;
  return {
    name: names.plural,
    group,
    kind: names.kind,
    hasGeneration: true,
    applyDefaults: (object) => withSchemaDefaults(object, schema) as KubeObject,
    prepareForCreate(object) {
      if (!hasStatus || object.status === undefined) return object;
      const { status: _gone, ...rest } = object;
      return rest as KubeObject;
    },
    validate: (object) => checkCustom(object, schema, scale?.specReplicasPath),
    validateUpdate: (object, old) => checkCustomUpdate(object, old, schema),
    selectableFields: (object) =>
      Object.fromEntries(
        (version.selectableFields ?? []).map(({ jsonPath }) => [
          jsonPath.replace(/^\./, ''),
          String(evaluateJsonPath(object, jsonPath) ?? ''),
        ]),
      ),
    cells: (object, { nowMs }) => columns.map((one) => one.cell(object, nowMs)),
    subresources: scale ? { scale: customScale(scale, schema) } : {},
  };
}

interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string | undefined;
}

function customScale(paths: ScalePaths, schema: Schema): SubresourceStrategy<KubeObject> {
  return {
    get(object) {
      const wanted = Number(evaluateJsonPath(object, paths.specReplicasPath) ?? 0);
      const found = Number(evaluateJsonPath(object, paths.statusReplicasPath) ?? 0);
      const selector = paths.labelSelectorPath
        ? String(evaluateJsonPath(object, paths.labelSelectorPath) ?? '')
        : '';
      return scaleOf(object, wanted, found, selector);
    },
    update(old, body) {
      const replicas = (body.spec as { replicas?: number } | undefined)?.replicas ?? 0;
      return replacePath(old, paths.specReplicasPath, replicas) as KubeObject;
    },
    validate: (object) => checkCustom(object, schema, paths.specReplicasPath),
  };
}
