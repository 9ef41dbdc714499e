// labels, commonLabels and commonAnnotations: where they go in each kind.
import { isObject, type JsonObject } from '../../../base/json';
import type { KustObject } from './model';

const workloads = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'];

/** Adds labels to metadata, and to selectors and templates when asked for. */
export function labelTransform(
  entries: readonly KustObject[],
  pairs: JsonObject,
  also: { readonly selectors: boolean; readonly templates: boolean },
): void {
  if (Object.keys(pairs).length === 0) return;
  for (const entry of entries) {
    let { object } = entry;
    object = addAt(object, ['metadata', 'labels'], pairs, true);
    const kind = String(object.kind);
    if (also.templates) object = addToTemplates(object, kind, 'labels', pairs);
    if (also.selectors) object = addToSelectors(object, kind, pairs);
    entry.object = object;
  }
}

/** Adds annotations to metadata and to templates. */
export function annotationTransform(entries: readonly KustObject[], pairs: JsonObject): void {
  if (Object.keys(pairs).length === 0) return;
  for (const entry of entries) {
    const object = addAt(entry.object, ['metadata', 'annotations'], pairs, true);
    entry.object = addToTemplates(object, String(object.kind), 'annotations', pairs);
  }
}

function addToTemplates(
  object: JsonObject,
  kind: string,
  field: 'labels' | 'annotations',
  pairs: JsonObject,
): JsonObject {
  if (workloads.includes(kind) || kind === 'Job' || kind === 'ReplicationController') {
    return addAt(object, ['spec', 'template', 'metadata', field], pairs, true);
  }
  if (kind !== 'CronJob') return object;
  const inner = ['spec', 'jobTemplate', 'spec', 'template', 'metadata', field];
  return addAt(addAt(object, ['spec', 'jobTemplate', 'metadata', field], pairs, true), inner, pairs, true);
}

function addToSelectors(object: JsonObject, kind: string, pairs: JsonObject): JsonObject {
  if (kind === 'Service' || kind === 'ReplicationController') {
    return addAt(object, ['spec', 'selector'], pairs, kind === 'Service' || hasAt(object, ['spec', 'selector']));
  }
  if (workloads.includes(kind)) return addAt(object, ['spec', 'selector', 'matchLabels'], pairs, true);
  const optional: Readonly<Record<string, readonly string[]>> = {
    Job: ['spec', 'selector', 'matchLabels'],
    CronJob: ['spec', 'jobTemplate', 'spec', 'selector', 'matchLabels'],
    PodDisruptionBudget: ['spec', 'selector', 'matchLabels'],
    NetworkPolicy: ['spec', 'podSelector', 'matchLabels'],
  };
  const path = optional[kind];
  return path === undefined ? object : addAt(object, path, pairs, false);
}

function hasAt(object: JsonObject, path: readonly string[]): boolean {
  let value: unknown = object;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return isObject(value);
}

/** Adds pairs to the map at a path; missing maps are made when `create`. */
function addAt(
  object: JsonObject,
  path: readonly string[],
  pairs: JsonObject,
  create: boolean,
): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return { ...object, ...pairs };
  const inner = object[key];
  if (!isObject(inner) && !create) return object;
  return { ...object, [key]: addAt(isObject(inner) ? inner : {}, rest, pairs, create) };
}

