// Field specs: which fields of which kinds a transformer changes. A path goes through lists
// element by element.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { idOf } from './model';

/** One place that a transformer knows. Absent group, version or kind fit all. */
export interface FieldSpec {
  readonly path: string;
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  /** Missing maps on the way are made. */
  readonly create?: boolean;
}

/** Changes a value; undefined (or the value itself) leaves it as it is. */
export type Change = (old: Json | undefined, parent: JsonObject) => Json | undefined;

/** Whether a spec is meant for an object's kind. */
export function isMeant(spec: FieldSpec, object: JsonObject): boolean {
  const id = idOf(object);
  return (
    (!spec.kind || spec.kind === id.kind) &&
    (!spec.group || spec.group === id.group) &&
    (!spec.version || spec.version === id.version)
  );
}

/** The object with the fields of a spec changed, if the spec is for its kind. */
export function changeFields(object: JsonObject, spec: FieldSpec, change: Change): JsonObject {
  if (!isMeant(spec, object)) return object;
  const path = splitPath(spec.path);
  return changeIn(object, path, change, spec.create === true) as JsonObject;
}

/** `a/b\/c` has two steps; `[]` behind a step says that it is a list. */
function splitPath(path: string): string[] {
  const steps = path.match(/(?:\\.|[^/\\])+/g) ?? [];
  return steps.map((step) => step.replace(/\\(.)/g, '$1').replace(/\[\]$/, ''));
}

function changeIn(value: Json, path: readonly string[], change: Change, create: boolean): Json {
  if (Array.isArray(value)) {
    const next = value.map((one) => changeIn(one, path, change, create));
    return next.some((one, i) => one !== value[i]) ? next : value;
  }
  const [key, ...rest] = path;
  if (!isObject(value) || key === undefined) return value;
  const old = Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined;
  if (old === undefined && !create) return value;
  const next = rest.length === 0 ? change(old, value) : changeIn(old ?? {}, rest, change, create);
  return next === undefined || next === old ? value : { ...value, [key]: next };
}
