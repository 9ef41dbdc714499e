// get as a person reads it: one block of columns for each kind.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import { errorsOf } from '../../builder/builder';
import { type Found, type Info, kindName } from '../../builder/info';
import type { Context } from '../../framework/context';
import { failAll } from '../../framework/errors';
import { rowsOf, TablePrinter, type TableRow } from '../../printers/table-printer';
import type { ApiResource } from '../../rest/discovery';
import { plainTable } from './plain-table';
import { sortRows } from './sorting';

/** Prints what was found. Returns the exit code. @throws the errors of single objects, last */
export function* printTables(ctx: Context, found: Found, isWide: boolean): Task<number> {
  const { flags } = ctx;
  const errors = dropMissing(ctx, errorsOf(found));
  const infos = found.outcomes.flatMap((one) => ('info' in one ? [one.info] : []));
  const blocks = intoBlocks(infos.map(asTable));
  const kinds = new Set([...found.resources, ...infos.map((one) => one.resource)]);
  const showKind = flags.bool('show-kind') || kinds.size > 1;
  let written = 0;
  for (const block of blocks) {
    const [first] = block;
    if (first === undefined) continue;
    const printer = new TablePrinter(tableOptions(ctx, first.resource, { isWide, showKind }));
    const rows = block.flatMap((info) => rowsOf(info.object));
    if (rows.length === 0) continue;
    printer.add(first.object, sorted(ctx, rows));
    if (written > 0 && !flags.bool('no-headers')) yield* ctx.out('\n');
    const text = printer.flush();
    written += text.length;
    yield* ctx.out(text);
  }
  if (written === 0 && errors.length === 0 && !flags.bool('ignore-not-found')) {
    const inNamespace = !flags.bool('all-namespaces') && [...kinds].every((one) => one.namespaced);
    const where = inNamespace ? ` in ${ctx.namespace().name} namespace.` : '';
    yield* ctx.err(`No resources found${where}\n`);
  }
  failAll(errors);
  return 0;
}

/** The options of a kind's table. */
export function tableOptions(
  ctx: Context,
  resource: ApiResource,
  how: { readonly isWide: boolean; readonly showKind: boolean },
) {
  const { flags } = ctx;
  return {
    wide: how.isWide,
    noHeaders: flags.bool('no-headers'),
    withNamespace: flags.bool('all-namespaces') && resource.namespaced,
    kindPrefix: how.showKind ? kindName(resource) : '',
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
  };
}

/** --ignore-not-found takes away the errors of missing objects. */
export function dropMissing(ctx: Context, errors: readonly unknown[]): unknown[] {
  if (!ctx.flags.bool('ignore-not-found')) return [...errors];
  return errors.filter((one) => !(one instanceof ApiError && one.reason === 'NotFound'));
}

/** Neighbours of one kind belong together. */
function intoBlocks(infos: readonly Info[]): Info[][] {
  const blocks: Info[][] = [];
  for (const info of infos) {
    const last = blocks.at(-1);
    if (last?.[0]?.resource === info.resource) last.push(info);
    else blocks.push([info]);
  }
  return blocks;
}

function sorted(ctx: Context, rows: readonly TableRow[]): readonly TableRow[] {
  const field = ctx.flags.string('sort-by');
  return field === '' ? rows : sortRows(rows, field);
}

/** Objects that came without a Table get the columns every kind has. */
export function asTable(info: Info): Info {
  return info.object.kind === 'Table' ? info : { ...info, object: plainTable(info.object) };
}

export function isTableObject(object: JsonObject): boolean {
  return object.kind === 'Table';
}
