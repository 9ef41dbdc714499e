// What `wait --for` understands, and watching one object until it holds.

import { formatGoValue } from '../../../base/go-format';
import { isObject, type JsonObject } from '../../../base/json';
import { compileJsonPath, evaluateJsonPath, relaxedJsonPath } from '../../../base/jsonpath';
import type { Task } from '../../../base/sim';
import { ApiError } from '../../../kubernetes/api/errors';
import type { Info } from '../builder/info';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';

/** A parsed --for. `test` looks at an object; it may throw PlainError. */
export type WaitTest =
  | { readonly kind: 'delete' }
  | { readonly kind: 'create' }
  | { readonly kind: 'test'; readonly test: (object: JsonObject) => boolean };

/** Reads one --for. @throws PlainError */
export function readTest(text: string): WaitTest {
  const lower = text.toLowerCase();
  if (lower === 'delete') return { kind: 'delete' };
  if (lower === 'create') return { kind: 'create' };
  if (text.startsWith('condition=')) return conditionTest(text.slice('condition='.length));
  if (text.startsWith('jsonpath=')) return pathTest(text.slice('jsonpath='.length));
  return fail(`unrecognized condition: ${JSON.stringify(text)}`);
}

function conditionTest(text: string): WaitTest {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).toLowerCase();
  const value = (at < 0 ? 'true' : text.slice(at + 1)).toLowerCase();
  return { kind: 'test', test: (object) => hasCondition(object, name, value) };
}

function hasCondition(object: JsonObject, name: string, value: string): boolean {
  const status = isObject(object.status) ? object.status : {};
  const conditions = Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
  const found = conditions.find((one) => String(one.type).toLowerCase() === name);
  if (found === undefined) return false;
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const generation = Number(metadata.generation ?? 0);
  const seen = found.observedGeneration ?? status.observedGeneration;
  if (seen !== undefined && Number(seen) < generation) return false;
  return String(found.status).toLowerCase() === value;
}

function pathTest(text: string): WaitTest {
  const { path, value } = splitPath(text);
  const relaxed = relaxedJsonPath(path);
  if (!relaxed.ok) return fail(relaxed.error);
  const compiled = compileJsonPath(relaxed.template);
  if (!compiled.ok) return fail(compiled.error);
  return {
    kind: 'test',
    test: (object) => {
      const found = evaluateJsonPath(compiled.program, object, { allowMissingKeys: true });
      if (!found.ok || found.values.length === 0) return false;
      if (value === undefined) return true;
      if (found.values.length > 1) fail('given jsonpath expression matches more than one value');
      const [one] = found.values;
      if (typeof one === 'object' && one !== null) {
        fail('jsonpath leads to a nested object or list which is not supported');
      }
      return formatGoValue(one) === value.trim();
    },
  };
}

/** `{.a.b}=value`, `'{.a[?(@.x=="y")].b}'=value`. */
function splitPath(text: string): { path: string; value: string | undefined } {
  const end = text.lastIndexOf('}');
  const at = text.startsWith('{') && end >= 0 ? text.indexOf('=', end) : text.indexOf('=');
  const inner = /^\{(.*)=([^=}\]]*)\}$/.exec(text);
  if (at < 0 && inner !== null && !/\[[^\]]*$/.test(inner[1] ?? '')) {
    return { path: `{${inner[1]}}`, value: inner[2] };
  }
  if (at < 0) return { path: text, value: undefined };
  const value = text.slice(at + 1);
  if (value.trim() === '') fail('jsonpath wait has to have a value after equal sign');
  return { path: text.slice(0, at), value: value.replace(/^(['"])(.*)\1$/, '$2') };
}

/** The object once the test holds; undefined when the time is over. @throws ApiError, PlainError */
export function* watchUntil(
  ctx: Context,
  info: Info,
  how: { readonly test: (object: JsonObject) => boolean; readonly end: number },
): Task<JsonObject | undefined> {
  const rest = yield* ctx.rest();
  const at = {
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
  };
  const fieldSelector = `metadata.name=${info.name}`;
  for (;;) {
    const listed = yield* rest.request({ ...at, verb: 'list', query: { fieldSelector } });
    const list = listed.object as unknown as JsonObject;
    const [item] = Array.isArray(list.items) ? list.items.filter(isObject) : [];
    if (item === undefined) throw notFound(info);
    const whole: JsonObject = {
      apiVersion: info.resource.apiVersion,
      kind: info.resource.kind,
      ...item,
    };
    if (how.test(whole)) return whole;
    if (ctx.now >= how.end) return undefined;
    const version = isObject(list.metadata) ? String(list.metadata.resourceVersion ?? '0') : '0';
    const query = { fieldSelector, watch: 'true', resourceVersion: version };
    const { watch } = yield* rest.request({ ...at, verb: 'watch', query });
    if (watch === undefined) return fail('watch is not supported');
    try {
      for (;;) {
        const event = watch.take();
        if (event?.type === 'DELETED') throw notFound(info);
        if (event?.type === 'ADDED' || event?.type === 'MODIFIED') {
          const object = event.object as unknown as JsonObject;
          if (how.test(object)) return object;
          continue;
        }
        if (event !== undefined) continue;
        if (ctx.now >= how.end) return undefined;
        if (watch.isEnded) break;
        yield { on: watch.changed, until: how.end };
      }
    } finally {
      watch.close();
    }
  }
}

function notFound(info: Info): ApiError {
  const { resource, group } = info.resource;
  const full = group ? `${resource}.${group}` : resource;
  return new ApiError(404, 'NotFound', `${full} ${JSON.stringify(info.name)} not found`);
}
