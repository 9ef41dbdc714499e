// -l on objects that come from files.
import type { JsonObject } from '../../../base/json';
import { matchesLabels, parseLabelSelector } from '../../../base/labels';
import { fail } from '../framework/errors';

/** Whether an object's labels meet a selector's text. @throws PlainError */
export function matchesText(text: string, object: JsonObject): boolean {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) return fail(parsed.error);
  const metadata = (object.metadata ?? {}) as JsonObject;
  return matchesLabels(parsed.selector, metadata.labels as JsonObject | undefined);
}
