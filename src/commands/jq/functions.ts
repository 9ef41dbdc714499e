// Built-ins on arrays, objects, paths, types and times that compute one result.
import { utf8Length } from '../../base/bytes';
import { brokenDown, formatTime, parseTime, seconds } from './dates';
import { toText } from './formats';
import { JsonSyntaxError, parseJson } from './json-reader';
import { add } from './operators';
import { deletePaths, described, setPath } from './paths';
import { compact } from './print';
import { codePoints } from './regex';
import type { Session } from './session';
import {
  compare,
  equal,
  fail,
  type Json,
  type JsonMap,
  sorted,
  sortedKeys,
  typeName,
} from './values';

type Native = (v: Json, args: readonly Json[], session: Session) => Json;

function listOf(v: Json, what: string): Json[] {
  if (!Array.isArray(v)) return fail(`${described(v)} cannot be ${what}, as it is not an array`);
  return v;
}

function keys(v: Json, isSorted: boolean): Json {
  if (Array.isArray(v)) return v.map((_, i) => i);
  if (!(v instanceof Map)) return fail(`${described(v)} has no keys`);
  return isSorted ? sortedKeys(v) : [...v.keys()];
}

function has(v: Json, key: Json): Json {
  if (v instanceof Map && typeof key === 'string') return v.has(key);
  if (Array.isArray(v) && typeof key === 'number') return key >= 0 && key < v.length;
  const type = typeName(key);
  return fail(`Cannot check whether ${typeName(v)} has a ${type} key`);
}

function length(v: Json): Json {
  if (v === null) return 0;
  if (typeof v === 'string') return codePoints(v);
  if (typeof v === 'number') return Math.abs(v);
  if (Array.isArray(v)) return v.length;
  return v instanceof Map ? v.size : fail(`${described(v)} has no length`);
}

