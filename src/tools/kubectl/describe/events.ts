// The Events section of a description.
import { isObject, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { humanDuration, parseRfc3339 } from '../../../base/time';
import type { Info } from '../builder/info';
import { metaText } from '../builder/info';
import type { Context } from '../framework/context';
import { relatedObjects } from './describer';
import { num, type Page, part, text } from './page';

/** Events about an object, as the server has them. */
export function* eventsOf(ctx: Context, info: Info): Task<JsonObject[]> {
  const uid = metaText(info.object, 'uid');
  const isNode = info.resource.kind === 'Node';
  const fields = [
    `involvedObject.name=${info.name}`,
    ...(info.namespace ? [`involvedObject.namespace=${info.namespace}`] : []),
    `involvedObject.kind=${info.resource.kind}`,
    ...(uid && !isNode ? [`involvedObject.uid=${uid}`] : []),
  ];
  const at = {
    apiVersion: 'v1',
    resource: 'events',
    ...(info.namespace ? { namespace: info.namespace } : {}),
  };
  return yield* relatedObjects(ctx, at, { fieldSelector: fields.join(','), limit: '500' });
}

/** Writes the section. */
export function eventLines(page: Page, events: readonly JsonObject[], nowMs: number): void {
  if (events.length === 0) {
    page.line(0, 'Events:\t<none>');
    return;
  }
  page.flush();
  page.line(0, 'Events:');
  page.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  page.line(1, '----\t------\t----\t----\t-------');
  for (const event of [...events].sort(byTime)) {
    const source = text(part(event, 'source'), 'component') || text(event, 'reportingComponent');
    const field = text(part(event, 'involvedObject'), 'fieldPath');
    const message = `${field ? `${field}: ` : ''}${text(event, 'message').trim()}`;
    const cells = [
      text(event, 'type'),
      text(event, 'reason'),
      ageOf(event, nowMs),
      source,
      message,
    ];
    page.line(1, cells.join('\t'));
  }
}

function byTime(a: JsonObject, b: JsonObject): number {
  const [x, y] = [text(a, 'lastTimestamp'), text(b, 'lastTimestamp')];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `5s`, `5s (x3 over 1m)`. */
export function ageOf(event: JsonObject, nowMs: number): string {
  const since = (value: string) => {
    const ms = parseRfc3339(value);
    return ms === null ? '<unknown>' : humanDuration(nowMs - ms);
  };
  const first = text(event, 'eventTime')
    ? since(text(event, 'eventTime'))
    : since(text(event, 'firstTimestamp'));
  const { series } = event;
  if (isObject(series)) {
    return `${since(text(series, 'lastObservedTime'))} (x${num(series, 'count')} over ${first})`;
  }
  if (num(event, 'count') > 1) {
    return `${since(text(event, 'lastTimestamp'))} (x${num(event, 'count')} over ${first})`;
  }
  return first;
}
