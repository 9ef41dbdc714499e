// events: in order of time, of one object or of a namespace, also as they come.
import { isObject, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { printTable } from '../../../base/table';
import { itemsOf } from '../builder/builder';
import { ageOf } from '../describe/events';
import { part, text } from '../describe/page';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { objectPrinter, outputFormat } from '../printers/printer';
import { listOf } from './get/objects';

export default defineVerb({ name: 'events', run: runEvents });

function* runEvents(ctx: Context): Task<number> {
  const { flags } = ctx;
  const types = flags.list('types');
  for (const type of types) {
    if (!/^(normal|warning)$/i.test(type)) {
      fail(`valid --types are: Normal, Warning`);
    }
  }
  const rest = yield* ctx.rest();
  const isAll = flags.bool('all-namespaces');
  const namespace = isAll ? '' : ctx.namespace().name;
  const fieldSelector = yield* selectorFor(ctx);
  const resource = yield* rest.resourceFor('events');
  const at = { apiVersion: 'v1', resource: 'events', ...(namespace ? { namespace } : {}) };
  const query = {
    ...(fieldSelector ? { fieldSelector } : {}),
    ...(flags.int('chunk-size') > 0 ? { limit: flags.string('chunk-size') } : {}),
  };
  const answer = yield* rest.request({ verb: 'list', ...at, query });
  const found = answer.object as unknown as JsonObject;
  const all = itemsOf(found, resource).map((one) => one.object);
  const shown = all.filter((one) => isWanted(one, types)).sort(byTime);
  if (shown.length === 0 && !flags.bool('watch')) {
    const where = namespace ? ` in ${namespace} namespace.` : '.';
    yield* ctx.err(namespace ? `No events found${where}\n` : 'No events found.\n');
    return 0;
  }
  yield* print(ctx, shown);
  if (!flags.bool('watch')) return 0;
  const version = isObject(found.metadata) ? String(found.metadata.resourceVersion ?? '0') : '0';
  const watching = { ...query, watch: 'true', resourceVersion: version };
  const { watch } = yield* rest.request({ verb: 'watch', ...at, query: watching });
  if (watch === undefined) return 0;
  try {
    for (;;) {
      const event = yield* watch.next();
      if (event === undefined) return 0;
      const object = event.object as unknown as JsonObject;
      if (event.type === 'DELETED' || !isWanted(object, types)) continue;
      yield* print(ctx, [object], true);
    }
  } finally {
    watch.close();
  }
}

/** --for KIND/NAME as a field selector. */
function* selectorFor(ctx: Context): Task<string> {
  const target = ctx.flags.string('for');
  if (target === '') return '';
  const slash = target.indexOf('/');
  if (slash < 0) fail(`--for must be in resource/name form`);
  const rest = yield* ctx.rest();
  const resource = yield* rest.resourceFor(target.slice(0, slash));
  const fields = [
    `involvedObject.kind=${resource.kind}`,
    `involvedObject.name=${target.slice(slash + 1)}`,
    `involvedObject.apiVersion=${resource.apiVersion}`,
  ];
  return fields.join(',');
}

function isWanted(event: JsonObject, types: readonly string[]): boolean {
  if (types.length === 0) return true;
  return types.some((type) => type.toLowerCase() === text(event, 'type').toLowerCase());
}

function timeOf(event: JsonObject): string {
  const series = text(part(event, 'series'), 'lastObservedTime');
  return series || text(event, 'lastTimestamp') || text(event, 'eventTime');
}

/** By the second, as their times are printed; those of one second stay as listed. */
function byTime(a: JsonObject, b: JsonObject): number {
  const [x, y] = [timeOf(a), timeOf(b)].map((one) => one.replace(/\.\d+/, ''));
  return (x ?? '') < (y ?? '') ? -1 : (x ?? '') > (y ?? '') ? 1 : 0;
}

function* print(ctx: Context, events: readonly JsonObject[], isMore = false): Task<void> {
  const format = outputFormat(ctx);
  if (format !== '') {
    if (format === 'name') return;
    const printed = objectPrinter(ctx, format).print(listOf(events));
    yield* ctx.out(printed.text);
    if (printed.error) throw printed.error;
    return;
  }
  const isAll = ctx.flags.bool('all-namespaces');
  const rows = events.map((one) => {
    const about = part(one, 'involvedObject');
    const cells = [
      lastSeen(one, ctx.now),
      text(one, 'type'),
      text(one, 'reason'),
      `${text(about, 'kind')}/${text(about, 'name')}`,
      text(one, 'message').trim(),
    ];
    return isAll ? [text(part(one, 'metadata'), 'namespace'), ...cells] : cells;
  });
  const heads = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  const header =
    isMore || ctx.flags.bool('no-headers') ? [] : [isAll ? ['NAMESPACE', ...heads] : heads];
  yield* ctx.out(printTable([...header, ...rows]));
}

function lastSeen(event: JsonObject, nowMs: number): string {
  return ageOf(event, nowMs);
}
