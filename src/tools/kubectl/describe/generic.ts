// Kinds without a describer of their own: every field, with readable names.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { Subject } from './describer';
import { headLines } from './labels';
import type { Page } from './page';

const hiddenMeta = ['managedFields', 'name', 'namespace', 'labels', 'annotations', 'selfLink'];

/** Describes any object. */
export function* describeGeneric({ page, object, events }: Subject): Task<void> {
  headLines(page, object);
  page.line(0, `API Version:\t${String(object.apiVersion ?? '')}`);
  page.line(0, `Kind:\t${String(object.kind ?? '')}`);
  const { apiVersion: _, kind: _kind, metadata, ...rest } = object;
  const shown: Record<string, Json> = {};
  if (isObject(metadata)) {
    for (const [key, value] of Object.entries(metadata)) {
      if (!hiddenMeta.includes(key)) shown[key] = value;
    }
  }
  fieldLines(page, { metadata: shown, ...rest }, 0);
  yield* events();
}

function fieldLines(page: Page, object: JsonObject, level: number): void {
  const named = Object.keys(object).map((key) => [smartLabel(key), object[key]] as const);
  named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [label, value] of named) {
    if (value === undefined) continue;
    if (isObject(value)) {
      page.line(level, `${label}:`);
      fieldLines(page, value, level + 1);
    } else if (Array.isArray(value)) {
      page.line(level, `${label}:`);
      listLines(page, value, level + 1);
    } else page.line(level, `${label}:\t${scalarText(value)}`);
  }
}

function listLines(page: Page, values: readonly Json[], level: number): void {
  for (const value of values) {
    if (isObject(value)) fieldLines(page, value, level);
    else if (Array.isArray(value)) listLines(page, value, level);
    else page.line(level, scalarText(value));
  }
}

function scalarText(value: Json | undefined): string {
  return value === null ? '<nil>' : String(value);
}

/** `creationTimestamp` as `Creation Timestamp`, `uid` as `UID`. */
function smartLabel(field: string): string {
  const parts = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^A-Za-z0-9]+|[A-Z]/g) ?? [field];
  return parts
    .map((part) => {
      const lower = part.toLowerCase();
      if (acronyms.has(lower)) return part.toUpperCase();
      return part[0]?.toUpperCase() + part.slice(1);
    })
    .join(' ')
    .trim();
}

const acronyms = new Set(['api', 'url', 'uid', 'ip', 'cidr', 'dns', 'http', 'tls', 'osb', 'gvk']);
