// Answers as tables (what `kubectl get` prints) and as metadata alone.
import { humanDuration, parseRfc3339 } from '../../../base/time';
import type { Cell } from '../../kinds/define-kind';
import columns from '../../kinds/generated/table-columns.json';
import type { KubeObject } from '../../kinds/object';
import type { Resource, TableColumn } from '../../kinds/resource';
import type { ApiRequest } from '../request';
import type { ApiServer } from '../server';

export type ColumnDefinition = TableColumn;

const byPath = columns as Readonly<Record<string, readonly ColumnDefinition[]>>;

const plain: readonly ColumnDefinition[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Age', type: 'string', format: '', priority: 0 },
];

/** The columns of a resource's table. */
export function columnsOf(resource: Resource): readonly ColumnDefinition[] {
  const served = resource.definition?.served;
  if (served) {
    return served.columns.map(({ name, isWide }) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      priority: isWide ? 1 : 0,
    }));
  }
  if (resource.columns) return resource.columns;
  const root = resource.group === '' ? '/api/' : '/apis/';
  return byPath[`${root}${resource.apiVersion}/${resource.resource}`] ?? plain;
}

/** A Table of objects. Rows carry the objects' metadata, or whole objects when asked. */
export function tableOf(
  server: ApiServer,
  items: readonly KubeObject[],
  metadata: KubeObject['metadata'],
  resource: Resource,
  request: ApiRequest,
): KubeObject {
  const include = request.query?.includeObject ?? 'Metadata';
  const nowMs = server.sim.now;
  const { remainingItemCount, resourceVersion, continue: next } = metadata as never;
  const isScale = request.subresource === 'scale';
  const cellsOf = (item: KubeObject) =>
    isScale ? scaleCells(item, nowMs) : rowCells(item, resource, nowMs);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {
      ...(resourceVersion !== undefined ? { resourceVersion } : {}),
      ...(next !== undefined ? { continue: next } : {}),
      ...(remainingItemCount !== undefined ? { remainingItemCount } : {}),
    } as unknown as KubeObject['metadata'],
    columnDefinitions: isScale ? scaleColumns : columnsOf(resource),
    rows: items.map((item) => ({
      cells: cellsOf(item),
      ...(include === 'None' ? {} : { object: include === 'Object' ? item : partial(item) }),
    })),
  };
}

const scaleColumns: readonly ColumnDefinition[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Desired', type: 'integer', format: '', priority: 0 },
  { name: 'Available', type: 'integer', format: '', priority: 0 },
  { name: 'Age', type: 'string', format: '', priority: 0 },
];

function scaleCells(item: KubeObject, nowMs: number): readonly Cell[] {
  const { spec, status } = item as { spec?: { replicas?: number }; status?: { replicas?: number } };
  return [item.metadata.name, spec?.replicas ?? 0, status?.replicas ?? 0, ageOf(item, nowMs)];
}

/** The cells of one row. */
export function rowCells(item: KubeObject, resource: Resource, nowMs: number): readonly Cell[] {
  const cells = resource.definition?.cells?.(item, { nowMs });
  if (cells) return cells;
  return columnsOf(resource).map((column) => {
    if (column.name === 'Name') return item.metadata.name;
    if (column.name === 'Age') return ageOf(item, nowMs);
    if (column.name === 'Created At') return item.metadata.creationTimestamp ?? '<unknown>';
    return '<none>';
  });
}

/** The AGE cell. */
export function ageOf(item: KubeObject, nowMs: number): string {
  const created = parseRfc3339(item.metadata.creationTimestamp ?? '');
  return created === null ? '<unknown>' : humanDuration(nowMs - created);
}

function partial(item: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: item.metadata };
}

/** Metadata alone, of one object or of a list. */
export function asPartial(items: readonly KubeObject[], whole: KubeObject): KubeObject {
  if (items[0] === whole) return partial(whole);
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata: whole.metadata,
    items: items.map(partial),
  };
}
