// ConfigMap.
import { utf8Length } from '../../../base/bytes';
import { deepEqual } from '../../../base/json';
import { configMapKeyErrors } from '../../../base/labels';
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { type FieldError, forbidden, invalid, tooLong } from '../field-error';
import type { ConfigMap } from '../generated/types';

/** How many bytes a ConfigMap or a Secret may hold. */
export const contentLimit = 1024 * 1024;

export default defineKind<ConfigMap>({
  name: 'configmaps',
  group: '',
  kind: 'ConfigMap',

  validate({ data = {}, binaryData = {} }) {
    const errors: FieldError[] = [];
    let size = 0;
    for (const [key, value] of Object.entries(data).sort(byKey)) {
      for (const why of configMapKeyErrors(key)) errors.push(invalid(`data[${key}]`, key, why));
      if (Object.hasOwn(binaryData, key)) {
        errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
      }
      size += utf8Length(value);
    }
    for (const [key, value] of Object.entries(binaryData).sort(byKey)) {
      for (const why of configMapKeyErrors(key)) {
        errors.push(invalid(`binaryData[${key}]`, key, why));
      }
      size += Math.floor((value.length * 3) / 4);
    }
    if (size > contentLimit) errors.push(tooLong('[]', contentLimit));
    return errors;
  },

  validateUpdate: (object, old) => immutableErrors(object, old, ['data', 'binaryData']),

  cells: (object, { nowMs }) => [
    object.metadata.name,
    Object.keys(object.data ?? {}).length + Object.keys(object.binaryData ?? {}).length,
    ageCell(object, nowMs),
  ],
});

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

/** What may not change once `immutable` is set. */
export function immutableErrors(
  object: { readonly immutable?: boolean | undefined },
  old: { readonly immutable?: boolean | undefined },
  fields: readonly string[],
): FieldError[] {
  if (old.immutable !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  const errors: FieldError[] = [];
  if (object.immutable !== true) errors.push(forbidden('immutable', why));
  const [now, before] = [object, old] as unknown as Readonly<Record<string, unknown>>[];
  for (const field of fields) {
    if (!deepEqual(now?.[field] ?? {}, before?.[field] ?? {})) errors.push(forbidden(field, why));
  }
  return errors;
}