function contains(a: Json, b: Json): boolean {
  if (a instanceof Map && b instanceof Map) {
    return [...b].every(([k, x]) => a.has(k) && contains(a.get(k) ?? null, x));
  }
  if (Array.isArray(a) && Array.isArray(b))
    return b.every((x) => a.some((y) => containsOrEqual(y, x)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (typeName(a) === typeName(b)) return equal(a, b);
  return fail(`${described(a)} and ${described(b)} cannot have their containment checked`);
}

function containsOrEqual(a: Json, b: Json): boolean {
  return typeName(a) === typeName(b) && contains(a, b);
}

function flatten(v: Json, depth: Json): Json {
  if (typeof depth !== 'number' || depth < 0) return fail('flatten depth must not be negative');
  const out: Json[] = [];
  const walk = (list: Json, left: number): void => {
    const items = list instanceof Map ? [...list.values()] : list;
    if (!Array.isArray(items)) fail(`Cannot iterate over ${described(list)}`);
    for (const x of items) {
      if (Array.isArray(x) && left > 0) walk(x, left - 1);
      else out.push(x);
    }
  };
  walk(v, depth);
  return out;
}

function sumOf(v: Json): Json {
  const list = v instanceof Map ? [...v.values()] : v;
  if (!Array.isArray(list)) return fail(`Cannot iterate over ${described(v)}`);
  const [first = null] = list;
  if (typeof first === 'string' && list.every((x) => typeof x === 'string')) return list.join('');
  if (Array.isArray(first) && list.every((x) => Array.isArray(x)))
    return (list as Json[][]).flat(1);
  if (first instanceof Map && list.every((x) => x instanceof Map)) {
    const made: JsonMap = new Map();
    for (const x of list as JsonMap[]) for (const [k, y] of x) made.set(k, y);
    return made;
  }
  return list.reduce(add, null);
}

function extreme(v: Json, sign: number): Json {
  const list = listOf(v, 'iterated over');
  let best: Json | undefined;
  for (const x of list) {
    const order = best === undefined ? 1 : sign * compare(x, best);
    if (order > 0 || (order === 0 && sign > 0)) best = x;
  }
  return best ?? null;
}

function unique(v: Json): Json {
  const out: Json[] = [];
  for (const x of sorted(listOf(v, 'sorted'))) {
    const last = out[out.length - 1];
    if (last === undefined || compare(last, x) !== 0) out.push(x);
  }
  return out;
}

function reverse(v: Json): Json {
  if (v === null) return [];
  if (typeof v === 'string') return Array.from(v).reverse();
  if (v instanceof Map && v.size === 0) return [];
  if (!Array.isArray(v)) return fail(`Cannot index ${typeName(v)} with number`);
  return [...v].reverse();
}

function toEntries(v: Json): Json {
  if (!(v instanceof Map)) {
    if (Array.isArray(v)) return v.map((value, i) => entry(i, value));
    return fail(`${described(v)} has no keys`);
  }
  return [...v].map(([key, value]) => entry(key, value));
}

function entry(key: Json, value: Json): Json {
  return new Map([
    ['key', key],
    ['value', value],
  ]);
}

function fromEntries(v: Json): Json {
  if (!Array.isArray(v) && !(v instanceof Map)) return fail(`Cannot iterate over ${described(v)}`);
  const made: JsonMap = new Map();
  for (const item of v.values()) {
    if (!(item instanceof Map)) return fail(`Cannot index ${typeName(item)} with string "key"`);
    let key: Json = null;
    for (const name of KEY_NAMES) {
      key = item.get(name) ?? null;
      if (key !== null && key !== false) break;
    }
    if (typeof key !== 'string') return fail(`Cannot use ${described(key)} as object key`);
    made.set(key, item.get(item.has('value') ? 'value' : 'Value') ?? null);
  }
  return made;
}

const KEY_NAMES = ['key', 'k', 'name', 'Name', 'K', 'Key'];

function transpose(v: Json): Json {
  const rows = listOf(v, 'transposed').map((r) => (Array.isArray(r) ? r : []));
  const width = Math.max(0, ...rows.map((r) => r.length));
  return Array.from({ length: width }, (_, i) => rows.map((r) => r[i] ?? null));
}

function toNumber(v: Json): Json {
  if (typeof v === 'number') return v;
  if (typeof v !== 'string') return fail(`${described(v)} cannot be parsed as a number`);
  return fromJson(v);
}

function fromJson(v: Json): Json {
  if (typeof v !== 'string') return fail(`${described(v)} cannot be parsed as JSON`);
  try {
    return parseJson(v) ?? null;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return fail(`${error.message} (while parsing '${v}')`);
  }
}

function tostream(v: Json): Json[] {
  const out: Json[] = [];
  const walk = (x: Json, path: readonly Json[]): void => {
    const items: [Json, Json][] =
      x instanceof Map ? [...x] : Array.isArray(x) ? x.map((y, i) => [i, y]) : [];
    if (items.length === 0) out.push([[...path], x]);
    items.forEach(([key, y]) => {
      walk(y, [...path, key]);
    });
    const last = items[items.length - 1];
    if (last !== undefined) out.push([[...path, last[0]]]);
  };
  walk(v, []);
  return out;
}

export const FUNCTIONS: Readonly<Record<string, Native>> = {
  'length/0': length,
  'utf8bytelength/0': (v) => {
    if (typeof v !== 'string') return fail(`${described(v)} only strings have UTF-8 byte length`);
    return utf8Length(v);
  },
  'keys/0': (v) => keys(v, true),
  'keys_unsorted/0': (v) => keys(v, false),
  'has/1': (v, [key = null]) => has(v, key),
  'contains/1': (v, [b = null]) => contains(v, b),
  'inside/1': (v, [b = null]) => contains(b, v),
  'add/0': sumOf,
  'flatten/0': (v) => flatten(v, 1e9),
  'flatten/1': (v, [depth = null]) => flatten(v, depth),
  'sort/0': (v) => sorted(listOf(v, 'sorted')),
  'unique/0': unique,
  'min/0': (v) => extreme(v, -1),
  'max/0': (v) => extreme(v, 1),
  'reverse/0': reverse,
  'to_entries/0': toEntries,
  'from_entries/0': fromEntries,
  'transpose/0': transpose,
  'type/0': typeName,
  'tostring/0': toText,
  'tojson/0': compact,
  'fromjson/0': fromJson,
  'tonumber/0': toNumber,
  'setpath/2': (v, [path = null, x = null]) => {
    if (!Array.isArray(path)) return fail('Path must be specified as an array');
    return setPath(v, path, x);
  },
  'delpaths/1': (v, [paths = null]) => {
    if (!Array.isArray(paths)) return fail('Paths must be specified as an array');
    return deletePaths(v, paths);
  },
  '_tostream/0': tostream,
  'env/0': (_v, _args, session) => session.env,
  'now/0': (_v, _args, session) => session.now() / 1000,
  'input_filename/0': (_v, _args, session) => session.inputFilename(),
  'input_line_number/0': (_v, _args, session) => session.inputLine(),
  'gmtime/0': (v) => brokenDown(v, 'gmtime'),
  'localtime/0': (v) => brokenDown(v, 'localtime'),
  'mktime/0': seconds,
  'strftime/1': (v, [format = null]) => formatTime(v, format, 'strftime/1'),
  'strflocaltime/1': (v, [format = null]) => formatTime(v, format, 'strflocaltime/1'),
  'strptime/1': (v, [format = null]) => parseTime(v, format),
  'get_search_list/0': () => ['~/.jq', '$ORIGIN/../lib/jq', '$ORIGIN/lib'],
};
