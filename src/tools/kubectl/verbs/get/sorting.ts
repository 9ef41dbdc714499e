// --sort-by: by any field, numbers, quantities and times as such.
import { compareStrings, type JsonObject } from '../../../../base/json';
import { compileJsonPath, evaluateJsonPath, relaxedJsonPath } from '../../../../base/jsonpath';
import { cmpQuantity, parseQuantity } from '../../../../base/quantity';
import { fail } from '../../framework/errors';

/** A stable order of objects by a field. @throws PlainError */
export function sortBy<T>(
  items: readonly T[],
  field: string,
  objectOf: (item: T) => JsonObject,
): T[] {
  const relaxed = relaxedJsonPath(field);
  if (!relaxed.ok) fail(relaxed.error);
  const compiled = compileJsonPath(relaxed.ok ? relaxed.template : '');
  if (!compiled.ok) return fail(compiled.error);
  const keyed = items.map((item) => {
    const found = evaluateJsonPath(compiled.program, objectOf(item), { allowMissingKeys: true });
    return { item, key: found.ok ? found.values[0] : undefined };
  });
  if (keyed.length > 0 && keyed.every((one) => one.key === undefined)) {
    fail(
      `couldn't find any field with path ${JSON.stringify(`${compiledText(field)}`)} in the list of objects`,
    );
  }
  const isQuantity = keyed.every(
    ({ key }) => key === undefined || (typeof key === 'string' && parseQuantity(key) !== null),
  );
  return keyed.sort((a, b) => compare(a.key, b.key, isQuantity)).map((one) => one.item);
}

function compiledText(field: string): string {
  const relaxed = relaxedJsonPath(field);
  return relaxed.ok ? relaxed.template : field;
}

/** Rows of a Table in the order of a field of their objects. */
export function sortRows<T extends { readonly object: JsonObject }>(
  rows: readonly T[],
  field: string,
): T[] {
  return sortBy(rows, field, (row) => row.object);
}

function compare(a: unknown, b: unknown, isQuantity: boolean): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isQuantity) {
    const [x, y] = [parseQuantity(String(a)), parseQuantity(String(b))];
    if (x !== null && y !== null) return cmpQuantity(x, y);
  }
  return compareNaturally(String(a), String(b));
}

/** Numbers inside texts count as numbers: a2 before a10. */
function compareNaturally(a: string, b: string): number {
  const [as, bs] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    const [x = '', y = ''] = [as[i], bs[i]];
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y) && Number(x) !== Number(y)) return Number(x) - Number(y);
    return compareStrings(x, y);
  }
  return as.length - bs.length;
}
