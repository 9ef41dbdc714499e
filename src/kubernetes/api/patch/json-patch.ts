// RFC 6902, as the API server applies it: `replace` of a missing key succeeds.
import { deepEqual, isObject } from '../../../base/json';

/** An operation that fails, or a patch that is none. */
export class JsonPatchProblem extends Error {}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** The document after all operations. `before` is not changed. @throws JsonPatchProblem */
export function applyJsonPatch(before: unknown, patch: readonly unknown[]): unknown {
  let document = before;
  for (const step of patch) {
    if (!isObject(step)) throw new JsonPatchProblem('an operation must be an object');
    document = applyOne(document, step as unknown as Operation);
  }
  return document;
}

function applyOne(document: unknown, step: Operation): unknown {
  const path = partsOf(step.path);
  switch (step.op) {
    case 'add':
      return change(document, path, { add: step.value });
    case 'replace':
      return change(document, path, { replace: step.value });
    case 'remove':
      return change(document, path, 'remove');
    case 'move': {
      const from = partsOf(step.from);
      return change(change(document, from, 'remove'), path, { add: lookUp(document, from) });
    }
    case 'copy':
      return change(document, path, { add: lookUp(document, partsOf(step.from)) });
    case 'test':
      if (!deepEqual(lookUp(document, path, true) ?? null, step.value ?? null)) {
        throw new JsonPatchProblem(`testing value ${step.path} failed`);
      }
      return document;
    default:
      throw new JsonPatchProblem(`Unexpected kind: ${step.op}`);
  }
}

function partsOf(path: unknown): readonly string[] {
  if (typeof path !== 'string') throw new JsonPatchProblem('missing path');
  if (path === '') return [];
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function lookUp(document: unknown, path: readonly string[], isLenient = false): unknown {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value)) value = value[indexIn(value, part, false)];
    else if (isObject(value) && (isLenient || Object.hasOwn(value, part))) value = value[part];
    else if (isLenient) return undefined;
    else throw new JsonPatchProblem(`missing value: ${part}`);
  }
  return value;
}

type Change = { readonly add: unknown } | { readonly replace: unknown } | 'remove';

function change(value: unknown, path: readonly string[], what: Change): unknown {
  const [part, ...rest] = path;
  if (part === undefined) {
    if (what === 'remove') throw new JsonPatchProblem('unable to remove the whole document');
    return 'add' in what ? what.add : what.replace;
  }
  if (Array.isArray(value)) return changeList(value, part, rest, what);
  if (!isObject(value)) throw new JsonPatchProblem(`missing path: ${part}`);
  const isThere = Object.hasOwn(value, part);
  if (rest.length > 0) {
    if (!isThere) throw new JsonPatchProblem(`missing path: ${part}`);
    return { ...value, [part]: change(value[part], rest, what) };
  }
  if (what !== 'remove') return { ...value, [part]: 'add' in what ? what.add : what.replace };
  if (!isThere) throw new JsonPatchProblem(`unable to remove nonexistent key: ${part}`);
  const { [part]: _gone, ...others } = value;
  return others;
}

function changeList(
  list: readonly unknown[],
  part: string,
  rest: readonly string[],
  what: Change,
): unknown {
  const isInsert = rest.length === 0 && what !== 'remove' && 'add' in what;
  const at = indexIn(list, part, isInsert);
  const result = [...list];
  if (rest.length > 0) result[at] = change(list[at], rest, what);
  else if (what === 'remove') result.splice(at, 1);
  else if ('add' in what) result.splice(at, 0, what.add);
  else result[at] = what.replace;
  return result;
}

function indexIn(list: readonly unknown[], part: string, mayBeEnd: boolean): number {
  if (part === '-' && mayBeEnd) return list.length;
  const at = /^-?\d+$/.test(part) ? Number(part) : Number.NaN;
  const index = at < 0 ? list.length + at : at;
  const limit = mayBeEnd ? list.length : list.length - 1;
  if (!(index >= 0 && index <= limit)) throw new JsonPatchProblem(`invalid index: ${part}`);
  return index;
}
