// get -w: what is there, then each change as it comes, until a signal or --request-timeout.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import type { WatchEvent, WatchStream } from '../../../../kubernetes/api/request';
import { findObjects } from '../../builder/builder';
import { type Info, metaText } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { getFormats, type ObjectPrinter, objectPrinter } from '../../printers/printer';
import { rowsOf, TablePrinter } from '../../printers/table-printer';
import { checkFormat } from './format';
import { sortRows } from './sorting';
import { asTable, tableOptions } from './tables';

interface WatchFormat {
  readonly format: string;
  readonly isTable: boolean;
}

/** Watches one kind. */
export function* watchObjects(ctx: Context, how: WatchFormat): Task<number> {
  const { flags, args } = ctx;
  const found = yield* findObjects(ctx, {
    args,
    useFiles: true,
    latest: true,
    singleType: true,
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    allowEmptySelector: true,
    asTable: how.isTable,
    subresource: flags.string('subresource'),
    query: how.isTable && flags.string('sort-by') ? { includeObject: 'Object' } : {},
  });
  for (const outcome of found.outcomes) if ('error' in outcome) throw outcome.error;
  const infos = found.outcomes.flatMap((one) => ('info' in one ? [one.info] : []));
  const resource = infos[0]?.resource ?? found.resources[0];
  if (resource === undefined) fail('you must specify a resource to watch');
  if (infos.length > 1 && infos.some((one) => one.name !== '') && found.resources.length === 0) {
    fail('watch is only supported on individual resources and resource collections');
  }
  if (flags.string('sort-by') !== '') {
    yield* ctx.err(
      'warning: --watch requested, --sort-by will be ignored for watch events received\n',
    );
  }
  const name = found.resources.length === 0 ? (infos[0]?.name ?? '') : '';
  if (!how.isTable) checkFormat(how.format);
  const printer = new WatchPrinter(ctx, how, infos[0]);
  if (!flags.bool('watch-only')) yield* printer.initial(infos);
  if (resource === undefined) return 1;
  const rest = yield* ctx.rest();
  const namespace =
    resource.namespaced && !flags.bool('all-namespaces') ? ctx.namespace().name : '';
  const fieldSelector = name ? `metadata.name=${name}` : flags.string('field-selector');
  const timeoutMs = rest.config.timeoutMs;
  const answer = yield* rest.request({
    verb: 'watch',
    apiVersion: resource.apiVersion,
    resource: resource.resource,
    ...(namespace ? { namespace } : {}),
    accept: how.isTable ? 'table' : 'object',
    withManagedFields: true,
    query: {
      ...(flags.string('selector') ? { labelSelector: flags.string('selector') } : {}),
      ...(fieldSelector ? { fieldSelector } : {}),
      resourceVersion: versionOf(infos),
      watch: 'true',
    },
  });
  if (answer.watch === undefined) return 0;
  return yield* follow(ctx, answer.watch, { printer, timeoutMs });
}

/** Where the watch begins: behind what was printed. */
function versionOf(infos: readonly Info[]): string {
  const metadata = infos[0]?.object.metadata;
  const own = isObject(metadata) ? metadata.resourceVersion : undefined;
  return typeof own === 'string' && own !== '' ? own : '0';
}

function* follow(
  ctx: Context,
  watch: WatchStream,
  how: { readonly printer: WatchPrinter; readonly timeoutMs: number },
): Task<number> {
  const end = how.timeoutMs > 0 ? ctx.now + how.timeoutMs : undefined;
  try {
    for (;;) {
      const event = watch.take();
      if (event !== undefined) {
        if (event.type === 'ERROR') throw statusError(event.object as unknown as JsonObject);
        if (event.type !== 'BOOKMARK') yield* how.printer.event(event);
        continue;
      }
      if (watch.isEnded) return 0;
      if (end !== undefined && ctx.now >= end) return 0;
      yield { on: watch.changed, ...(end === undefined ? {} : { until: end }) };
    }
  } finally {
    watch.close();
  }
}

/** The error of a Status object. */
export function statusError(status: JsonObject): ApiError {
  const { code, reason, message } = status;
  return new ApiError(Number(code ?? 500), String(reason ?? ''), String(message ?? ''));
}

class WatchPrinter {
  readonly #ctx: Context;
  readonly #table: TablePrinter | undefined;
  readonly #objects: ObjectPrinter | undefined;
  readonly #withEvents: boolean;

  constructor(ctx: Context, how: WatchFormat, first: Info | undefined) {
    this.#ctx = ctx;
    this.#withEvents = ctx.flags.bool('output-watch-events');
    if (!how.isTable) {
      this.#objects = objectPrinter(ctx, how.format, getFormats);
    } else if (first !== undefined) {
      const showKind = ctx.flags.bool('show-kind');
      const isWide = how.format !== '';
      this.#table = new TablePrinter(tableOptions(ctx, first.resource, { isWide, showKind }));
    }
  }

  *initial(infos: readonly Info[]): Task<void> {
    for (const info of infos) yield* this.#show(info.object, 'ADDED');
  }

  *event(event: WatchEvent): Task<void> {
    yield* this.#show(event.object as unknown as JsonObject, event.type);
  }

  *#show(object: JsonObject, type: string): Task<void> {
    const event = this.#withEvents ? type : undefined;
    if (this.#objects !== undefined) {
      const shown = event === undefined ? object : { object, type: event };
      const printed = this.#objects.print(shown as JsonObject);
      yield* this.#ctx.out(printed.text);
      if (printed.error !== undefined) throw printed.error;
      return;
    }
    const table = object.kind === 'Table' ? object : asTable(pseudoInfo(object)).object;
    let rows = rowsOf(table);
    const field = this.#ctx.flags.string('sort-by');
    if (field !== '' && rows.length > 1) rows = sortRows(rows, field);
    if (rows.length === 0) return;
    this.#table?.add(table, rows, event);
    yield* this.#ctx.out(this.#table?.flush() ?? '');
  }
}

function pseudoInfo(object: JsonObject): Info {
  return { object, name: metaText(object, 'name') } as Info;
}
