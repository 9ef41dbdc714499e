// get -o yaml, json, name, templates, columns.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { errorsOf } from '../../builder/builder';
import type { Found } from '../../builder/info';
import type { Context } from '../../framework/context';
import { failAll } from '../../framework/errors';
import { getFormats, objectPrinter } from '../../printers/printer';
import { checkFormat } from './format';
import { sortBy } from './sorting';
import { dropMissing } from './tables';

/** Prints objects: one alone as it is, otherwise a List. */
export function* printObjects(ctx: Context, found: Found, format: string): Task<number> {
  const errors = dropMissing(ctx, errorsOf(found));
  if (found.isSingle) failAll(errors);
  checkFormat(format);
  const printer = objectPrinter(ctx, format, getFormats);
  let objects = found.outcomes.flatMap((one) => ('info' in one ? [one.info.object] : []));
  if (ctx.flags.string('sort-by') !== '' && objects.length > 0) {
    objects = sortBy(objects, ctx.flags.string('sort-by'), (one) => one);
  }
  const [first] = objects;
  const failed = errors.length > 0 || found.outcomes.some((one) => 'error' in one);
  if (objects.length === 0 && failed) {
    failAll(errors);
    return 0;
  }
  const object = found.isSingle && first !== undefined ? first : listOf(objects);
  if (found.isSingle && first === undefined) return 0;
  const printed = printer.print(object);
  yield* ctx.out(printed.text);
  if (printed.error !== undefined) throw printed.error;
  failAll(errors);
  return 0;
}

/** Objects as a List. */
export function listOf(items: readonly JsonObject[]): JsonObject {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}
