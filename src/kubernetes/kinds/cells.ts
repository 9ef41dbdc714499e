// What table cells of many kinds have in common.
import { formatSelectorObject } from '../../base/labels';
import { humanDuration, parseRfc3339 } from '../../base/time';
import type { PodSpec } from './generated/types';
import type { KubeObject } from './object';

/** How long ago a time was; `<unknown>` when there is none. */
export function sinceCell(time: string | null | undefined, nowMs: number): string {
  const at = time ? parseRfc3339(time) : null;
  return at === null ? '<unknown>' : humanDuration(nowMs - at);
}

/** The AGE cell. */
export function ageCell(object: KubeObject, nowMs: number): string {
  return sinceCell(object.metadata.creationTimestamp, nowMs);
}

/** Names of a template's containers. */
export function containersCell(spec: PodSpec | undefined): string {
  return (spec?.containers ?? []).map((one) => one.name).join(',');
}

/** Images of a template's containers. */
export function imagesCell(spec: PodSpec | undefined): string {
  return (spec?.containers ?? []).map((one) => one.image ?? '').join(',');
}

/** A label selector as the last column of workloads. */
export function selectorCell(selector: unknown): string {
  return formatSelectorObject(selector);
}

/** A map as `a=b,c=d`, or `<none>`. */
export function pairsCell(pairs: Readonly<Record<string, string>> | undefined): string {
  const keys = Object.keys(pairs ?? {}).sort();
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${pairs?.[key]}`).join(',');
}
