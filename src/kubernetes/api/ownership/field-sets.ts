// Field sets of values: what a configuration names, and what a change touched.
import { deepEqual, isObject, type JsonObject } from '../../../base/json';
import { fieldSchema, type Schema } from '../../kinds/schema';
import { emptyTree, type FieldTree, leaf, treeOf, union } from './field-tree';
import { entriesOf, isAlwaysThere, itemKey, itemSchema, structureOf, valueKey } from './structure';

/** All fields that a value (an applied configuration) names. */
export function fieldsIn(value: unknown, schema: Schema | undefined): FieldTree {
  switch (structureOf(value, schema)) {
    case 'unit':
      return leaf;
    case 'object': {
      const entries = entriesOf(value as JsonObject);
      if (entries.length === 0) return leaf;
      return treeOf(
        false,
        entries.map(([key, child]) => [`f:${key}`, fieldsIn(child, fieldSchema(schema, key))]),
      );
    }
    case 'keyed-list':
      return listFields(value as readonly unknown[], schema as Schema);
    case 'set':
      return treeOf(
        (value as readonly unknown[]).length === 0,
        (value as readonly unknown[]).map((item) => [valueKey(item), leaf]),
      );
  }
}

function listFields(list: readonly unknown[], schema: Schema): FieldTree {
  if (list.length === 0) return leaf;
  return treeOf(
    false,
    list.map((item) => [itemKey(item, schema), union(leaf, fieldsIn(item, itemSchema(schema)))]),
  );
}

/** What a change did. */
export interface Changes {
  readonly added: FieldTree;
  readonly modified: FieldTree;
  readonly removed: FieldTree;
}

const nothing: Changes = { added: emptyTree, modified: emptyTree, removed: emptyTree };

/** Compares two versions of a value. */
export function compareFields(
  before: unknown,
  after: unknown,
  schema: Schema | undefined,
  isPlace = true,
): Changes {
  if (before === after) return nothing;
  if (isAbsent(before)) {
    return isAbsent(after) ? nothing : { ...nothing, added: wholeOf(after, schema, isPlace) };
  }
  if (isAbsent(after)) return { ...nothing, removed: wholeOf(before, schema, isPlace) };
  const structure = structureOf(after, schema);
  if (structure !== structureOf(before, schema) || structure === 'unit') {
    return deepEqual(before, after) ? nothing : { ...nothing, modified: leaf };
  }
  if (structure === 'object') {
    return compareObjects(before as JsonObject, after as JsonObject, schema);
  }
  const [old, now] = [before, after] as [readonly unknown[], readonly unknown[]];
  const key = (item: unknown) =>
    structure === 'set' ? valueKey(item) : itemKey(item, schema as Schema);
  const items = structure === 'set' ? undefined : itemSchema(schema as Schema);
  return compareByKey(
    new Map(old.map((item) => [key(item), item])),
    new Map(now.map((item) => [key(item), item])),
    () => items,
    () => true,
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function compareObjects(
  before: JsonObject,
  after: JsonObject,
  schema: Schema | undefined,
): Changes {
  const parts = (value: JsonObject) =>
    new Map(entriesOf(value).map(([key, child]) => [`f:${key}`, child] as const));
  return compareByKey(
    parts(before),
    parts(after),
    (key) => fieldSchema(schema, key.slice(2)),
    (key) => !isAlwaysThere(key.slice(2), schema),
  );
}

function compareByKey(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  schemaOf: (key: string) => Schema | undefined,
  isPlace: (key: string) => boolean,
): Changes {
  const added: [string, FieldTree][] = [];
  const modified: [string, FieldTree][] = [];
  const removed: [string, FieldTree][] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)];
    const part = compareFields(old, now, schemaOf(key), isPlace(key));
    added.push([key, part.added]);
    modified.push([key, part.modified]);
    removed.push([key, part.removed]);
  }
  return {
    added: treeOf(false, added),
    modified: treeOf(false, modified),
    removed: treeOf(false, removed),
  };
}

/** A value and everything in it. */
function wholeOf(value: unknown, schema: Schema | undefined, isPlace: boolean): FieldTree {
  const structure = structureOf(value, schema);
  if (structure === 'unit') return leaf;
  if (structure === 'object') {
    const entries = entriesOf(value as JsonObject);
    if (entries.length === 0) return leaf;
    return treeOf(
      isPlace,
      entries.map(([key, child]) => [
        `f:${key}`,
        wholeOf(child, fieldSchema(schema, key), !isAlwaysThere(key, schema)),
      ]),
    );
  }
  const list = value as readonly unknown[];
  if (list.length === 0) return leaf;
  if (structure === 'set')
    return treeOf(
      isPlace,
      list.map((item) => [valueKey(item), leaf]),
    );
  const keyed = schema as Schema;
  return treeOf(
    isPlace,
    list.map((item) => [
      itemKey(item, keyed),
      union(leaf, isObject(item) ? wholeOf(item, itemSchema(keyed), true) : leaf),
    ]),
  );
}

const untracked = treeOf(false, [
  ['f:apiVersion', leaf],
  ['f:kind', leaf],
  [
    'f:metadata',
    treeOf(
      true,
      [
        'name',
        'namespace',
        'creationTimestamp',
        'deletionTimestamp',
        'deletionGracePeriodSeconds',
        'selfLink',
        'uid',
        'generation',
        'managedFields',
        'resourceVersion',
      ].map((field) => [`f:${field}`, leaf]),
    ),
  ],
]);

/** Fields that nobody owns: identity and what the server writes. */
export const untrackedFields: FieldTree = untracked;
