// The columns every object has, for --server-print=false and for answers without a Table.
import type { JsonObject } from '../../../../base/json';
import { metaText } from '../../builder/info';

/** A Table with the name and the creation time of one object. */
export function plainTable(object: JsonObject): JsonObject {
  return {
    kind: 'Table',
    columnDefinitions: [{ name: 'Name' }, { name: 'Age' }],
    rows: [{ cells: [metaText(object, 'name'), metaText(object, 'creationTimestamp')], object }],
  };
}
