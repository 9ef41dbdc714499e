// The pod template inside other kinds: where it is, and changing it.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import type { Info } from '../builder/info';
import { PlainError } from '../framework/errors';
import { goType } from './pod';

const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  PodTemplate: ['template', 'spec'],
};

/** The object with another pod spec. @throws PlainError for kinds without one */
export function updatePodSpec(
  info: Info,
  isLocal: boolean,
  change: (spec: JsonObject) => JsonObject,
): JsonObject {
  const path = paths[info.resource.kind];
  if (path === undefined) {
    const kind = isLocal ? info.resource.kind.toLowerCase() : info.resource.resource;
    throw new PlainError(
      `${kind}/${info.name} the object is not a pod or does not have a pod template: ${goType(info)}`,
    );
  }
  return changeAt(info.object, path, change);
}

function changeAt(
  object: JsonObject,
  [key, ...rest]: readonly string[],
  change: (spec: JsonObject) => JsonObject,
): JsonObject {
  if (key === undefined) return change(object);
  const inner = object[key];
  return { ...object, [key]: changeAt(isObject(inner) ? inner : {}, rest, change) };
}

/** The containers of a pod spec by their kind of list. */
export const containerLists = ['containers', 'initContainers'] as const;

/** A pod spec with changed containers; a change that returns the same keeps everything. */
export function mapContainers(
  spec: JsonObject,
  change: (container: JsonObject) => JsonObject,
): JsonObject {
  let out = spec;
  for (const list of containerLists) {
    const items: Json | undefined = spec[list];
    if (!Array.isArray(items)) continue;
    const changed = items.map((one) => (isObject(one) ? change(one) : one));
    if (changed.some((one, i) => one !== items[i])) out = { ...out, [list]: changed };
  }
  return out;
}

/** All containers, ordinary ones first. */
export function containersOf(spec: JsonObject): JsonObject[] {
  return containerLists.flatMap((list) => {
    const items: Json | undefined = spec[list];
    return Array.isArray(items) ? items.filter(isObject) : [];
  });
}

/** Whether a container's name matches a pattern with `*`. */
export function nameMatches(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(name);
}
