// Generated objects join those that are there already: created, merged or replaced.
import { isObject, type JsonObject } from '../../../base/json';
import { fail } from '../framework/errors';
import { idOf, type KustObject } from './model';

/** A generated object joins the others as its behavior says. @throws PlainError */
export function absorb(entries: KustObject[], made: KustObject): void {
  const id = idOf(made.object);
  const at = entries.findIndex((one) => {
    const other = idOf(one.object);
    return (
      other.kind === id.kind &&
      other.group === id.group &&
      one.names.includes(id.name) &&
      [other.namespace || 'default', one.originalNamespace || 'default'].includes(
        id.namespace || 'default',
      )
    );
  });
  const shown =
    `id resid.ResId{Gvk:resid.Gvk{Group:"${id.group}", Version:"${id.version}", ` +
    `Kind:"${id.kind}", isClusterScoped:false}, Name:"${id.name}", Namespace:"${id.namespace}"}`;
  const head = `merging from generator &{0xc0001a2000 <nil>}: ${shown}`;
  const behavior = ['create', 'merge', 'replace'].includes(made.behavior)
    ? made.behavior
    : 'unspecified';
  const old = entries[at];
  if (old === undefined) {
    if (behavior === 'merge' || behavior === 'replace') {
      fail(`${head} does not exist; cannot merge or replace`);
    }
    entries.push(made);
    return;
  }
  if (behavior === 'unspecified' || behavior === 'create') {
    fail(`${head} exists; can not use behavior: '${behavior}', behavior must be merge or replace`);
  }
  const metadata = mergedMetadata(old.object, made.object);
  const combined: JsonObject =
    behavior === 'replace'
      ? { ...made.object, metadata }
      : { ...made.object, ...combine(old.object, made.object), metadata };
  old.object = combined;
  old.needsHash = made.needsHash;
}

/** Name and namespace of the old object, labels and annotations of both. */
function mergedMetadata(old: JsonObject, made: JsonObject): JsonObject {
  const [before, after] = [old, made].map((one) => (isObject(one.metadata) ? one.metadata : {}));
  const out: Record<string, JsonObject[string]> = { ...before };
  for (const field of ['labels', 'annotations']) {
    const both = [before?.[field], after?.[field]].filter(isObject);
    if (both.length > 0) out[field] = Object.assign({}, ...both) as JsonObject;
  }
  return out;
}

function combine(a: JsonObject, b: JsonObject): JsonObject {
  const out: Record<string, JsonObject[string]> = {};
  for (const field of ['data', 'binaryData']) {
    const [x, y] = [a[field], b[field]];
    if (x === undefined && y === undefined) continue;
    out[field] = { ...(isObject(x) ? x : {}), ...(isObject(y) ? y : {}) };
  }
  return out;
}
