// The plain paths that definitions of custom resources use: `.spec.replicas`, `.a['b.c'][0]`.
import { isObject } from '../../base/json';

const step = /\.([A-Za-z_][\w-]*)|\[['"]([^'"]+)['"]\]|\[(\d+)\]|\.((?:[^.[\]\\]|\\.)+)/g;

function stepsOf(path: string): string[] {
  const text = path.startsWith('.') || path.startsWith('[') ? path : `.${path}`;
  return [...text.matchAll(step)].map((match) =>
    (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').replace(/\\(.)/g, '$1'),
  );
}

/** The value at a path; undefined when there is none. */
export function evaluateJsonPath(object: unknown, path: string): unknown {
  let value = object;
  for (const key of stepsOf(path)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value)) value = value[key];
    else return undefined;
  }
  return value;
}

/** The object with another value at a path of fields. */
export function replacePath(object: unknown, path: string, value: unknown): unknown {
  const replace = (holder: unknown, keys: readonly string[]): unknown => {
    const [key, ...rest] = keys;
    if (key === undefined) return value;
    const fields = isObject(holder) ? holder : {};
    return { ...fields, [key]: replace(fields[key], rest) };
  };
  return replace(object, stepsOf(path));
}
